package aitta.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does things at once, and reports the first failure of any of them. */
final class Work {
  private Work() {}

  /** One worker's share; {@code worker} counts from 0. */
  interface Share<T> {
    T run(int worker) throws Exception;
  }

  /**
   * Runs {@code workers} threads to their ends.
   *
   * @return what each worker returned, in order
   * @throws AssertionError if one of them failed; the others are interrupted
   */
  static <T> List<T> inParallel(int workers, Share<T> share) {
    try (Running<T> running = start(workers, share)) {
      return running.join();
    }
  }

  /** Like {@link #inParallel}, but returns at once, so that the caller can disturb the work. */
  static <T> Running<T> start(int workers, Share<T> share) {
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    List<Future<T>> futures = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      int worker = i;
      Callable<T> task = () -> share.run(worker);
      futures.add(threads.submit(task));
    }
    return new Running<>(threads, futures);
  }

  record Running<T>(ExecutorService threads, List<Future<T>> futures) implements AutoCloseable {
    List<T> join() {
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        try {
          results.add(future.get());
        } catch (ExecutionException e) {
          throw new AssertionError("a worker failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new AssertionError("interrupted while workers run", e);
        }
      }
      return results;
    }

    boolean isDone() {
      return futures.stream().allMatch(Future::isDone);
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
