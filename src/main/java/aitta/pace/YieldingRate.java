package aitta.pace;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A rate that yields to requests: it falls by a part when they wait, and grows by small steps when
 * they do not, as the window of a connection does. Knows no clock; told what was seen. Safe for use
 * by many threads.
 */
final class YieldingRate {
  /** Whatever the requests do, that much goes on; less only where the setting is lower. */
  static final long FLOOR = 1L << 20;

  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double FALL = 0.7;
  private static final double GROWTH = 1.0 / 16;
  private static final int YIELDING_PART = 4;
  private static final double LEAST_STEP = FLOOR / 8.0;

  private final LongSupplier setting;
  private double allowed = FLOOR; // until something was seen
  private long sent; // since the last look

  /**
   * @param setting bytes a second at most, asked each time
   */
  YieldingRate(LongSupplier setting) {
    this.setting = setting;
  }

  /** Between the floor and the setting. */
  synchronized long bytesPerSecond() {
    return Math.min(setting.getAsLong(), (long) Math.max(FLOOR, allowed));
  }

  /**
   * Fewer while it yields, and one at least: each of them is a burst of work, of which requests
   * wait for all that come together.
   */
  synchronized int atOnce(int most) {
    return bytesPerSecond() < setting.getAsLong() ? Math.max(1, most / YIELDING_PART) : most;
  }

  synchronized void sent(long bytes) {
    sent += bytes;
  }

  /** So it was since the last look. */
  synchronized void looked(Look look) {
    double actual = sent * SECOND / Math.max(1, look.nanos());
    sent = 0;
    if (look.isQuiet()) {
      allowed = setting.getAsLong();
    } else if (look.isCrowded()) {
      // What was allowed and not used did not make anybody wait: less of that would change nothing.
      allowed = Math.max(FLOOR, FALL * Math.min(bytesPerSecond(), actual));
    } else if (actual * 2 >= bytesPerSecond()) {
      allowed = bytesPerSecond() + Math.max(LEAST_STEP, GROWTH * bytesPerSecond());
    }
  }
}
