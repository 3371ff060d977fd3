package aitta.listing;

import aitta.bucket.BucketProperties;
import aitta.model.Key;
import aitta.request.ListEntry;
import aitta.request.ListOutcome;
import aitta.request.ListRequest;
import aitta.request.Outcome;
import aitta.request.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Deletes all keys of a bucket that begin with a prefix: lists them page by page, and writes a
 * tombstone over each by the rule of a plain delete. What fails is tried again for a while.
 *
 * <p>A listing may lag, so the whole is listed again until nothing is found any more, or three
 * times where others go on writing. A key that was written after the deletion began may be gone or
 * not.
 */
final class Deletion {
  /** How it does its work: as any client would. */
  record Tools(
      Function<ListRequest, CompletionStage<ListOutcome>> pages,
      Function<Request, CompletionStage<Outcome>> submit,
      Function<String, BucketProperties> properties,
      Duration retryAfter,
      Duration patience) {}

  private static final int PAGE = 500;
  private static final int AT_ONCE = 16;
  private static final int MAX_PASSES = 3;
  private static final int MAX_BYTES = 1024 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Tools tools;
  private final String bucket;
  private final String from;
  private final String to;
  private final AtomicLong deleted = new AtomicLong();
  private volatile long progressNanos = System.nanoTime();
  private volatile String holdup;

  /**
   * @param from first row, a character for each byte
   * @param to first row behind
   */
  Deletion(Tools tools, String bucket, String from, String to) {
    this.tools = tools;
    this.bucket = bucket;
    this.from = from;
    this.to = to;
  }

  /** Keys deleted so far. */
  long deleted() {
    return deleted.get();
  }

  /** What went wrong last, and is tried again; null where nothing has. */
  String holdup() {
    return holdup;
  }

  /**
   * @return fails with an {@link IllegalStateException} where there was no progress for too long
   */
  CompletionStage<Void> run() {
    return pass(1);
  }

  private CompletionStage<Void> pass(int number) {
    long before = deleted.get();
    return page(from)
        .thenCompose(
            done ->
                deleted.get() == before || number == MAX_PASSES
                    ? CompletableFuture.completedFuture(null)
                    : pass(number + 1));
  }

  private CompletionStage<Void> page(String row) {
    boolean latest = tools.properties().apply(bucket).latest();
    ListRequest request =
        new ListRequest(ListRequest.Show.KEYS, row, to, PAGE, MAX_BYTES, latest, TIMEOUT);
    return tools
        .pages()
        .apply(request)
        .thenCompose(
            outcome -> {
              if (!(outcome instanceof ListOutcome.Page page)) {
                return again(outcome.toString(), () -> page(row));
              }
              progress();
              CompletionStage<Void> all = deleteAll(page.entries());
              return page.next() == null ? all : all.thenCompose(done -> page(page.next()));
            });
  }

  /** Some at a time: each of so many lanes takes every so-manieth key. */
  private CompletionStage<Void> deleteAll(List<ListEntry> entries) {
    List<CompletableFuture<Void>> lanes = new ArrayList<>();
    for (int lane = 0; lane < Math.min(AT_ONCE, entries.size()); lane++) {
      CompletionStage<Void> chain = CompletableFuture.completedFuture(null);
      for (int i = lane; i < entries.size(); i += AT_ONCE) {
        Key key = keyOf(entries.get(i));
        chain = chain.thenCompose(done -> delete(key));
      }
      lanes.add(chain.toCompletableFuture());
    }
    return CompletableFuture.allOf(lanes.toArray(CompletableFuture[]::new));
  }

  private Key keyOf(ListEntry entry) {
    String name = entry.name().substring(bucket.length() + 1);
    return new Key(bucket, name.getBytes(StandardCharsets.ISO_8859_1));
  }

  private CompletionStage<Void> delete(Key key) {
    BucketProperties properties = tools.properties().apply(bucket);
    Request.Write write =
        new Request.Write(
            key,
            null,
            Request.Supersedes.AllKnown.INSTANCE,
            null,
            properties.w(),
            properties.strict(),
            properties.latest(),
            TIMEOUT);
    return tools
        .submit()
        .apply(write)
        .thenCompose(
            outcome -> {
              if (outcome instanceof Outcome.WriteDone) {
                deleted.incrementAndGet();
                progress();
                return CompletableFuture.completedFuture(null);
              }
              return again("key " + key + ": " + outcome, () -> delete(key));
            });
  }

  private void progress() {
    progressNanos = System.nanoTime();
    holdup = null;
  }

  private CompletionStage<Void> again(String why, Supplier<CompletionStage<Void>> step) {
    holdup = why;
    if (System.nanoTime() - progressNanos > tools.patience().toNanos()) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("no progress for " + tools.patience() + "; at last " + why));
    }
    return CompletableFuture.supplyAsync(
            step,
            CompletableFuture.delayedExecutor(tools.retryAfter().toMillis(), TimeUnit.MILLISECONDS))
        .thenCompose(Function.identity());
  }
}
