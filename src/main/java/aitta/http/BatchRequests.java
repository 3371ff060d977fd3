package aitta.http;

import aitta.api.DurationText;
import aitta.bucket.BucketProperties;
import aitta.model.Key;
import aitta.quorum.Level;
import aitta.request.Request;
import aitta.version.Version;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Makes requests of the operations of a batch.
 *
 * @param r what the batch asks for, for all its operations; null for each bucket's own, as the
 *     others
 * @param clock wall clock, ms since 1970
 */
record BatchRequests(
    Backend backend, EdgeSettings settings, Level r, Level w, Boolean strict, LongSupplier clock) {
  private static final int MAX_HEADER = 4096;
  static final List<String> PARAMETERS = List.of("r", "w", "strict", "timeout");

  static BatchRequests of(Backend backend, EdgeSettings settings, Query query, LongSupplier clock)
      throws Refusal {
    Level r = query.level("r", settings.replicas(), null);
    Level w = query.level("w", settings.replicas(), null);
    Boolean strict = query.text("strict") == null ? null : query.flag("strict", false);
    return new BatchRequests(backend, settings, r, w, strict, clock);
  }

  static Key key(BatchOperation operation) throws Refusal {
    return ObjectRoutes.key(operation.bucket(), PercentText.decodeJson(operation.key()));
  }

  /**
   * @param left until the batch ends
   */
  Request of(BatchOperation operation, Key key, Duration left) throws Refusal {
    BucketProperties bucket = backend.properties(key.bucket());
    boolean strictly = strict == null ? bucket.strict() : strict;
    if (operation.kind() == BatchOperation.Kind.GET) {
      return new Request.Read(key, r == null ? bucket.r() : r, strictly, left);
    }
    WriteConditions conditions =
        WriteConditions.of(
            operation.context(),
            tags(operation.ifMatch()),
            tags(operation.ifNoneMatch()),
            key,
            backend.tokens());
    return new Request.Write(
        key,
        operation.kind() == BatchOperation.Kind.PUT ? content(operation, bucket) : null,
        conditions.supersedes(),
        conditions.precondition(),
        w == null ? bucket.w() : w,
        strictly,
        bucket.latest(),
        left);
  }

  /** JSON shows a tag without its quotes, so one may come back like that. */
  private static String tags(String sent) {
    boolean bare = sent != null && !sent.equals("*") && sent.indexOf('"') < 0;
    return bare ? '"' + sent + '"' : sent;
  }

  private Request.Content content(BatchOperation operation, BucketProperties bucket)
      throws Refusal {
    byte[] value;
    try {
      value = Base64.getDecoder().decode(operation.value());
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("value is not base64: " + e.getMessage());
    }
    if (value.length > settings.maxValueBytes()) {
      throw BodySink.tooLarge(settings.maxValueBytes());
    }
    String type = operation.contentType() == null ? Version.DEFAULT_TYPE : operation.contentType();
    ContentTypeText.checked("contentType", fit("contentType", type));
    String encoding =
        ContentTypeText.checkedEncoding(
            "contentEncoding", fit("contentEncoding", operation.contentEncoding()));
    Duration ttl = operation.ttl() == null ? bucket.ttl() : ttl(operation.ttl());
    long expires = ttl == null ? 0 : clock.getAsLong() + ttl.toMillis();
    return new Request.Content(value, type, encoding, expires);
  }

  /** What is to be sent in a header one day must fit into one. */
  private static String fit(String name, String text) throws Refusal {
    if (text != null && text.length() > MAX_HEADER) {
      throw Refusal.invalid(name + " is longer than " + MAX_HEADER + " characters");
    }
    return text;
  }

  private static Duration ttl(String text) throws Refusal {
    Duration ttl = DurationText.parse(text);
    if (ttl == null
        || ttl.compareTo(BucketProperties.MIN_TTL) < 0
        || ttl.compareTo(BucketProperties.MAX_TTL) > 0) {
      throw Refusal.invalid("ttl must be a duration from 1s to 3650d, such as 15m or 7d");
    }
    return ttl;
  }
}
