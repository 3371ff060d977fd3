package aitta.http;

import aitta.quorum.Level;
import java.time.Duration;

/**
 * What an operator decides about the HTTP edge.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 * @param replicas N, 1 to 16: the largest {@code r} and {@code w} that a client may ask for
 * @param maxValueBytes longest value, 1 B to 16 MiB
 * @param defaultTimeout of a request that names none, 1 ms to 60 s
 * @param maxRequests requests that the backend works on at the same time. Too small: 429 before the
 *     node is busy; too large: answers come late instead of never.
 * @param maxBodyBytes bytes of request bodies in memory at the same time, at least one largest
 *     value
 * @param bodyStall how long a body may stop arriving
 */
public record EdgeSettings(
    String host,
    int port,
    int replicas,
    int maxValueBytes,
    Duration defaultTimeout,
    int maxRequests,
    long maxBodyBytes,
    Duration bodyStall) {
  public static final int LARGEST_VALUE = 16 * 1024 * 1024;
  static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
  static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);

  public EdgeSettings {
    check(port >= 0 && port <= 65_535, "a port is 0 to 65535, not " + port);
    check(replicas >= 1 && replicas <= Level.MAX_REPLICAS, "replicas are 1 to 16, not " + replicas);
    check(
        maxValueBytes >= 1 && maxValueBytes <= LARGEST_VALUE,
        "the longest value has 1 to 16777216 bytes, not " + maxValueBytes);
    check(
        defaultTimeout.compareTo(MIN_TIMEOUT) >= 0 && defaultTimeout.compareTo(MAX_TIMEOUT) <= 0,
        "the default timeout is 1ms to 60s, not " + defaultTimeout);
    check(maxRequests >= 1, "at least one request must be allowed, not " + maxRequests);
    check(
        maxBodyBytes >= maxValueBytes,
        "room for bodies of " + maxBodyBytes + " bytes doesn't hold a value of " + maxValueBytes);
    check(!bodyStall.isNegative() && !bodyStall.isZero(), "a body's stall time must be above zero");
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The defaults of the contract. */
  public static EdgeSettings of(String host, int port, int replicas) {
    return new EdgeSettings(
        host,
        port,
        replicas,
        1024 * 1024,
        Duration.ofSeconds(2),
        1024,
        128L * 1024 * 1024,
        Duration.ofSeconds(30));
  }
}
