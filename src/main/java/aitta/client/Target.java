package aitta.client;

import aitta.api.KeyText;
import aitta.model.Key;
import java.nio.charset.StandardCharsets;

/** Builds what stands on a request line: a path, then parameters. */
final class Target {
  private final StringBuilder text;
  private boolean asked;

  private Target(String path) {
    text = new StringBuilder(path);
  }

  static Target at(String path) {
    return new Target(path);
  }

  static Target bucket(String bucket) {
    if (!Key.isLegalBucket(bucket)) {
      throw new IllegalArgumentException(
          "bucket '"
              + bucket
              + "' must be 1 to 128 characters of A-Z a-z 0-9 . _ - and not start with a dot");
    }
    return new Target("/v1/buckets/" + bucket);
  }

  /** Dots alone are encoded too: a proxy on the way would fold them. */
  static Target key(Key key) {
    String name = key.encodedName();
    boolean dots = name.equals(".") || name.equals("..");
    return bucket(key.bucket()).then("/keys/" + (dots ? name.replace(".", "%2E") : name));
  }

  Target then(String more) {
    text.append(more);
    return this;
  }

  /**
   * Adds a parameter.
   *
   * @param value left out if null
   */
  Target with(String name, Object value) {
    return value == null ? this : with(name, value.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param bytes left out if null
   */
  Target with(String name, byte[] bytes) {
    if (bytes != null) {
      text.append(asked ? '&' : '?').append(name).append('=').append(KeyText.encode(bytes));
      asked = true;
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
