package aitta.peer;

/**
 * How long a peer's messages were on their way, without trusting that both clocks agree: the
 * quickest message of late stands for no delay at all, and what took longer than that one is late
 * by the difference. So a message that lay in a stopped process or a full queue is known for what
 * it is, whatever the clocks say. Used by one thread.
 */
public final class PeerLateness {
  /** Half of the history is forgotten so often, so that a clock that was set is followed. */
  private static final long WINDOW_MILLIS = 60_000;

  private long windowStart = Long.MIN_VALUE;
  private long quickest; // receiver's clock minus sender's, least of this window
  private long quickestBefore; // of the window before

  /**
   * @return ms that a message was held up, 0 or more
   */
  public long of(long sentMillis, long receivedMillis) {
    long difference = receivedMillis - sentMillis;
    if (windowStart == Long.MIN_VALUE) {
      windowStart = receivedMillis;
      quickest = difference;
      quickestBefore = difference;
    } else if (receivedMillis - windowStart > WINDOW_MILLIS || receivedMillis < windowStart) {
      windowStart = receivedMillis;
      quickestBefore = quickest;
      quickest = difference;
    }
    quickest = Math.min(quickest, difference);
    return difference - Math.min(quickest, quickestBefore);
  }
}
