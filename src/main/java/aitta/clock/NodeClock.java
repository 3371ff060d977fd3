package aitta.clock;

import aitta.version.HybridTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Wall clock, monotonic clock and hybrid logical clock of one node. Safe for use by many threads.
 */
public final class NodeClock {
  private final LongSupplier wallMillis;
  private final LongSupplier monotonicNanos;
  private final long maxAheadMillis;
  private final AtomicLong hybrid = new AtomicLong();
  private final AtomicLong notAdopted = new AtomicLong();

  /**
   * @param maxAhead how far ahead of this clock a timestamp may be and still move the hybrid clock
   */
  public NodeClock(LongSupplier wallMillis, LongSupplier monotonicNanos, Duration maxAhead) {
    this.wallMillis = wallMillis;
    this.monotonicNanos = monotonicNanos;
    this.maxAheadMillis = maxAhead.toMillis();
  }

  public static NodeClock system(Duration maxAhead) {
    return new NodeClock(System::currentTimeMillis, System::nanoTime, maxAhead);
  }

  /** Milliseconds since 1970. */
  public long millis() {
    return wallMillis.getAsLong();
  }

  /** For differences alone. */
  public long nanos() {
    return monotonicNanos.getAsLong();
  }

  /** The highest hybrid timestamp that this node has given out or heard of. */
  public long hybrid() {
    return hybrid.get();
  }

  /** How far the highest timestamp is ahead of the wall clock: one of the two is wrong. */
  public long aheadMillis() {
    return Math.max(0, HybridTime.millis(hybrid.get()) - millis());
  }

  /** Timestamps that were too far ahead to be adopted, since the start. */
  public long notAdopted() {
    return notAdopted.get();
  }

  /** Takes note of a timestamp, its own or another node's. */
  public void observe(long timestamp) {
    if (timestamp > hybrid.get()) {
      long now = millis();
      if (HybridTime.millis(timestamp) - now > maxAheadMillis) {
        notAdopted.incrementAndGet();
      }
      hybrid.accumulateAndGet(
          timestamp, (last, heard) -> HybridTime.observe(last, heard, now, maxAheadMillis));
    }
  }
}
