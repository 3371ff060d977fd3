package aitta.http;

import aitta.api.DeletionReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * {@code DELETE /v1/buckets/{bucket}/keys?prefix=}, and {@code
 * /v1/buckets/{bucket}/deletions/{id}}, where its progress is told.
 */
final class DeletionRoutes {
  static final List<String> METHODS = List.of("GET", "HEAD");
  private static final List<String> OF_START = List.of("prefix");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Backend backend;
  private final EdgeSettings settings;
  private final Work work;

  DeletionRoutes(Backend backend, EdgeSettings settings, Work work) {
    this.backend = backend;
    this.settings = settings;
    this.work = work;
  }

  /**
   * @param encoded the bucket's name, still percent-encoded
   */
  CompletionStage<HttpResponse> start(Call call, String encoded) throws Refusal {
    String bucket = BucketRoutes.name(encoded);
    Query query = call.query(OF_START);
    ListQuery keys = ListQuery.ofKeys(bucket, query, settings);
    String prefix = query.text("prefix") == null ? "" : query.text("prefix");
    DeletionReport begun = backend.startDeletion(bucket, prefix, keys.to());
    if (begun == null) {
      throw Load.overloaded("this node has as many deletions at work as it takes");
    }
    List<HttpHeader> headers = Answers.headers();
    headers.add(RawHeader.create("Location", "/v1/buckets/" + bucket + "/deletions/" + begun.id()));
    return CompletableFuture.completedFuture(Answers.json(202, headers, begun));
  }

  /**
   * @param encoded the bucket's name, still percent-encoded, as is {@code id}
   */
  CompletionStage<HttpResponse> report(Call call, String encoded, String id) throws Refusal {
    String bucket = BucketRoutes.name(encoded);
    call.query(List.of());
    return work.run(
        TIMEOUT,
        () -> backend.deletion(id),
        reply -> Answers.of(reply, report -> shown(bucket, id, report)));
  }

  private static HttpResponse shown(String bucket, String id, DeletionReport report) {
    if (report == null || !report.bucket().equals(bucket)) {
      return Problems.answer(
          Problems.notFound(
              "no deletion of bucket "
                  + bucket
                  + " is known as "
                  + id
                  + "; a node that was stopped has forgotten those that it had begun"));
    }
    return Answers.json(200, Answers.headers(), report);
  }
}
