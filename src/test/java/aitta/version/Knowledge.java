package aitta.version;

import java.util.HashSet;
import java.util.Set;

/**
 * The slow, obvious model of {@link Siblings}: sets of dots that only grow.
 *
 * @param known every dot heard of
 * @param removed those that a write superseded
 * @param met the {@code latest} versions that were here at any time
 */
record Knowledge(Set<Dot> known, Set<Dot> removed, Set<Dot> met) {
  static final Knowledge NONE = new Knowledge(Set.of(), Set.of(), Set.of());

  Knowledge join(Knowledge other) {
    return new Knowledge(
        union(known, other.known), union(removed, other.removed), union(met, other.met));
  }

  Knowledge write(Set<Dot> seen, Version version) {
    Set<Dot> written = Set.of(version.dot());
    return new Knowledge(
        union(union(known, seen), written),
        union(removed, seen),
        version.latest() ? union(met, written) : met);
  }

  /** What nothing has superseded and no newer {@code latest} version has beaten. */
  Set<Dot> alive(Ledger ledger) {
    Set<Dot> alive = new HashSet<>(known);
    alive.removeAll(removed);
    alive.removeIf(dot -> met.stream().anyMatch(newer -> ledger.isBeaten(dot, newer)));
    return alive;
  }

  /** The one of {@link #met} that nothing beats, or null. */
  Dot newest(Ledger ledger) {
    return met.stream()
        .filter(dot -> met.stream().noneMatch(newer -> ledger.isBeaten(dot, newer)))
        .findAny()
        .orElse(null);
  }

  private static Set<Dot> union(Set<Dot> some, Set<Dot> more) {
    Set<Dot> both = new HashSet<>(some);
    both.addAll(more);
    return both;
  }
}
