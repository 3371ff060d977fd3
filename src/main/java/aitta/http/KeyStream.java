package aitta.http;

import aitta.request.ListOutcome;
import aitta.request.ListRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * A listing as a stream of lines: page after page, each asked for when the client has taken the one
 * before. Where a page cannot be made it is asked for again for a while; then the stream fails,
 * which cuts the connection, so that what is not complete cannot be taken for it.
 */
final class KeyStream {
  static final String TYPE = "application/x-ndjson";

  private static final ContentType CONTENT_TYPE = ContentTypes.parse(TYPE);
  private static final int ROWS_AT_ONCE = 1000;
  private static final int BYTES_AT_ONCE = 1024 * 1024;
  private static final Duration RETRY_AFTER = Duration.ofMillis(500);

  /** Why the connection is cut; the client does not get to see it. */
  static final class CutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CutException(String why) {
      super(why, null, false, false);
    }
  }

  private final Function<ListRequest, CompletionStage<ListOutcome>> pages;
  private final ListRequest whole;
  private final Duration stall;
  private final LongSupplier clock;

  /**
   * @param whole the listing from its beginning; its limit means nothing
   * @param stall how long it may go on without a line
   */
  KeyStream(
      Function<ListRequest, CompletionStage<ListOutcome>> pages,
      ListRequest whole,
      Duration stall,
      LongSupplier clock) {
    this.pages = pages;
    this.whole = whole;
    this.stall = stall;
    this.clock = clock;
  }

  /** The first page decides whether it begins at all. */
  CompletionStage<HttpResponse> answer() {
    return pages
        .apply(from(whole.from()))
        .thenApply(
            outcome ->
                outcome instanceof ListOutcome.Page first
                    ? Answers.answer(
                        200,
                        Answers.headers(),
                        HttpEntities.createChunked(CONTENT_TYPE, lines(first)))
                    : Problems.answer(ListAnswers.refusal(outcome)));
  }

  private ListRequest from(String row) {
    return new ListRequest(
        whole.show(),
        row,
        whole.to(),
        ROWS_AT_ONCE,
        BYTES_AT_ONCE,
        whole.latest(),
        whole.timeout());
  }

  private Source<ByteString, NotUsed> lines(ListOutcome.Page first) {
    Source<ListOutcome.Page, NotUsed> rest =
        first.next() == null
            ? Source.empty()
            : Source.unfoldAsync(
                first.next(),
                row ->
                    row.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : page(row, System.nanoTime())
                            .thenApply(page -> Optional.of(Pair.create(next(page), page))));
    return Source.single(first)
        .concat(rest)
        .map(page -> ListAnswers.lines(page, whole.show(), clock.getAsLong()))
        .filter(lines -> !lines.isEmpty())
        .backpressureTimeout(stall);
  }

  /** No row has an empty name, so that one stands for the end. */
  private static String next(ListOutcome.Page page) {
    return page.next() == null ? "" : page.next();
  }

  private CompletionStage<ListOutcome.Page> page(String row, long sinceNanos) {
    return pages
        .apply(from(row))
        .thenCompose(
            outcome -> {
              if (outcome instanceof ListOutcome.Page page) {
                return CompletableFuture.completedFuture(page);
              }
              if (System.nanoTime() - sinceNanos > stall.toNanos()) {
                return CompletableFuture.failedFuture(
                    new CutException("a listing was cut: " + outcome));
              }
              return CompletableFuture.supplyAsync(
                      () -> row,
                      CompletableFuture.delayedExecutor(
                          RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS))
                  .thenCompose(again -> page(again, sinceNanos));
            });
  }
}
