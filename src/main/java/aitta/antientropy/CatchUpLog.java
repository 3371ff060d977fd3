package aitta.antientropy;

import org.slf4j.Logger;

/** Tells the operator how far a node's copies are. Used by one thread. */
final class CatchUpLog {
  private static final long INTERVAL_MILLIS = 10_000;

  private final Logger log;
  private boolean allFit;
  private boolean told;
  private long toldMillis;
  private long keys;

  /**
   * @param nowMillis from which on it is a while until everything has been confirmed
   */
  CatchUpLog(Logger log, long nowMillis) {
    this.log = log;
    this.toldMillis = nowMillis;
  }

  /** Keys that an exchange brought. */
  void exchanged(long count) {
    keys += count;
  }

  /**
   * @return whether all have come to be fit since the last call
   */
  boolean note(int ranges, int fit, int unconfirmed, int behind, long nowMillis) {
    if (fit == ranges) {
      if (told) {
        log.info("All {} copies are fit; exchanges brought {} keys", ranges, keys);
      }
      boolean news = !allFit;
      allFit = true;
      told = false;
      keys = 0;
      return news;
    }
    if (allFit) {
      allFit = false;
      toldMillis = nowMillis;
    }
    if (behind > 0 && !told || nowMillis - toldMillis >= INTERVAL_MILLIS) {
      log.info(
          "{} of {} copies are fit; {} wait for other owners to confirm them, {} are behind and"
              + " catch up; {} keys brought so far",
          fit,
          ranges,
          unconfirmed,
          behind,
          keys);
      told = true;
      toldMillis = nowMillis;
    }
    return false;
  }
}
