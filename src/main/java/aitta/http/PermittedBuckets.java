package aitta.http;

import aitta.request.ListEntry;
import aitta.request.ListOutcome;
import aitta.request.ListRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Buckets of a listing that a token may read, and no sign of any other: only rows under its
 * prefixes are ever asked for, one prefix after the other, so that not even where the next page
 * begins is the name of another bucket.
 */
final class PermittedBuckets {
  private final Function<ListRequest, CompletionStage<ListOutcome>> pages;
  private final List<String> prefixes;

  /**
   * @param prefixes in their order, none of which begins with another
   */
  PermittedBuckets(
      Function<ListRequest, CompletionStage<ListOutcome>> pages, List<String> prefixes) {
    this.pages = pages;
    this.prefixes = prefixes;
  }

  CompletionStage<ListOutcome> list(ListRequest request) {
    List<ListRequest> parts = new ArrayList<>();
    for (String prefix : prefixes) {
      ListRequest part = within(prefix, request);
      if (part.to().isEmpty() || part.from().compareTo(part.to()) < 0) {
        parts.add(part);
      }
    }
    long deadlineNanos = System.nanoTime() + request.timeout().toNanos();
    return next(parts, 0, new ArrayList<>(), request.limit(), deadlineNanos);
  }

  private static ListRequest within(String prefix, ListRequest request) {
    String behind = ListQuery.behind(prefix);
    String from = request.from().compareTo(prefix) > 0 ? request.from() : prefix;
    boolean isShorter =
        !behind.isEmpty() && (request.to().isEmpty() || behind.compareTo(request.to()) < 0);
    String to = isShorter ? behind : request.to();
    return with(request, from, to, request.limit(), request.timeout());
  }

  private static ListRequest with(
      ListRequest request, String from, String to, int limit, Duration timeout) {
    return new ListRequest(
        request.show(), from, to, limit, request.maxBytes(), request.latest(), timeout);
  }

  private CompletionStage<ListOutcome> next(
      List<ListRequest> parts, int index, List<ListEntry> found, int limit, long deadlineNanos) {
    if (index == parts.size()) {
      return CompletableFuture.completedFuture(new ListOutcome.Page(found, null));
    }
    ListRequest part = parts.get(index);
    int left = limit - found.size();
    Duration time = Duration.ofNanos(deadlineNanos - System.nanoTime());
    if (left == 0 || time.compareTo(EdgeSettings.MIN_TIMEOUT) < 0) {
      return CompletableFuture.completedFuture(new ListOutcome.Page(found, part.from()));
    }
    return pages
        .apply(with(part, part.from(), part.to(), left, time))
        .thenCompose(
            outcome -> {
              if (!(outcome instanceof ListOutcome.Page page)) {
                return CompletableFuture.completedFuture(outcome);
              }
              found.addAll(page.entries());
              return page.next() == null
                  ? next(parts, index + 1, found, limit, deadlineNanos)
                  : CompletableFuture.completedFuture(new ListOutcome.Page(found, page.next()));
            });
  }
}
