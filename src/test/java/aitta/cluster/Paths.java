package aitta.cluster;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Builds request paths; encodes keys by itself, so that the product's own code is not its judge.
 */
final class Paths {
  private static final String BARE =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private Paths() {}

  static String key(String bucket, String key) {
    return key(bucket, key.getBytes(StandardCharsets.UTF_8));
  }

  static String key(String bucket, byte[] key) {
    return "/v1/buckets/" + bucket + "/keys/" + encode(key);
  }

  static String bucket(String bucket) {
    return "/v1/buckets/" + bucket;
  }

  /** Percent-encodes all but unreserved characters, and dots too where they are all there is. */
  static String encode(byte[] key) {
    boolean onlyDots = true;
    for (byte b : key) {
      onlyDots &= b == '.';
    }
    StringBuilder text = new StringBuilder(key.length);
    for (byte b : key) {
      if (!onlyDots && BARE.indexOf(b & 0xff) >= 0) {
        text.append((char) b);
      } else {
        text.append(String.format("%%%02X", b & 0xff));
      }
    }
    return text.toString();
  }

  /** A name that no other test has used: tests that share a cluster must not share keys. */
  static String fresh(String stem) {
    return stem + "-" + COUNTER.incrementAndGet();
  }
}
