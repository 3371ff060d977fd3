package aitta.coordinator;

import aitta.model.Key;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds the key that takes most of a node's requests: counts a few of them, in bounded memory, as
 * Space-Saving does (Metwally, Agrawal and El Abbadi, ICDT 2005), window by window. A key with more
 * than a {@link #COUNTERS}th of what is counted is never missed. Safe for use by many threads.
 */
final class HotKeys {
  /**
   * A key that stands out.
   *
   * @param share of the node's requests in the last window, 0 to 1; too high by 1/{@link #COUNTERS}
   *     at most
   * @param perSecond requests for it
   */
  record Hot(Key key, double share, long perSecond) {}

  static final int COUNTERS = 64;
  static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** One request of so many is counted: with all of them the count would cost what it tells of. */
  static final int SAMPLE = 16;

  /** A key with less than that is no burden, whatever its share. */
  private static final long LEAST_PER_SECOND = 200;

  private static final double LEAST_SHARE = 0.2;

  private final AtomicInteger asked = new AtomicInteger();
  private final Map<Key, long[]> counts = new HashMap<>(2 * COUNTERS);
  private long windowStart;
  private long total;
  private double share; // of the window before

  HotKeys(long nowNanos) {
    this.windowStart = nowNanos;
  }

  /**
   * A request names this key.
   *
   * @return once a window, what stood out in the one that has ended
   */
  Optional<Hot> asked(Key key, long nowNanos) {
    if (asked.incrementAndGet() % SAMPLE != 0) {
      return Optional.empty();
    }
    synchronized (this) {
      long length = nowNanos - windowStart;
      Optional<Hot> hot = length >= WINDOW_NANOS ? endWindow(nowNanos, length) : Optional.empty();
      count(key);
      return hot;
    }
  }

  private void count(Key key) {
    total++;
    long[] known = counts.get(key);
    if (known != null) {
      known[0]++;
    } else if (counts.size() < COUNTERS) {
      counts.put(key, new long[] {1});
    } else {
      Map.Entry<Key, long[]> least = counts.entrySet().iterator().next();
      for (Map.Entry<Key, long[]> one : counts.entrySet()) {
        least = one.getValue()[0] < least.getValue()[0] ? one : least;
      }
      long atMost = least.getValue()[0];
      counts.remove(least.getKey());
      counts.put(key, new long[] {atMost + 1});
    }
  }

  private Optional<Hot> endWindow(long nowNanos, long length) {
    Hot most = null;
    for (Map.Entry<Key, long[]> one : counts.entrySet()) {
      double part = (double) one.getValue()[0] / total;
      if (most == null || part > most.share()) {
        double seconds = length / (double) TimeUnit.SECONDS.toNanos(1);
        most = new Hot(one.getKey(), part, (long) (one.getValue()[0] * SAMPLE / seconds));
      }
    }
    counts.clear();
    total = 0;
    windowStart = nowNanos;
    boolean isHot =
        most != null && most.share() >= LEAST_SHARE && most.perSecond() >= LEAST_PER_SECOND;
    share = isHot ? most.share() : 0;
    return isHot ? Optional.of(most) : Optional.empty();
  }

  /** Share of the key that stood out in the last window; 0 where none did, or nothing is asked. */
  synchronized double share(long nowNanos) {
    return nowNanos - windowStart < 3 * WINDOW_NANOS ? share : 0;
  }
}
