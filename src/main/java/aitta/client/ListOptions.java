package aitta.client;

import java.time.Duration;

/**
 * Which keys of a bucket are listed, and what is told of each.
 *
 * @param prefix that they begin with; null for any
 * @param after they come behind this key; null for all
 * @param include whether more than the key is told
 * @param pageSize keys that one request brings, 1 to 10,000; what a listing holds in memory. Means
 *     nothing to a scan
 * @param timeout within which the cluster has to answer each request; null for its own, 2 s
 */
public record ListOptions(
    byte[] prefix, byte[] after, Include include, int pageSize, Duration timeout) {
  /** All keys, and nothing but them. */
  public static final ListOptions DEFAULT = new ListOptions(null, null, Include.KEYS, 1000, null);

  /** What is told of each key. */
  public enum Include {
    KEYS(null),
    /** Its size, type, ETag and times. */
    META("meta"),
    /** All that, and the value. */
    VALUES("value");

    private final String word;

    Include(String word) {
      this.word = word;
    }
  }

  public ListOptions {
    if (pageSize < 1 || pageSize > 10_000) {
      throw new IllegalArgumentException("a page has 1 to 10000 keys, not " + pageSize);
    }
  }

  public ListOptions prefix(byte[] bytes) {
    return new ListOptions(bytes, after, include, pageSize, timeout);
  }

  public ListOptions after(byte[] key) {
    return new ListOptions(prefix, key, include, pageSize, timeout);
  }

  public ListOptions include(Include more) {
    return new ListOptions(prefix, after, more, pageSize, timeout);
  }

  public ListOptions pageSize(int keys) {
    return new ListOptions(prefix, after, include, keys, timeout);
  }

  public ListOptions timeout(Duration limit) {
    return new ListOptions(prefix, after, include, pageSize, limit);
  }

  HttpCall call(String bucket, String cursor) {
    Target target =
        Target.bucket(bucket)
            .then("/keys")
            .with("prefix", prefix)
            .with("after", cursor == null ? after : null)
            .with("cursor", cursor)
            .with("limit", pageSize)
            .with("include", include.word)
            .with("timeout", Requests.text(timeout));
    return HttpCall.read(target.toString()).within(timeout);
  }

  /** All of them in one answer, line by line. */
  HttpCall scan(String bucket) {
    Target target =
        Target.bucket(bucket)
            .then("/keys")
            .with("prefix", prefix)
            .with("after", after)
            .with("include", include.word)
            .with("timeout", Requests.text(timeout));
    return HttpCall.read(target.toString()).within(timeout).with("Accept", Scan.TYPE);
  }
}
