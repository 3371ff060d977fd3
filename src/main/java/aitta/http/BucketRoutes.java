package aitta.http;

import aitta.bucket.BucketProperties;
import aitta.model.Key;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/buckets/{bucket}}: its properties. */
final class BucketRoutes {
  static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "DELETE");

  /** Longest body taken, in bytes: some hundred times what is needed. */
  private static final int MAX_BODY = 64 * 1024;

  /** How long a change may take to be safe in the cluster. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Backend backend;
  private final EdgeSettings settings;
  private final Bodies bodies;
  private final Work work;

  BucketRoutes(Backend backend, EdgeSettings settings, Bodies bodies, Work work) {
    this.backend = backend;
    this.settings = settings;
    this.bodies = bodies;
    this.work = work;
  }

  /**
   * @param encoded the bucket's name, still percent-encoded
   */
  CompletionStage<HttpResponse> answer(Call call, String encoded) throws Refusal {
    String bucket = name(encoded);
    call.query(List.of());
    if (call.isRead()) {
      return CompletableFuture.completedFuture(shown(backend.properties(bucket)));
    }
    if (call.method().equals("DELETE")) {
      return change(
          bucket,
          now -> BucketProperties.DEFAULT,
          properties -> Answers.empty(204, Answers.headers()));
    }
    JsonBodies.checkType(call);
    return bodies.with(
        call,
        MAX_BODY,
        bytes -> {
          try {
            BucketChange wanted = BucketChange.parse(JsonBodies.object(bytes), settings.replicas());
            return change(bucket, wanted::apply, BucketRoutes::shown);
          } catch (Refusal refusal) {
            return CompletableFuture.failedStage(refusal);
          }
        });
  }

  private CompletionStage<HttpResponse> change(
      String bucket,
      UnaryOperator<BucketProperties> change,
      Function<BucketProperties, HttpResponse> answer) {
    return work.run(
        TIMEOUT,
        () -> backend.changeProperties(bucket, change),
        reply -> Answers.of(reply, answer));
  }

  private static HttpResponse shown(BucketProperties properties) {
    return Answers.json(200, Answers.headers(), BucketChange.document(properties));
  }

  /** The bucket's name in the clear, or a refusal that says the rule. */
  static String name(String encoded) throws Refusal {
    String bucket = new String(PercentText.decodePath(encoded), StandardCharsets.ISO_8859_1);
    if (!Key.isLegalBucket(bucket)) {
      throw Refusal.invalid(
          "bucket '"
              + encoded
              + "' must be 1 to 128 characters of A-Z a-z 0-9 . _ - and not start with a dot");
    }
    return bucket;
  }
}
