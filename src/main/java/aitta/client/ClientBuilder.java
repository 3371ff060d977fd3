package aitta.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Says how a client is to be, and makes it. Each setting has a default that usually does. */
public final class ClientBuilder {
  private static final int MOST_IN_FLIGHT = 4096;
  private static final int LEAST_ANSWER = 64 * 1024;

  private final List<URI> nodes = new ArrayList<>();
  private String token = System.getenv("AITTA_TOKEN");
  private Path authorities;
  private boolean followsRing = true;
  private Duration ringInterval = Duration.ofSeconds(10);
  private Duration deadline = Duration.ofSeconds(10);
  private Duration connectTimeout = Duration.ofSeconds(2);
  private int maxInFlight = 128;
  private int maxWaiting = 10_000;
  private int maxAnswerBytes = 32 * 1024 * 1024;

  ClientBuilder() {}

  private static Path file(String name) {
    return name == null || name.isBlank() ? null : Path.of(name.strip());
  }

  /**
   * Adds a node to begin with; one that runs is enough, more are safer.
   *
   * @param url such as {@code http://127.0.0.1:8080}
   * @throws IllegalArgumentException if it can be no node's address
   */
  public ClientBuilder node(String url) {
    URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean http = scheme.equals("http") || scheme.equals("https");
    boolean rest = uri.getRawQuery() != null || uri.getFragment() != null;
    if (!http || uri.getHost() == null || rest || uri.getPort() == 0 || uri.getPort() > 65535) {
      throw new IllegalArgumentException(
          "'" + url + "' is no node's address; one looks like http://127.0.0.1:8080");
    }
    nodes.add(uri);
    return this;
  }

  /**
   * Sent as a bearer token to every node, in place of {@code AITTA_TOKEN}.
   *
   * @param secret null or empty for none
   */
  public ClientBuilder token(String secret) {
    token = secret;
    return this;
  }

  /**
   * PEM file of the authorities that https is trusted by, in place of {@code AITTA_TLS_CA}, or the
   * JDK's where that is not set. Read once.
   */
  public ClientBuilder trust(Path pem) {
    authorities = pem;
    return this;
  }

  /**
   * Whether to learn the ring and the other nodes' addresses (default: yes). Better not where the
   * nodes cannot be reached under the addresses that they tell.
   */
  public ClientBuilder followRing(boolean follows) {
    followsRing = follows;
    return this;
  }

  /** How old what is known of the ring may grow while the client is used (default: 10 s). */
  public ClientBuilder ringInterval(Duration age) {
    ringInterval = age;
    return this;
  }

  /**
   * By when each call ends, all its attempts together (default: 10 s). A call whose own {@code
   * timeout} is longer gets what it needs for one attempt.
   */
  public ClientBuilder deadline(Duration limit) {
    deadline = limit;
    return this;
  }

  /** How long one attempt may take to reach a node (default: 2 s). */
  public ClientBuilder connectTimeout(Duration limit) {
    connectTimeout = limit;
    return this;
  }

  /** Requests under way at the same time, hence connections, 1 to 4096 (default: 128). */
  public ClientBuilder maxInFlight(int requests) {
    maxInFlight = requests;
    return this;
  }

  /** Calls that wait for their turn; one more fails at once (default: 10,000). */
  public ClientBuilder maxWaiting(int calls) {
    maxWaiting = calls;
    return this;
  }

  /**
   * How large an answer may be that is taken into memory (default: 32 MiB, more than the largest
   * value, a full page or a full batch has). What is larger fails with {@link
   * AnswerTooLargeException} and is not repeated.
   */
  public ClientBuilder maxAnswerBytes(int bytes) {
    maxAnswerBytes = bytes;
    return this;
  }

  /**
   * Opens no connection: the first call does.
   *
   * @throws IllegalArgumentException if a setting can't be right
   */
  public AittaClient build() {
    ClientSettings settings = new ClientSettings(nodes, followsRing, ringInterval, deadline);
    if (maxInFlight < 1 || maxInFlight > MOST_IN_FLIGHT || maxWaiting < 0) {
      throw new IllegalArgumentException(
          "maxInFlight is 1 to 4096, maxWaiting 0 or more, not "
              + maxInFlight
              + " and "
              + maxWaiting);
    }
    if (maxAnswerBytes < LEAST_ANSWER) {
      throw new IllegalArgumentException("maxAnswerBytes is at least 65536, not " + maxAnswerBytes);
    }
    HttpClient.Builder http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER) // the token is for the nodes alone
            .connectTimeout(connectTimeout);
    Path usual = file(System.getenv("AITTA_TLS_CA"));
    if (authorities != null) {
      http.sslContext(Trust.in(authorities));
    } else if (nodes.stream().noneMatch(node -> node.getScheme().equalsIgnoreCase("https"))) {
      http.sslContext(Trust.inNobody());
    } else if (usual != null) {
      http.sslContext(Trust.in(usual));
    }
    Transport transport =
        new Transport(
            http.build(), token == null || token.isEmpty() ? null : token, maxAnswerBytes);
    NodeHealth health = new NodeHealth();
    int salt = ThreadLocalRandom.current().nextInt(1 << 20);
    RingFollower ring = new RingFollower(transport, health, settings, salt);
    Slots slots = new Slots(maxInFlight, maxWaiting);
    return new AittaClient(
        new AsyncAittaClient(new Dispatcher(transport, ring, health, slots, settings, salt)));
  }
}
