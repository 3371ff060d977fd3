package aitta.http;

import aitta.request.Story;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs requests that took long, with what happened when. A few lines a second at most: when all is
 * slow, the log must not make it slower.
 */
final class SlowRequests {
  private static final Logger LOG = LoggerFactory.getLogger("aitta.slow-request");
  private static final int A_SECOND = 10;
  private static final int LONGEST_PATH = 256;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long fromNanos;
  private final AtomicLong second = new AtomicLong(System.nanoTime());
  private final AtomicInteger logged = new AtomicInteger();
  private final AtomicInteger leftOut = new AtomicInteger();

  SlowRequests(Duration from) {
    fromNanos = from.toNanos();
  }

  void answered(Call call, int status, long nanos) {
    if (nanos < fromNanos) {
      return;
    }
    long begun = second.get();
    long now = System.nanoTime();
    if (now - begun >= SECOND && second.compareAndSet(begun, now)) {
      logged.set(0);
    }
    if (logged.incrementAndGet() > A_SECOND) {
      leftOut.incrementAndGet();
      return;
    }
    int more = leftOut.getAndSet(0);
    if (more > 0) {
      LOG.warn("{} more slow requests were not logged", more);
    }
    Story story = call.story();
    LOG.warn(
        "request {} {} {} was answered {} after {} ms: {}",
        call.id(),
        call.method(),
        bounded(call.target().path()),
        status,
        TimeUnit.NANOSECONDS.toMillis(nanos),
        story);
  }

  private static String bounded(String path) {
    return path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "...";
  }
}
