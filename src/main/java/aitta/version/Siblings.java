package aitta.version;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a replica knows of one key: a dotted version vector set. Immutable.
 *
 * @param context every dot that was ever here or was superseded here
 * @param versions those that nothing has superseded, in the order of their dots
 * @param newest the newest {@code latest} version ever seen; {@code latest} versions before it are
 *     dropped
 */
public record Siblings(Context context, List<Version> versions, Newest newest) {
  public static final Siblings EMPTY = new Siblings(Context.EMPTY, List.of(), Newest.NONE);
  private static final Comparator<Version> BY_DOT = Comparator.comparing(Version::dot);

  /** Single dots of each writer that a client is given to carry, so that its token stays small. */
  private static final int SINGLES_KEPT = 8;

  public Siblings {
    versions = List.copyOf(versions);
  }

  /** What both know together. Preguiça et al., 2012, section 5: {@code sync}. */
  public Siblings join(Siblings other) {
    if (this == other || other.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    List<Version> kept = new ArrayList<>(versions.size() + other.versions.size());
    for (Version version : versions) {
      if (!other.context.covers(version.dot()) || other.has(version.dot())) {
        kept.add(version);
      }
    }
    for (Version version : other.versions) {
      if (!context.covers(version.dot())) {
        kept.add(version);
      }
    }
    return normal(context.join(other.context), kept, newest.max(other.newest));
  }

  /**
   * This set after a write by a writer that holds everything it minted before for this key.
   *
   * @param seen what the write supersedes; dots that are unknown here are taken as superseded too
   * @param version the new version; its dot is the writer's next, its timestamp above that of all
   *     that {@code seen} covers
   * @throws IllegalArgumentException if {@code version} loses by time to one that it supersedes, or
   *     that was superseded before: then both would be gone
   */
  public Siblings write(Context seen, Version version) {
    Newest after = version.latest() ? newest.max(Newest.of(version)) : newest;
    boolean beaten = version.latest() && !after.dot().equals(version.dot());
    if (beaten && (seen.covers(newest.dot()) || !has(newest.dot()))) {
      throw new IllegalArgumentException(
          version + " at " + version.timestamp() + " comes after the later " + newest);
    }
    List<Version> kept = new ArrayList<>(versions.size() + 1);
    for (Version old : versions) {
      if (!seen.covers(old.dot())) {
        kept.add(old);
      }
    }
    kept.add(version);
    return normal(context.join(seen).advancedTo(version.dot()), kept, after);
  }

  /**
   * This set less the versions that {@code other} knows to be superseded. Where {@code other} has
   * versions that are unknown here, its context is not taken over: that would claim to know them.
   */
  public Siblings informedBy(Summary other) {
    Summary own = summary();
    if (own.equals(other) || own.lacksVersionOf(other)) {
      return this;
    }
    List<Version> shared =
        versions.stream().filter(version -> other.dots().contains(version.dot())).toList();
    return join(new Siblings(other.context(), shared, other.newest()));
  }

  private static Siblings normal(Context context, List<Version> versions, Newest newest) {
    if (!newest.isNone()) {
      versions.removeIf(
          v ->
              v.latest()
                  && !v.dot().equals(newest.dot())
                  && !v.isNewerThan(newest.timestamp(), newest.dot()));
    }
    versions.sort(BY_DOT);
    return new Siblings(context, versions, newest);
  }

  /** The same set with the dots of one writer as those of another, of which there are none here. */
  Siblings renamed(long from, long to) {
    if (context.highestOf(from) == 0) {
      return this;
    }
    List<Version> renamed =
        versions.stream().map(version -> version.as(version.dot().renamed(from, to))).toList();
    Newest latest =
        newest.isNone() ? newest : new Newest(newest.timestamp(), newest.dot().renamed(from, to));
    return normal(context.renamed(from, to), new ArrayList<>(renamed), latest);
  }

  public boolean has(Dot dot) {
    return find(dot) != null;
  }

  /** The version of that name, or null. */
  public Version find(Dot dot) {
    for (Version version : versions) {
      if (version.dot().equals(dot)) {
        return version;
      }
    }
    return null;
  }

  /** Nothing was ever written here. */
  public boolean isEmpty() {
    return versions.isEmpty() && context.isEmpty();
  }

  /** Whether joining {@code other} into this would change nothing. */
  public boolean includes(Siblings other) {
    return summary().includes(other.summary());
  }

  public Summary summary() {
    if (versions.size() == 1) { // nearly always
      return new Summary(context, List.of(versions.get(0).dot()), newest);
    }
    return new Summary(context, versions.stream().map(Version::dot).toList(), newest);
  }

  /**
   * What the timestamps of a writer have to exceed whose versions are joined into this set, so that
   * the newest of them wins: that of the newest here, or one more where they have the same and lose
   * by their dot alone.
   *
   * @param written joined into this already
   */
  public long toExceed(Siblings written) {
    boolean losesByDot =
        newest.timestamp() == written.newest.timestamp() && !newest.equals(written.newest);
    return losesByDot ? highestTimestamp() + 1 : highestTimestamp();
  }

  /** The highest timestamp in here; 0 for none. A later write of the key must be above it. */
  public long highestTimestamp() {
    long highest = newest.timestamp();
    for (Version version : versions) {
      highest = Math.max(highest, version.timestamp());
    }
    return highest;
  }

  /** Bytes of all values together. */
  public long valueBytes() {
    long sum = 0;
    for (Version version : versions) {
      sum += version.value().length;
    }
    return sum;
  }

  public boolean hasLive(long nowMillis) {
    return versions.stream().anyMatch(version -> version.isLive(nowMillis));
  }

  /**
   * What a client that was shown all of this has seen. Of single dots the oldest are left out: they
   * are not among the versions, and whatever came after them is.
   */
  public Seen seen() {
    return new Seen(context.withFewSingles(SINGLES_KEPT), highestTimestamp());
  }

  /**
   * What the client of a write has seen: what it superseded and the version itself. Where that
   * version stands alone, that is the whole context: it came after all that is gone. Beside
   * siblings that the client was not shown, or where one of those has taken its place already, the
   * version is one single dot.
   *
   * <p>Two clients that keep writing beside each other would so collect one dot a write. The oldest
   * are left out: whoever holds the new version has dropped them, and to a coordinator that lags so
   * far behind they are siblings for as long as it does.
   */
  public Seen seenByWriterOf(Dot dot, Context superseded) {
    Version version = find(dot);
    if (version != null && versions.size() == 1) {
      return seen();
    }
    Context context = superseded.withFewSingles(SINGLES_KEPT).with(dot);
    return new Seen(context, version == null ? highestTimestamp() : version.timestamp());
  }
}
