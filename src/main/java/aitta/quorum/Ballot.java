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

  /** The highest start that fits. */
  public static final long MAX_START = (1L << START_BITS) - 1;

  /** Of the writes under one claim. */
  public static final long MAX_COUNTER = (1L << COUNTER_BITS) - 1;

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
    if (start < 1 || start > MAX_START) {
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
    if (counter < 1 || counter > MAX_COUNTER) {
      throw new IllegalArgumentException("no ballot for write " + counter + " of a start");
    }
    return claim | counter;
  }

  /** The claim that a ballot was given out under; itself where it is one. */
  public static long claimOf(long ballot) {
    return ballot & ~MAX_COUNTER;
  }

  public static int listVersionOf(long ballot) {
    return (int) (ballot >>> START_BITS + COUNTER_BITS);
  }

  public static long startOf(long ballot) {
    return ballot >>> COUNTER_BITS & MAX_START;
  }

  /**
   * The least claim under a list of owners that is above {@code ballot}: how a first owner whose
   * starts are counted from a lower number again, after it lost its disk or got back an older one,
   * comes to ballots that were never used.
   *
   * @return 0 where there is none: the ballot is of a later list, or of the last start that fits
   */
  public static long claimAbove(int listVersion, long ballot) {
    int list = listVersionOf(ballot);
    if (list < listVersion) {
      return claim(listVersion, 1);
    }
    return list > listVersion || startOf(ballot) >= MAX_START
        ? 0
        : claim(listVersion, startOf(ballot) + 1);
  }
}
