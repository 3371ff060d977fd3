package aitta.quorum;

/**
 * Numbers conditional writes of a range: whoever is its first owner later counts higher. 14 bits of
 * the version of the owners' list, 17 bits of the first owner's start, 32 bits of counter. Used as
 * the counter of a dot, so it is positive.
 */
public final class Ballot {
  private static final int COUNTER_BITS = 32;
  private static final int START_BITS = 17;
  private static final int LIST_BITS = 14;

  private Ballot() {}

  /**
   * The ballot that claims a range for one start of its first owner: below all of that start's
   * writes.
   *
   * @param listVersion of the range's owners, below 2^14
   * @param start of the first owner, below 2^17
   * @throws IllegalArgumentException where one is out of bounds
   */
  public static long claim(int listVersion, long start) {
    if (listVersion < 0 || listVersion >= 1 << LIST_BITS) {
      throw new IllegalArgumentException(
          "no ballot for version " + listVersion + " of an owners' list");
    }
    if (start < 1 || start >= 1 << START_BITS) {
      throw new IllegalArgumentException("no ballot for start " + start + " of a node");
    }
    return ((long) listVersion << START_BITS | start) << COUNTER_BITS;
  }

  /**
   * The {@code counter}-th write under a claim.
   *
   * @param counter 1 to 2^32 − 1
   */
  public static long write(long claim, long counter) {
    if (counter < 1 || counter >= 1L << COUNTER_BITS) {
      throw new IllegalArgumentException("no ballot for write " + counter + " of a start");
    }
    return claim | counter;
  }
}
