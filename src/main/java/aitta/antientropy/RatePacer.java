package aitta.antientropy;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How fast all exchanges of a node together may go: what was sent is paid for by waiting before
 * more is. Safe for use by many threads.
 */
public final class RatePacer {
  /** A timer is no more exact than that. */
  private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final LongSupplier bytesPerSecond;
  private final long startNanos;
  private long paidForNanos; // since the start

  /**
   * @param bytesPerSecond asked each time
   * @param startNanos of a monotonic clock
   */
  public RatePacer(LongSupplier bytesPerSecond, long startNanos) {
    this.bytesPerSecond = bytesPerSecond;
    this.startNanos = startNanos;
  }

  /** So much was sent, or had to be sent to this node. */
  public synchronized void sent(long bytes, long nowNanos) {
    long cost = (long) (bytes * (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond.getAsLong());
    paidForNanos = Math.max(paidForNanos, nowNanos - startNanos) + cost;
  }

  /** How long to wait before more is sent; 0 for not at all. */
  public synchronized long waitNanos(long nowNanos) {
    long wait = paidForNanos - (nowNanos - startNanos);
    return wait > SLACK_NANOS ? wait : 0;
  }
}
