package aitta.http;

import aitta.model.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code /v1/cluster}, {@code /v1/cluster/ring}, {@code /v1/cluster/locate}, {@code
 * /v1/cluster/repair}: reports, and what can be asked of the cluster as a whole.
 */
final class ClusterRoutes {
  static final List<String> METHODS = List.of("GET", "HEAD");
  static final List<String> METHODS_OF_REPAIR = List.of("GET", "HEAD", "POST");
  private static final List<String> OF_REPAIR = List.of("range", "accept-loss");
  private static final List<String> OF_LOCATE = List.of("bucket", "key");
  private static final int ALL_RANGES = -1;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Backend backend;
  private final Work work;

  ClusterRoutes(Backend backend, Work work) {
    this.backend = backend;
    this.work = work;
  }

  CompletionStage<HttpResponse> cluster(Call call) throws Refusal {
    call.query(List.of());
    return report(backend::cluster);
  }

  CompletionStage<HttpResponse> ring(Call call) throws Refusal {
    call.query(List.of());
    return report(backend::ring);
  }

  CompletionStage<HttpResponse> locate(Call call) throws Refusal {
    Query query = call.query(OF_LOCATE);
    String bucket = query.required("bucket");
    Key key = ObjectRoutes.key(bucket, PercentText.bytes(query.required("key")));
    return report(() -> backend.locate(key));
  }

  CompletionStage<HttpResponse> repair(Call call) throws Refusal {
    if (call.isRead()) {
      call.query(List.of());
      return report(backend::repairs);
    }
    Query query = call.query(OF_REPAIR);
    int range = query.number("range", 0, backend.ranges() - 1, ALL_RANGES);
    boolean acceptLoss = query.flag("accept-loss", false);
    return work.run(
        TIMEOUT,
        () -> backend.repair(range, acceptLoss),
        reply -> Answers.of(reply, begun -> Answers.empty(202, Answers.headers())));
  }

  private <T> CompletionStage<HttpResponse> report(Supplier<CompletionStage<Reply<T>>> question) {
    return work.run(
        TIMEOUT,
        question,
        reply -> Answers.of(reply, report -> Answers.json(200, Answers.headers(), report)));
  }
}
