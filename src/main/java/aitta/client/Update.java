package aitta.client;

import aitta.api.ProblemType;
import aitta.model.Key;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The loop of read, merge and write, Dynamo (SOSP 2007), section 4.4. A write goes after what was
 * read, so it loses nothing that was written in between: that stands beside it then, and the loop
 * merges once more.
 */
final class Update {
  /** Where writers are that many and that fast, the last sibling is left to the next reader. */
  private static final int MOST_ROUNDS = 8;

  private final AsyncAittaClient client;
  private final Key key;
  private final Function<List<Value>, Value> merge;
  private final ReadOptions read;
  private final WriteOptions write;

  Update(
      AsyncAittaClient client,
      Key key,
      Function<List<Value>, Value> merge,
      ReadOptions read,
      WriteOptions write) {
    this.client = client;
    this.key = key;
    this.merge = merge;
    this.read = read;
    this.write = write;
  }

  CompletionStage<ReadResult> run() {
    return start(1);
  }

  private CompletionStage<ReadResult> start(int round) {
    return client.get(key, read).thenCompose(found -> write(found, round));
  }

  private CompletionStage<ReadResult> write(ReadResult found, int round) {
    Value merged = merge.apply(found.values());
    if (merged == null) {
      return CompletableFuture.completedFuture(found);
    }
    CompletionStage<ReadResult> written = client.putAndGet(key, merged, write.after(found));
    return Stages.composed(
        written,
        now -> {
          boolean again = now instanceof ReadResult.Siblings && round < MOST_ROUNDS;
          return again ? write(now, round + 1) : CompletableFuture.completedFuture(now);
        },
        failure -> {
          // What was read is far behind what others have written since: look again.
          boolean behind =
              failure instanceof RefusedException refused
                  && refused.type().orElse(null) == ProblemType.TOO_MANY_SIBLINGS;
          return behind && round < MOST_ROUNDS
              ? start(round + 1)
              : CompletableFuture.failedFuture(failure);
        });
  }
}
