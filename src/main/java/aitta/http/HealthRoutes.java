package aitta.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /health/live} and {@code /health/ready}. Answered whatever the load. */
final class HealthRoutes {
  static final List<String> METHODS = List.of("GET", "HEAD");

  private final Backend backend;

  HealthRoutes(Backend backend) {
    this.backend = backend;
  }

  CompletionStage<HttpResponse> live(Call call) {
    return ok("live");
  }

  CompletionStage<HttpResponse> ready(Call call) throws Refusal {
    String reason = backend.notReadyBecause();
    if (reason != null) {
      throw Problems.notReady(reason);
    }
    return ok("ready");
  }

  private static CompletionStage<HttpResponse> ok(String status) {
    return CompletableFuture.completedFuture(
        Answers.json(200, Answers.headers(), Map.of("status", status)));
  }
}
