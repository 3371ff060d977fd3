package aitta.config;

import java.time.Duration;

/**
 * What the HTTP server takes on.
 *
 * @param maxBytesInFlight bytes of request and answer bodies held at once
 * @param bodyTimeout without a byte of a body, before 408
 * @param streamTimeout without a line sent of a streamed listing, before it is cut
 * @param idleTimeout without a byte on a connection, before it is closed
 * @param maxUriLength bytes
 */
public record HttpSettings(
    int port,
    int maxConnections,
    int maxRequestsInFlight,
    long maxBytesInFlight,
    Duration bodyTimeout,
    Duration streamTimeout,
    Duration idleTimeout,
    int maxUriLength) {

  public HttpSettings {
    Check.port("aitta.http.port", port);
    Check.within("aitta.http.max-connections", maxConnections, 1, 100_000);
    Check.within("aitta.http.max-requests-in-flight", maxRequestsInFlight, 1, 100_000);
    Check.size("aitta.http.max-bytes-in-flight", maxBytesInFlight, "16MiB", "64GiB");
    Check.duration("aitta.http.body-timeout", bodyTimeout, "1s", "10m");
    Check.duration("aitta.http.stream-timeout", streamTimeout, "1s", "10m");
    Check.duration("aitta.http.idle-timeout", idleTimeout, "61s", "1h");
    Check.that(
        idleTimeout.compareTo(bodyTimeout) > 0,
        "aitta.http.idle-timeout",
        Durations.format(idleTimeout),
        "must be longer than aitta.http.body-timeout = "
            + Durations.format(bodyTimeout)
            + ", or a connection is closed before the 408 is sent");
    Check.size("aitta.http.max-uri-length", maxUriLength, "4KiB", "64KiB");
  }

  static HttpSettings read(SettingReader reader) {
    return new HttpSettings(
        reader.integer("aitta.http.port"),
        reader.integer("aitta.http.max-connections"),
        reader.integer("aitta.http.max-requests-in-flight"),
        reader.size("aitta.http.max-bytes-in-flight"),
        reader.duration("aitta.http.body-timeout"),
        reader.duration("aitta.http.stream-timeout"),
        reader.duration("aitta.http.idle-timeout"),
        reader.smallSize("aitta.http.max-uri-length"));
  }
}
