package aitta.http;

import aitta.api.Problem;
import aitta.api.ProblemType;
import aitta.request.ListOutcome;
import aitta.request.ListRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/buckets} and {@code /v1/buckets/{bucket}/keys}: what there is, in byte order. */
final class ListRoutes {
  static final List<String> OF_BUCKETS_METHODS = List.of("GET", "HEAD");
  static final List<String> OF_KEYS_METHODS = List.of("GET", "HEAD", "DELETE");
  private static final List<String> OF_BUCKETS =
      List.of("prefix", "after", "cursor", "limit", "timeout");
  private static final List<String> OF_KEYS =
      List.of("prefix", "after", "cursor", "limit", "include", "timeout");

  private final Backend backend;
  private final EdgeSettings settings;
  private final Work work;
  private final LongSupplier clock;

  /**
   * @param clock wall clock, ms since 1970
   */
  ListRoutes(Backend backend, EdgeSettings settings, Work work, LongSupplier clock) {
    this.backend = backend;
    this.settings = settings;
    this.work = work;
    this.clock = clock;
  }

  CompletionStage<HttpResponse> buckets(Call call) throws Refusal {
    ListQuery query = ListQuery.ofBuckets(call.query(OF_BUCKETS), settings);
    if (!MediaRanges.takeJson(call.accept())) {
      throw notAcceptable("application/json");
    }
    ListRequest request = query.page(ListRequest.Show.BUCKETS, false);
    List<String> prefixes = call.principal().readable();
    return work.run(
        request.timeout(),
        () -> new PermittedBuckets(backend::list, prefixes).list(request),
        ListAnswers::buckets);
  }

  /**
   * @param encoded the bucket's name, still percent-encoded
   */
  CompletionStage<HttpResponse> keys(Call call, String encoded) throws Refusal {
    String bucket = BucketRoutes.name(encoded);
    Query parameters = call.query(OF_KEYS);
    ListQuery query = ListQuery.ofKeys(bucket, parameters, settings);
    ListRequest request = query.page(show(parameters), backend.properties(bucket).latest());
    double json = MediaRanges.weight(call.accept(), MediaRanges.JSON);
    double lines = MediaRanges.weight(call.accept(), KeyStream.TYPE);
    if (json <= 0 && lines <= 0) {
      throw notAcceptable("application/json or " + KeyStream.TYPE);
    }
    if (lines <= json) {
      return list(
          query, request, outcome -> ListAnswers.keys(outcome, request.show(), clock.getAsLong()));
    }
    if (parameters.text("limit") != null) {
      throw Refusal.invalid("parameter 'limit' means nothing for a stream: it has every key");
    }
    Function<ListRequest, CompletionStage<ListOutcome>> pages =
        query.isEmpty() ? nothing -> emptyPage() : this::page;
    return new KeyStream(pages, request, settings.streamStall(), clock).answer();
  }

  private static ListRequest.Show show(Query parameters) throws Refusal {
    String include = parameters.choice("include", List.of("meta", "value"));
    if (include == null) {
      return ListRequest.Show.KEYS;
    }
    return include.equals("meta") ? ListRequest.Show.META : ListRequest.Show.VALUES;
  }

  private CompletionStage<HttpResponse> list(
      ListQuery query, ListRequest request, Function<ListOutcome, HttpResponse> answer) {
    Duration timeout = request.timeout();
    return work.run(timeout, () -> query.isEmpty() ? emptyPage() : backend.list(request), answer);
  }

  private CompletionStage<ListOutcome> page(ListRequest request) {
    return work.ask(request.timeout(), () -> backend.list(request), Function.identity());
  }

  private static CompletionStage<ListOutcome> emptyPage() {
    return CompletableFuture.completedFuture(new ListOutcome.Page(List.of(), null));
  }

  private static Refusal notAcceptable(String forms) {
    return new Refusal(Problem.of(ProblemType.NOT_ACCEPTABLE, "a listing can be sent as " + forms));
  }
}
