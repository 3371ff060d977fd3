package aitta.http;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees to it that a request is answered even if the backend, against its word, never does. One
 * sweep now and then over all requests, instead of a timer for each.
 */
final class Deadlines {
  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();

  private static final class Watched {
    private final CompletableFuture<?> answer;
    private final long overdueAtNanos;

    Watched(CompletableFuture<?> answer, long overdueAtNanos) {
      this.answer = answer;
      this.overdueAtNanos = overdueAtNanos;
    }
  }

  /** Fails {@code answer} at the first {@link #sweep} from that moment on, unless it has ended. */
  void watch(CompletableFuture<?> answer, long overdueAtNanos) {
    Watched entry = new Watched(answer, overdueAtNanos);
    watched.add(entry);
    answer.whenComplete((value, failure) -> watched.remove(entry));
  }

  /** How many answers are awaited. */
  int size() {
    return watched.size();
  }

  /**
   * @param nanos now, as {@link System#nanoTime} counts
   */
  void sweep(long nanos) {
    for (Watched entry : watched) {
      if (nanos - entry.overdueAtNanos >= 0) {
        entry.answer.completeExceptionally(
            new IllegalStateException("the backend gave no answer in time"));
      }
    }
  }
}
