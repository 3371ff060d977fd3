package aitta.version;

/**
 * Hybrid logical timestamps: 48 bits of wall clock in ms since 1970, then 16 bits that count events
 * within the same millisecond or while the clock stands behind. Kulkarni et al., <em>Logical
 * Physical Clocks</em>, 2014, section 3.
 */
public final class HybridTime {
  private static final int LOGICAL_BITS = 16;

  private HybridTime() {}

  /** The first timestamp of that millisecond. */
  public static long ofMillis(long millis) {
    return millis << LOGICAL_BITS;
  }

  public static long millis(long timestamp) {
    return timestamp >>> LOGICAL_BITS;
  }

  /** A timestamp above {@code last}, and not before {@code nowMillis}. */
  public static long next(long last, long nowMillis) {
    return Math.max(last + 1, ofMillis(nowMillis));
  }

  /**
   * The clock after hearing of {@code heard}: never back, and never further ahead than {@code
   * maxAheadMillis}, so that one node's broken clock does not spread.
   */
  public static long observe(long last, long heard, long nowMillis, long maxAheadMillis) {
    return heard > ofMillis(nowMillis + maxAheadMillis) ? last : Math.max(last, heard);
  }
}
