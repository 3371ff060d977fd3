package aitta.client;

import aitta.model.Key;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The loop of compare and set: read, change, write only if nobody has written in between. */
final class Exchange {
  private static final int MOST_ROUNDS = 32;
  private static final long LONGEST_PAUSE_MILLIS = 100;

  private final AsyncAittaClient client;
  private final Key key;
  private final Function<List<Value>, Value> change;

  Exchange(AsyncAittaClient client, Key key, Function<List<Value>, Value> change) {
    this.client = client;
    this.key = key;
    this.change = change;
  }

  CompletionStage<Written> run() {
    return round(1);
  }

  private CompletionStage<Written> round(int number) {
    return client
        .get(key, ReadOptions.DEFAULT.strictly())
        .thenCompose(
            found -> {
              Value next = change.apply(found.values());
              if (next == null) {
                return CompletableFuture.completedFuture(new Written(etag(found), found.context()));
              }
              return Stages.composed(
                  client.put(key, next, condition(found)),
                  CompletableFuture::completedFuture,
                  failure -> after(failure, number));
            });
  }

  /** A lost race means that another writer got on; a short pause of random length parts the two. */
  private CompletionStage<Written> after(Throwable failure, int number) {
    if (!(failure instanceof PreconditionFailedException) || number >= MOST_ROUNDS) {
      return CompletableFuture.failedFuture(failure);
    }
    long bound = Math.min(LONGEST_PAUSE_MILLIS, 4L * number);
    long pause = ThreadLocalRandom.current().nextLong(bound + 1);
    return CompletableFuture.supplyAsync(
            () -> number, CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS))
        .thenCompose(done -> round(number + 1));
  }

  private static WriteOptions condition(ReadResult found) {
    String etag = etag(found);
    return etag == null ? WriteOptions.DEFAULT.ifAbsent() : WriteOptions.DEFAULT.ifMatch(etag);
  }

  private static String etag(ReadResult found) {
    if (found instanceof ReadResult.Found one) {
      return one.version().etag();
    }
    return found instanceof ReadResult.Siblings several ? several.etag() : null;
  }
}
