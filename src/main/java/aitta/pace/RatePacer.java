package aitta.pace;

import java.util.concurrent.TimeUnit;

/**
 * How fast all that shares a rate may go together: what was sent is paid for by waiting before more
 * is. The debt is kept in bytes, so that a rate that is changed holds for it, too. Safe for use by
 * many threads.
 */
public final class RatePacer {
  /** A timer is no more exact than that. */
  private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Who waits longer asks again after this: the rate may be another by then. */
  static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Rate rate;
  private double owedBytes;
  private long settledNanos; // up to when the debt is paid off

  /**
   * @param rate asked each time
   * @param startNanos of a monotonic clock
   */
  public RatePacer(Rate rate, long startNanos) {
    this.rate = rate;
    this.settledNanos = startNanos;
  }

  /** So much was sent, or had to be sent to this node. */
  public synchronized void sent(long bytes, long nowNanos) {
    settle(nowNanos);
    owedBytes += bytes;
    rate.sent(bytes);
  }

  /** How long to wait before asking again whether more may be sent; 0 for not at all. */
  public synchronized long waitNanos(long nowNanos) {
    settle(nowNanos);
    long wait = Math.round(owedBytes * SECOND / rate.bytesPerSecond());
    return wait > SLACK_NANOS ? Math.min(wait, LONGEST_NANOS) : 0;
  }

  private void settle(long nowNanos) {
    long passed = Math.max(0, nowNanos - settledNanos);
    owedBytes = Math.max(0, owedBytes - passed * (rate.bytesPerSecond() / SECOND));
    settledNanos += passed;
  }
}
