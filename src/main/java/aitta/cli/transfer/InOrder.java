package aitta.cli.transfer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A few things at the same time, whose results are used one after the other, in their order. */
final class InOrder<T> {
  /** What to do with a result; may fail, as writing to a disk does. */
  interface Use<T> {
    void accept(T result) throws IOException;
  }

  private final int most;
  private final Use<T> use;
  private final Deque<CompletionStage<T>> underWay = new ArrayDeque<>();

  InOrder(int most, Use<T> use) {
    this.most = most;
    this.use = use;
  }

  /** Waits for the oldest before there are too many. */
  void add(CompletionStage<T> stage) throws IOException {
    underWay.add(stage);
    while (underWay.size() >= most) {
      useOldest();
    }
  }

  void drain() throws IOException {
    while (!underWay.isEmpty()) {
      useOldest();
    }
  }

  private void useOldest() throws IOException {
    T result;
    try {
      result = underWay.poll().toCompletableFuture().join(); // ends by the client's deadline
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
    use.accept(result);
  }
}
