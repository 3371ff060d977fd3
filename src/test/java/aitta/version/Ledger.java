package aitta.version;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * All writes that a key ever saw, as nobody in the cluster could know them: each version, and which
 * dots its writer had seen.
 */
final class Ledger {
  private final Map<Dot, Version> versions = new HashMap<>();
  private final Map<Dot, Set<Dot>> superseded = new HashMap<>();

  void add(Version version, Set<Dot> seen) {
    if (versions.put(version.dot(), version) != null) {
      throw new IllegalStateException("dot " + version.dot() + " was used twice");
    }
    superseded.put(version.dot(), Set.copyOf(seen));
  }

  Set<Dot> dots() {
    return versions.keySet();
  }

  Version version(Dot dot) {
    return versions.get(dot);
  }

  /** The dots of this key that {@code context} covers, asked one by one. */
  Set<Dot> coveredBy(Context context) {
    Set<Dot> covered = new HashSet<>();
    for (Dot dot : versions.keySet()) {
      if (context.covers(dot)) {
        covered.add(dot);
      }
    }
    return covered;
  }

  /** Whether both are {@code latest} versions and {@code one} is the older. */
  boolean isBeaten(Dot one, Dot other) {
    Version a = versions.get(one);
    Version b = versions.get(other);
    return a.latest() && b.latest() && b.isNewerThan(a);
  }

  /**
   * Those of {@code shown}, all that they superseded, all that those superseded and so on; a {@code
   * latest} version supersedes every older one.
   */
  Set<Dot> past(Set<Dot> shown) {
    Set<Dot> past = new HashSet<>();
    Set<Dot> fresh = new HashSet<>(shown);
    while (!fresh.isEmpty()) {
      past.addAll(fresh);
      Set<Dot> next = new HashSet<>();
      for (Dot dot : fresh) {
        next.addAll(superseded.get(dot));
        if (versions.get(dot).latest()) {
          versions.keySet().stream().filter(old -> isBeaten(old, dot)).forEach(next::add);
        }
      }
      next.removeAll(past);
      fresh = next;
    }
    return past;
  }
}
