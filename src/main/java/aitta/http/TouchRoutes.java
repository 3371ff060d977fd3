package aitta.http;

import aitta.api.Problem;
import aitta.api.ProblemType;
import aitta.bucket.BucketProperties;
import aitta.model.Key;
import aitta.quorum.Level;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.version.Precondition;
import aitta.version.Siblings;
import aitta.version.Version;
import aitta.version.View;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code POST /v1/buckets/{bucket}/keys/{key}/touch}: a new time to live for the present version.
 *
 * <p>A touch is a read, then a write of the same value on the condition that the version read is
 * still the present one. As a plain overwrite it would bring an old value back over one written
 * meanwhile; with the context of the read, two touches at once would leave two versions, and a
 * session that is touched by every request is touched twice at once all the time. As a conditional
 * write touches of a key take turns. One that finds another version there begins again with that
 * one: the version that is present when it has its turn is the one that it touches.
 */
final class TouchRoutes {
  static final List<String> METHODS = List.of("POST");
  static final List<String> PARAMETERS = List.of("ttl", "timeout");

  /** Each time another write won. */
  private static final int MAX_ATTEMPTS = 16;

  private final Backend backend;
  private final EdgeSettings settings;
  private final Work work;
  private final LongSupplier clock;

  /**
   * @param clock wall clock, ms since 1970
   */
  TouchRoutes(Backend backend, EdgeSettings settings, Work work, LongSupplier clock) {
    this.backend = backend;
    this.settings = settings;
    this.work = work;
    this.clock = clock;
  }

  /**
   * @param bucket still percent-encoded, as is {@code name}
   */
  CompletionStage<HttpResponse> answer(Call call, String bucket, String name) throws Refusal {
    Key key = ObjectRoutes.key(BucketRoutes.name(bucket), PercentText.decodePath(name));
    Query query = call.query(PARAMETERS);
    BucketProperties properties = backend.properties(key.bucket());
    Duration ttl =
        query.duration("ttl", BucketProperties.MIN_TTL, BucketProperties.MAX_TTL, properties.ttl());
    if (ttl == null) {
      query.required("ttl"); // is missing, and the bucket has none either
    }
    if (call.context() != null || call.ifMatch() != null || call.ifNoneMatch() != null) {
      throw Refusal.invalid("a touch takes neither a context nor a precondition");
    }
    Bodies.expectNone(call);
    Duration timeout = query.timeout(settings.defaultTimeout());
    Touch touch = new Touch(key, properties, ttl, System.nanoTime() + timeout.toNanos());
    return work.run(timeout, touch::begin, Function.identity());
  }

  private final class Touch {
    private final Key key;
    private final BucketProperties bucket;
    private final Duration ttl;
    private final long deadlineNanos;
    private final ObjectAnswers answers;

    Touch(Key key, BucketProperties bucket, Duration ttl, long deadlineNanos) {
      this.key = key;
      this.bucket = bucket;
      this.ttl = ttl;
      this.deadlineNanos = deadlineNanos;
      this.answers = new ObjectAnswers(key, bucket.latest(), backend.tokens(), clock);
    }

    CompletionStage<HttpResponse> begin() {
      Request.Read read = new Request.Read(key, bucket.r(), bucket.strict(), left());
      return backend
          .submit(read)
          .thenCompose(
              outcome ->
                  outcome instanceof Outcome.ReadDone done
                      ? follow(outcome, done.siblings(), 1)
                      : answer(answers.toWrite(outcome, false, null)));
    }

    private CompletionStage<HttpResponse> follow(Outcome outcome, Siblings found, int attempt) {
      View view = View.of(found, bucket.latest(), clock.getAsLong());
      if (view instanceof View.Several) {
        return answer(Problems.answer(several()));
      }
      if (!(view instanceof View.One one)) {
        return answer(answers.toTouchOfNothing(outcome, found));
      }
      if (attempt > MAX_ATTEMPTS) {
        return answer(Problems.answer(Load.overloaded("others write this key all the time")));
      }
      return backend
          .submit(write(one.version()))
          .thenCompose(
              ended ->
                  ended instanceof Outcome.PreconditionFailed failed
                      ? follow(ended, failed.current(), attempt + 1)
                      : answer(answers.toWrite(ended, false, null)));
    }

    private Request.Write write(Version version) {
      long expires = clock.getAsLong() + ttl.toMillis();
      return new Request.Write(
          key,
          new Request.Content(
              version.value(), version.contentType(), version.contentEncoding(), expires),
          Request.Supersedes.AllKnown.INSTANCE,
          new Precondition.Matches(Set.of(version.etag())),
          Level.QUORUM,
          true,
          bucket.latest(),
          left());
    }

    private Duration left() {
      Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
      return left.compareTo(EdgeSettings.MIN_TIMEOUT) > 0 ? left : EdgeSettings.MIN_TIMEOUT;
    }

    private CompletionStage<HttpResponse> answer(HttpResponse answer) {
      return CompletableFuture.completedFuture(answer);
    }
  }

  private static Refusal several() {
    return new Refusal(
        Problem.of(
            ProblemType.TOO_MANY_SIBLINGS,
            "the key has several versions, and a touch is of one; nothing was done. Read them, and"
                + " write with the context of that answer to reconcile them"));
  }
}
