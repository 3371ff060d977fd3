package aitta.replica;

import aitta.version.Siblings;

/**
 * What a range holds, kept beside its rows.
 *
 * @param keys with at least one version that is no tombstone
 * @param bytes of their values together
 */
public record Figures(long keys, long bytes) {
  public static final Figures NONE = new Figures(0, 0);

  /** These figures after a key's set changed from {@code before} to {@code after}. */
  Figures changed(Siblings before, Siblings after) {
    return new Figures(
        keys + held(after) - held(before), bytes + after.valueBytes() - before.valueBytes());
  }

  public Figures plus(Figures other) {
    return new Figures(keys + other.keys, bytes + other.bytes);
  }

  private static int held(Siblings siblings) {
    return siblings.versions().stream().allMatch(version -> version.deleted()) ? 0 : 1;
  }
}
