package aitta.model;

/**
 * One of the Q equal ranges that the ring of hashes is cut into. Dynamo, SOSP 2007, section 6.2,
 * strategy 3.
 *
 * @param index 0 to {@code count} − 1, in ring order
 * @param count Q: a power of two from 16 to 65,536
 */
public record KeyRange(int index, int count) {
  public static final int MIN_COUNT = 16;
  public static final int MAX_COUNT = 65_536;

  public KeyRange {
    checkCount(count);
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("range " + index + " is not one of 0 to " + (count - 1));
    }
  }

  /**
   * @throws IllegalArgumentException unless {@code count} can be Q
   */
  public static void checkCount(int count) {
    if (count < MIN_COUNT || count > MAX_COUNT || Integer.bitCount(count) != 1) {
      throw new IllegalArgumentException(
          "the number of ranges is a power of two from 16 to 65536, not " + count);
    }
  }

  /**
   * The index of the range that {@code token} falls into when the ring has {@code count} ranges.
   */
  public static int indexOf(Token token, int count) {
    return (int) (token.high() >>> (64 - Integer.numberOfTrailingZeros(count)));
  }

  /** The first token of this range. */
  public Token from() {
    return new Token((long) index << shift(), 0L);
  }

  /** The last token of this range, inclusive. */
  public Token to() {
    return new Token(((long) index << shift()) | (-1L >>> bits()), -1L);
  }

  private int bits() {
    return Integer.numberOfTrailingZeros(count);
  }

  private int shift() {
    return 64 - bits();
  }
}
