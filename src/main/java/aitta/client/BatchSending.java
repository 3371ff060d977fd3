package aitta.client;

import aitta.api.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A batch on its way: operations that failed, and may be tried again, are sent once more. */
final class BatchSending {
  private static final int MOST_ROUNDS = 8;

  private final Dispatcher dispatcher;
  private final List<BatchOperation> operations;
  private final BatchOptions options;
  private final BatchResult[] results;
  private final long startNanos = System.nanoTime();

  BatchSending(Dispatcher dispatcher, List<BatchOperation> operations, BatchOptions options) {
    this.dispatcher = dispatcher;
    this.operations = List.copyOf(operations);
    this.options = options;
    this.results = new BatchResult[operations.size()];
  }

  /** Results in the order of the operations. */
  CompletionStage<List<BatchResult>> run() {
    if (operations.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    List<Integer> all = new ArrayList<>(operations.size());
    for (int i = 0; i < operations.size(); i++) {
      all.add(i);
    }
    return round(all, 0);
  }

  private CompletionStage<List<BatchResult>> round(List<Integer> open, int round) {
    List<BatchOperation> sent = open.stream().map(operations::get).toList();
    HttpCall call = Batches.call(sent, options);
    return dispatcher
        .send(call, left())
        .thenCompose(
            reply -> {
              List<BatchResult> answered = Batches.results(call, reply, sent);
              for (int i = 0; i < open.size(); i++) {
                results[open.get(i)] = answered.get(i);
              }
              List<Integer> again = open.stream().filter(this::maySendAgain).toList();
              Duration pause = Retries.pause(round, null, ThreadLocalRandom.current());
              boolean over =
                  again.isEmpty() || round >= MOST_ROUNDS || pause.compareTo(left()) >= 0;
              if (over) {
                return CompletableFuture.completedFuture(List.copyOf(Arrays.asList(results)));
              }
              return CompletableFuture.supplyAsync(
                      () -> again,
                      CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS))
                  .thenCompose(ready -> round(ready, round + 1));
            });
  }

  private boolean maySendAgain(int index) {
    if (!(results[index] instanceof BatchResult.Failed failed)) {
      return false;
    }
    ProblemType type = failed.problem().type().orElse(null);
    boolean notDone = type == ProblemType.OVERLOADED || type == ProblemType.NOT_READY;
    boolean open = type == ProblemType.QUORUM_NOT_MET;
    return notDone || open && Batches.isRepeatable(operations.get(index));
  }

  private Duration left() {
    Duration left = dispatcher.deadline().minusNanos(System.nanoTime() - startNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
