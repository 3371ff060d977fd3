package aitta.cli.transfer;

import aitta.api.KeyText;
import aitta.api.ProblemType;
import aitta.client.AittaException;
import aitta.client.AsyncAittaClient;
import aitta.client.BatchOperation;
import aitta.client.BatchResult;
import aitta.client.ReadResult;
import aitta.client.RefusedException;
import aitta.model.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Reads many keys at once. */
final class Reading {
  private Reading() {}

  /**
   * What is stored under each key, in their order. Where they are too much for one answer, they are
   * read one by one.
   *
   * @return fails with a {@link TransferException}, or an {@link AittaException} of no one key
   */
  static CompletionStage<List<ReadResult>> of(AsyncAittaClient client, List<Key> keys) {
    if (keys.size() == 1) {
      return client.get(keys.get(0)).thenApply(List::of);
    }
    List<BatchOperation> gets = keys.stream().map(BatchOperation::get).toList();
    return client
        .batch(gets)
        .handle(
            (results, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedFuture(results(keys, results));
              }
              return isTooLarge(failure)
                  ? oneByOne(client, keys)
                  : CompletableFuture.<List<ReadResult>>failedFuture(failure);
            })
        .thenCompose(next -> next);
  }

  private static List<ReadResult> results(List<Key> keys, List<BatchResult> results) {
    List<ReadResult> found = new ArrayList<>(keys.size());
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof BatchResult.Failed failed) {
        throw new TransferException(KeyText.encode(keys.get(i).name()), failed.problem());
      }
      found.add(((BatchResult.Read) results.get(i)).result());
    }
    return found;
  }

  private static boolean isTooLarge(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RefusedException refused
        && refused.type().orElse(null) == ProblemType.VALUE_TOO_LARGE;
  }

  private static CompletableFuture<List<ReadResult>> oneByOne(
      AsyncAittaClient client, List<Key> keys) {
    CompletableFuture<List<ReadResult>> all =
        CompletableFuture.completedFuture(new ArrayList<>(keys.size()));
    for (Key key : keys) {
      all =
          all.thenCompose(
              found ->
                  client
                      .get(key)
                      .thenApply(
                          result -> {
                            found.add(result);
                            return found;
                          }));
    }
    return all;
  }
}
