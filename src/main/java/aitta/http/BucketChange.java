package aitta.http;

import aitta.api.BucketDocument;
import aitta.api.DurationText;
import aitta.bucket.BucketProperties;
import aitta.quorum.Level;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a client wants changed of a bucket's properties, and what they look like in JSON. Null
 * stands for "as it is", except that {@code changesTtl} tells a new ttl of none from no new one.
 */
record BucketChange(
    Level r, Level w, Boolean strict, Boolean latest, boolean changesTtl, Duration ttl) {

  BucketProperties apply(BucketProperties now) {
    return new BucketProperties(
        r == null ? now.r() : r,
        w == null ? now.w() : w,
        strict == null ? now.strict() : strict,
        latest == null ? now.latest() : latest,
        changesTtl ? ttl : now.ttl());
  }

  static BucketDocument document(BucketProperties properties) {
    return new BucketDocument(
        level(properties.r()),
        level(properties.w()),
        properties.strict(),
        properties.latest() ? "latest" : "siblings",
        properties.ttl() == null ? null : DurationText.format(properties.ttl()));
  }

  private static Object level(Level level) {
    return level.number() > 1 ? (Object) level.number() : level.toString();
  }

  /**
   * @param json an object with any subset of the properties
   * @param replicas N
   */
  static BucketChange parse(JsonNode json, int replicas) throws Refusal {
    Level r = null;
    Level w = null;
    Boolean strict = null;
    Boolean latest = null;
    Duration ttl = null;
    for (Map.Entry<String, JsonNode> property : json.properties()) {
      JsonNode value = property.getValue();
      switch (property.getKey()) {
        case "r":
          r = level("r", value, replicas);
          break;
        case "w":
          w = level("w", value, replicas);
          break;
        case "strict":
          strict = strict(value);
          break;
        case "conflicts":
          latest = latest(value);
          break;
        case "ttl":
          ttl = ttl(value);
          break;
        default:
          throw Refusal.invalid(
              "property '"
                  + property.getKey()
                  + "' is unknown; known are r, w, strict, conflicts, ttl");
      }
    }
    return new BucketChange(r, w, strict, latest, json.has("ttl"), ttl);
  }

  private static Level level(String name, JsonNode value, int replicas) throws Refusal {
    Optional<Level> level =
        value.isTextual() || value.isInt()
            ? Level.parse(value.asText(), replicas)
            : Optional.empty();
    return level.orElseThrow(
        () -> illFormed(name, value, "a number from 1 to " + replicas + ", one, quorum or all"));
  }

  private static Boolean strict(JsonNode value) throws Refusal {
    if (!value.isBoolean()) {
      throw illFormed("strict", value, "true or false");
    }
    return value.booleanValue();
  }

  private static Boolean latest(JsonNode value) throws Refusal {
    String policy = value.isTextual() ? value.textValue() : "";
    if (!policy.equals("siblings") && !policy.equals("latest")) {
      throw illFormed("conflicts", value, "siblings or latest");
    }
    return policy.equals("latest");
  }

  private static Duration ttl(JsonNode value) throws Refusal {
    if (value.isNull()) {
      return null;
    }
    Duration ttl = value.isTextual() ? DurationText.parse(value.textValue()) : null;
    if (ttl == null
        || ttl.compareTo(BucketProperties.MIN_TTL) < 0
        || ttl.compareTo(BucketProperties.MAX_TTL) > 0) {
      throw illFormed("ttl", value, "null or a duration from 1s to 3650d, such as 15m or 7d");
    }
    return ttl;
  }

  private static Refusal illFormed(String name, JsonNode value, String right) {
    String shown = value.toString();
    return Refusal.invalid(
        "property '"
            + name
            + "' is "
            + (shown.length() <= 64 ? shown : shown.substring(0, 64) + "…")
            + "; it must be "
            + right);
  }
}
