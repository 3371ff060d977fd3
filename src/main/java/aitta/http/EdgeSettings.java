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
 * @param maxConnections connections past this wait to be accepted until one ends
 * @param idleTimeout of a connection without a byte either way; above 60 s, the longest timeout of
 *     a request, during which its connection is silent, and above {@code bodyStall}
 * @param maxUriLength in bytes, as it stands on the request line
 * @param streamStall how long a streamed listing may go on without a line
 */
public record EdgeSettings(
    String host,
    int port,
    int replicas,
    int maxValueBytes,
    Duration defaultTimeout,
    int maxRequests,
    long maxBodyBytes,
    Duration bodyStall,
    int maxConnections,
    Duration idleTimeout,
    int maxUriLength,
    Duration streamStall) {
  public static final int LARGEST_VALUE = 16 * 1024 * 1024;
  static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
  static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);
  private static final int CONNECTIONS = 4096;
  private static final Duration IDLE = Duration.ofSeconds(90);
  private static final int URI_LENGTH = 8192;
  private static final Duration STREAM_STALL = Duration.ofSeconds(30);

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
    check(maxConnections >= 1, "at least one connection must be allowed, not " + maxConnections);
    check(
        idleTimeout.compareTo(MAX_TIMEOUT) > 0 && idleTimeout.compareTo(bodyStall) > 0,
        "a connection may be idle for longer than 60s and than a body's stall time, not for "
            + idleTimeout);
    check(maxUriLength >= 1, "a URI must be allowed some bytes, not " + maxUriLength);
  }

  /** The same with the usual bounds on connections. */
  public EdgeSettings(
      String host,
      int port,
      int replicas,
      int maxValueBytes,
      Duration defaultTimeout,
      int maxRequests,
      long maxBodyBytes,
      Duration bodyStall) {
    this(
        host,
        port,
        replicas,
        maxValueBytes,
        defaultTimeout,
        maxRequests,
        maxBodyBytes,
        bodyStall,
        CONNECTIONS,
        IDLE,
        URI_LENGTH,
        STREAM_STALL);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
