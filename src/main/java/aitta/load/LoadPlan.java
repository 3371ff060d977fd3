package aitta.load;

import aitta.client.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * What a run does.
 *
 * @param theta exponent of Zipf's law; 0 for keys that are all alike
 * @param connections over all urls together
 * @param rate operations a second; 0 for a closed loop
 * @param r and {@code w}: empty for the bucket's
 * @param conflicts policy that the bucket is given; empty to leave it as it is
 * @param fill whether every key is written before
 * @param access who asks, and whom it trusts
 */
public record LoadPlan(
    List<URI> urls,
    Workload workload,
    String bucket,
    int keys,
    int valueBytes,
    double theta,
    int connections,
    double rate,
    String r,
    String w,
    String conflicts,
    boolean fill,
    Duration warmup,
    Duration duration,
    long operations,
    Duration timeout,
    long seed,
    Access access) {
  /**
   * What opens the door of a cluster.
   *
   * @param token for access control; empty for none
   * @param authorities PEM file of those that https is trusted by; null for the JDK's
   */
  public record Access(String token, Path authorities) {
    /** For clusters that let everybody in. */
    public static final Access OPEN = new Access("", null);
  }

  /** A value's least size: it says what it is. */
  public static final int MIN_VALUE_BYTES = Values.MIN_BYTES;

  private static final int MAX_VALUE_BYTES = 16 << 20;
  private static final int MAX_KEYS = 200_000_000;
  private static final int MAX_CONNECTIONS = 20_000;

  /**
   * @throws IllegalArgumentException where something cannot be right, with what would be
   */
  public LoadPlan {
    urls = List.copyOf(urls);
    check(!urls.isEmpty(), "no --url");
    for (URI url : urls) {
      check(
          List.of("http", "https").contains(String.valueOf(url.getScheme()))
              && url.getHost() != null
              && url.getPort() > 0,
          "--url " + url + ": must be http://host:port or https://host:port");
    }
    check(bucket.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}"), "--bucket " + bucket + ": no name");
    within("--keys", keys, 1, MAX_KEYS);
    within("--value-size", valueBytes, MIN_VALUE_BYTES, MAX_VALUE_BYTES);
    within("--connections", connections, 1, MAX_CONNECTIONS);
    check(theta >= 0 && theta < 1, "--theta " + theta + ": must be from 0 to below 1");
    check(rate >= 0 && rate <= 10_000_000, "--rate " + rate + ": must be from 0 to 10000000");
    check(operations >= 1, "--operations " + operations + ": must be at least 1");
    within("--warmup in seconds", warmup.toSeconds(), 0, 3600);
    within("--duration in seconds", duration.toSeconds(), 1, 7 * 24 * 3600);
    within("--timeout in ms", timeout.toMillis(), 1, 60_000);
    check(level(r), "--r " + r + ": must be a number, one, quorum or all");
    check(level(w), "--w " + w + ": must be a number, one, quorum or all");
    check(
        List.of("", "latest", "siblings").contains(conflicts),
        "--conflicts " + conflicts + ": must be latest or siblings");
  }

  /**
   * What connections to https nodes are made with.
   *
   * @return null where all nodes are http
   * @throws IllegalArgumentException if the authorities cannot be read
   */
  SSLContext encryption() {
    if (urls.stream().noneMatch(LoadPlan::isEncrypted)) {
      return null;
    }
    try {
      return access.authorities() == null
          ? SSLContext.getDefault()
          : Trust.in(access.authorities());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has TLS", e);
    }
  }

  static boolean isEncrypted(URI url) {
    return "https".equals(url.getScheme());
  }

  private static boolean level(String text) {
    return text.matches("|[0-9]{1,2}|one|quorum|all");
  }

  private static void within(String what, long value, long least, long most) {
    check(
        value >= least && value <= most,
        what + " = " + value + ": must be from " + least + " to " + most);
  }

  private static void check(boolean right, String complaint) {
    if (!right) {
      throw new IllegalArgumentException(complaint);
    }
  }

  /** What is measured, in a line. */
  String describe() {
    return "workload "
        + workload
        + " ("
        + workload.readPercent()
        + " % reads), "
        + keys
        + " keys "
        + (theta == 0 ? "uniform" : "zipf " + theta)
        + ", values of "
        + valueBytes
        + " bytes, "
        + connections
        + " connections over "
        + urls.size()
        + (urls.size() == 1 ? " url, " : " urls, ")
        + (rate == 0 ? "closed loop" : "open loop at " + Math.round(rate) + "/s");
  }
}
