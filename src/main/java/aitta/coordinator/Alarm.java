package aitta.coordinator;

/**
 * When a coordinator wants to be woken: one sweep over all of them costs less than a timer each.
 * Written by its coordinator, read by the sweep.
 */
final class Alarm {
  private static final long NEVER = Long.MAX_VALUE;

  private volatile long atNanos = NEVER;
  private volatile boolean ended;

  void set(long nanos) {
    atNanos = nanos;
  }

  /** True once when the time has come. */
  boolean isDue(long nowNanos) {
    long at = atNanos;
    if (at == NEVER || nowNanos - at < 0) {
      return false;
    }
    atNanos = NEVER;
    return true;
  }

  void end() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }
}
