package aitta.peer;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long a peer's messages were on their way, without trusting that both clocks agree: the
 * quickest message of late stands for no delay at all, and what took longer than that one is late
 * by the difference. So a message that lay in a stopped process or a full queue is known for what
 * it is, whatever the clocks say. Used by one thread.
 *
 * <p>Each start of the peer is judged by itself: its clock may have been set in between, and what
 * it had sent before may still be on its way.
 */
public final class PeerLateness {
  /** Half of the history is forgotten so often, so that a clock that was set is followed. */
  private static final long WINDOW_MILLIS = 60_000;

  private static final int MAX_STARTS = 4;

  private static final class History {
    private long windowStart = Long.MIN_VALUE;
    private long quickest; // receiver's clock minus sender's, least of this window
    private long quickestBefore; // of the window before

    private long of(long difference, long receivedMillis) {
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

  private final Map<Long, History> starts =
      new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, History> eldest) {
          return size() > MAX_STARTS;
        }
      };

  /**
   * @param startMillis the sender's clock when it was started
   * @param sentMillis since then
   * @return ms that a message was held up, 0 or more
   */
  public long of(long startMillis, long sentMillis, long receivedMillis) {
    return starts
        .computeIfAbsent(startMillis, start -> new History())
        .of(receivedMillis - startMillis - sentMillis, receivedMillis);
  }
}
