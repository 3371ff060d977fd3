package aitta.client;

import aitta.api.DurationText;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Properties of a bucket that are to be changed; the others stay. */
public record BucketChange(Map<String, Object> properties) {
  public BucketChange {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  public static BucketChange nothing() {
    return new BucketChange(Map.of());
  }

  /** Replicas that a read waits for: {@code one}, {@code quorum}, {@code all}, or a number. */
  public BucketChange r(String level) {
    return with("r", level(level));
  }

  /** Replicas that a write waits for. */
  public BucketChange w(String level) {
    return with("w", level(level));
  }

  public BucketChange strict(boolean strict) {
    return with("strict", strict);
  }

  /** Concurrent versions are kept, and shown to readers. */
  public BucketChange keepSiblings() {
    return with("conflicts", "siblings");
  }

  /** Of concurrent versions the newest wins; the others are dropped. */
  public BucketChange latestWins() {
    return with("conflicts", "latest");
  }

  /**
   * The time to live of later writes that name none.
   *
   * @param time null for none
   */
  public BucketChange ttl(Duration time) {
    return with("ttl", time == null ? null : DurationText.format(time));
  }

  /** Any property, as JSON has it. */
  public BucketChange with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(properties);
    more.put(name, value);
    return new BucketChange(more);
  }

  private static Object level(String text) {
    return text.matches("[0-9]{1,4}") ? (Object) Integer.valueOf(text) : text;
  }
}
