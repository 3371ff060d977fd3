package aitta.client;

import aitta.api.BucketDocument;
import aitta.api.BucketPage;
import aitta.api.DeletionReport;
import aitta.api.Json;
import aitta.client.HttpCall.Repeat;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What {@link Buckets} does, without waiting. */
public final class AsyncBuckets {
  /** A change has to be safe in the cluster, for which a node takes up to 10 s. */
  private static final Duration CHANGE = Duration.ofSeconds(10);

  /** A node may have to ask others for what it reports. */
  private static final Duration REPORT = Duration.ofSeconds(5);

  private final Dispatcher dispatcher;

  AsyncBuckets(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /**
   * Some of the buckets' names.
   *
   * @param prefix that they begin with; null for any
   * @param cursor {@code next} of the page before; null for the first
   * @param limit names at most, 1 to 10,000
   */
  public CompletionStage<BucketPage> page(String prefix, String cursor, int limit) {
    Target target =
        Target.at("/v1/buckets").with("prefix", prefix).with("cursor", cursor).with("limit", limit);
    HttpCall call = HttpCall.read(target.toString());
    return dispatcher.send(call).thenApply(reply -> Answers.json(call, reply, BucketPage.class));
  }

  /** The properties of a bucket: the defaults, if it was never used. */
  public CompletionStage<BucketDocument> properties(String bucket) {
    return document(HttpCall.read(Target.bucket(bucket).toString()));
  }

  /** Changes some of them, and tells all. Reaches every reachable node within 5 s. */
  public CompletionStage<BucketDocument> change(String bucket, BucketChange change) {
    return document(
        HttpCall.change("PUT", Target.bucket(bucket).toString(), Repeat.HARMLESS)
            .patient(CHANGE)
            .with("Content-Type", "application/json")
            .with(Json.bytes(change.properties())));
  }

  /** Puts the defaults back. The keys stay. */
  public CompletionStage<Void> reset(String bucket) {
    return accepted(
        HttpCall.change("DELETE", Target.bucket(bucket).toString(), Repeat.HARMLESS)
            .patient(CHANGE));
  }

  /**
   * One page of the keys, in byte order. It may lag writes by a few seconds.
   *
   * @param cursor {@link ListingPage#next} of the page before; null for the first
   */
  public CompletionStage<ListingPage> keys(String bucket, ListOptions options, String cursor) {
    HttpCall call = options.call(bucket, cursor);
    return dispatcher.send(call).thenApply(reply -> ListingPage.of(bucket, call, reply));
  }

  /** Reads of it wait, so it is for {@link Buckets} alone. */
  Scan scan(String bucket, ListOptions options) {
    return new Scan(dispatcher, bucket, options);
  }

  /**
   * Begins to delete all keys that begin so, in the background.
   *
   * @param prefix null for all keys
   * @return where its progress is told; null where the cluster does not say
   */
  public CompletionStage<String> deleteKeys(String bucket, byte[] prefix) {
    Target target = Target.bucket(bucket).then("/keys").with("prefix", prefix);
    HttpCall call = HttpCall.change("DELETE", target.toString(), Repeat.HARMLESS);
    return dispatcher
        .send(call)
        .thenApply(
            reply -> {
              Answers.expect(call, reply, 202);
              return reply.header("Location");
            });
  }

  /**
   * How far a deletion has come.
   *
   * @param place as {@link #deleteKeys} gave it
   */
  public CompletionStage<DeletionReport> deletion(String place) {
    if (!place.startsWith("/v1/")) {
      throw new IllegalArgumentException("'" + place + "' is no place of a deletion");
    }
    HttpCall call = HttpCall.read(place).patient(REPORT);
    return dispatcher
        .send(call)
        .thenApply(reply -> Answers.json(call, reply, DeletionReport.class));
  }

  private CompletionStage<BucketDocument> document(HttpCall call) {
    return dispatcher
        .send(call)
        .thenApply(reply -> Answers.json(call, reply, BucketDocument.class));
  }

  private CompletionStage<Void> accepted(HttpCall call) {
    return dispatcher.send(call).thenAccept(reply -> Answers.expect(call, reply, 204));
  }
}
