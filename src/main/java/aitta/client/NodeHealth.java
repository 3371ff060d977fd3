package aitta.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which nodes have failed lately. One that failed is asked last for a while, which doubles with
 * each failure in a row; the first answer makes it well again. Safe for use by many threads.
 */
final class NodeHealth {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final int DOUBLINGS = 6; // up to half a minute

  private record Mark(int failures, long untilNanos) {}

  private final Map<URI, Mark> marks = new ConcurrentHashMap<>();

  void failed(URI node, long nowNanos) {
    marks.compute(
        node,
        (uri, mark) -> {
          int failures = mark == null ? 1 : mark.failures() + 1;
          long away = FIRST.toNanos() << Math.min(failures - 1, DOUBLINGS);
          return new Mark(failures, nowNanos + away);
        });
  }

  void answered(URI node) {
    if (!marks.isEmpty()) {
      marks.remove(node);
    }
  }

  boolean isWell(URI node, long nowNanos) {
    Mark mark = marks.get(node);
    return mark == null || mark.untilNanos() - nowNanos <= 0;
  }
}
