package aitta.hint;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;

/**
 * What is kept for one target of one key.
 *
 * <p>Format 1: version byte, time, the set.
 *
 * @param sinceMillis wall clock when the first version of it came, ms since 1970
 * @param siblings empty where the hint has been delivered and is to be deleted
 */
record Hint(long sinceMillis, Siblings siblings) {
  static final Hint DELIVERED = new Hint(0, Siblings.EMPTY);
  private static final int FORMAT = 1;

  boolean isDelivered() {
    return siblings.isEmpty();
  }

  int sizeBound() {
    return 16 + SiblingsFormat.sizeBound(siblings);
  }

  byte[] encode() {
    Output out = new Output(sizeBound()).putByte(FORMAT).putVarint(sinceMillis);
    SiblingsFormat.write(siblings, out);
    return out.toBytes();
  }

  static Hint decode(byte[] bytes) {
    Input in = new Input(bytes);
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("a hint in format " + format + "; this build reads " + FORMAT);
    }
    long since = in.getVarint();
    Siblings siblings = SiblingsFormat.read(in);
    in.expectEnd();
    return new Hint(since, siblings);
  }
}
