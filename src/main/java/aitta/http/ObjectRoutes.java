package aitta.http;

import aitta.bucket.BucketProperties;
import aitta.model.Key;
import aitta.quorum.Level;
import aitta.request.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/buckets/{bucket}/keys/{key}}: reads requests on one key. */
final class ObjectRoutes {
  static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "POST", "DELETE");
  private static final List<String> OF_READ =
      List.of("r", "timeout", "strict", "sibling", "explain");
  private static final List<String> OF_EXPLAIN = List.of("explain", "timeout");
  private static final List<String> OF_WRITE = List.of("w", "timeout", "strict", "return", "ttl");
  private static final List<String> OF_DELETE = List.of("w", "timeout", "strict");

  private final Backend backend;
  private final EdgeSettings settings;
  private final Load load;
  private final Bodies bodies;
  private final Work work;
  private final LongSupplier clock;

  /**
   * @param clock wall clock, ms since 1970
   */
  ObjectRoutes(
      Backend backend,
      EdgeSettings settings,
      Load load,
      Bodies bodies,
      Work work,
      LongSupplier clock) {
    this.backend = backend;
    this.settings = settings;
    this.load = load;
    this.bodies = bodies;
    this.work = work;
    this.clock = clock;
  }

  /**
   * @param bucket still percent-encoded, as is {@code name}
   */
  CompletionStage<HttpResponse> answer(Call call, String bucket, String name) throws Refusal {
    Key key = key(BucketRoutes.name(bucket), PercentText.decodePath(name));
    if (call.isRead()) {
      return read(call, key);
    }
    return call.method().equals("DELETE") ? delete(call, key) : write(call, key);
  }

  private CompletionStage<HttpResponse> read(Call call, Key key) throws Refusal {
    Query query = call.query(OF_READ);
    if (query.flag("explain", false)) {
      return explain(call, key);
    }
    BucketProperties bucket = backend.properties(key.bucket());
    Request.Read read =
        new Request.Read(
            key,
            query.level("r", settings.replicas(), bucket.r()),
            query.flag("strict", bucket.strict()),
            query.timeout(settings.defaultTimeout()));
    ReadConditions conditions = ReadConditions.of(call);
    ObjectAnswers answers = new ObjectAnswers(key, bucket.latest(), backend.tokens(), clock);
    String sibling = query.etag("sibling");
    return work.run(
        read.timeout(),
        () -> backend.submit(read, call.beginStory()),
        outcome ->
            sibling == null
                ? answers.toRead(outcome, conditions, call.accept())
                : answers.toSibling(outcome, sibling, conditions));
  }

  private CompletionStage<HttpResponse> explain(Call call, Key key) throws Refusal {
    Duration timeout = call.query(OF_EXPLAIN).timeout(settings.defaultTimeout());
    return work.run(
        timeout,
        () -> backend.explain(key, timeout),
        reply -> Answers.of(reply, report -> Answers.json(200, Answers.headers(), report)));
  }

  private CompletionStage<HttpResponse> delete(Call call, Key key) throws Refusal {
    Query query = call.query(OF_DELETE);
    BucketProperties bucket = backend.properties(key.bucket());
    Request.Write write =
        request(key, query, bucket, WriteConditions.of(call, key, backend.tokens()));
    ObjectAnswers answers = new ObjectAnswers(key, bucket.latest(), backend.tokens(), clock);
    return work.run(
        write.timeout(), () -> backend.submit(write, call.beginStory()), answers::toDelete);
  }

  private CompletionStage<HttpResponse> write(Call call, Key key) throws Refusal {
    Query query = call.query(OF_WRITE);
    BucketProperties bucket = backend.properties(key.bucket());
    boolean wantsBody = query.word("return", "body");
    Duration ttl =
        query.duration("ttl", BucketProperties.MIN_TTL, BucketProperties.MAX_TTL, bucket.ttl());
    String type = ContentTypeText.of(call);
    String encoding = ContentTypeText.encoding(call);
    Request.Write bare =
        request(key, query, bucket, WriteConditions.of(call, key, backend.tokens()));
    ObjectAnswers answers = new ObjectAnswers(key, bucket.latest(), backend.tokens(), clock);
    load.checkRoom();
    return bodies.with(
        call,
        settings.maxValueBytes(),
        value -> {
          long expires = ttl == null ? 0 : clock.getAsLong() + ttl.toMillis();
          Request.Write write =
              withContent(bare, new Request.Content(value, type, encoding, expires));
          return work.run(
              write.timeout(),
              () -> backend.submit(write, call.beginStory()),
              outcome -> answers.toWrite(outcome, wantsBody, call.accept()));
        });
  }

  /** A delete; with content added, a write. */
  private Request.Write request(
      Key key, Query query, BucketProperties bucket, WriteConditions conditions) throws Refusal {
    Level w = query.level("w", settings.replicas(), bucket.w());
    return new Request.Write(
        key,
        null,
        conditions.supersedes(),
        conditions.precondition(),
        w,
        query.flag("strict", bucket.strict()),
        bucket.latest(),
        query.timeout(settings.defaultTimeout()));
  }

  private static Request.Write withContent(Request.Write bare, Request.Content content) {
    return new Request.Write(
        bare.key(),
        content,
        bare.supersedes(),
        bare.precondition(),
        bare.w(),
        bare.strict(),
        bare.latest(),
        bare.timeout());
  }

  /** The key of these bytes, or a refusal that says which rule they break. */
  static Key key(String bucket, byte[] name) throws Refusal {
    try {
      return new Key(bucket, name);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(e.getMessage());
    }
  }
}
