package aitta.bucket;

import java.util.Map;

/** Where the newest properties hang for readers on other threads. */
public final class BucketSnapshot {
  private volatile Map<String, BucketProperties> properties = Map.of();

  Map<String, BucketProperties> properties() {
    return properties;
  }

  void publish(Map<String, BucketProperties> next) {
    properties = Map.copyOf(next);
  }
}
