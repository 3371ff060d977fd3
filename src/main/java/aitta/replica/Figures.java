package aitta.replica;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.version.Siblings;

/**
 * What a range holds, kept beside its rows.
 *
 * @param keys with at least one version that is no tombstone
 * @param bytes of their values together
 */
public record Figures(long keys, long bytes) {
  public static final Figures NONE = new Figures(0, 0);
  private static final int FORMAT = 1;

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

  byte[] encode() {
    return new Output(24).putByte(FORMAT).putVarint(keys).putVarint(bytes).toBytes();
  }

  /** Nothing was counted yet where {@code note} is empty. */
  static Figures decode(byte[] note) {
    if (note.length == 0) {
      return NONE;
    }
    Input in = new Input(note);
    if (in.getByte() != FORMAT) {
      throw new MalformedException("figures of a range in an unknown format");
    }
    Figures figures = new Figures(in.getVarint(), in.getVarint());
    in.expectEnd();
    return figures;
  }
}
