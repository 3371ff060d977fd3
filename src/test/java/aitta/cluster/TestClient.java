package aitta.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A blocking client of one node on the JDK's HTTP client: an implementation of HTTP that knows
 * nothing of Aitta. Headers are given as name, value, name, value.
 *
 * <p>Paths are sent as they are given: the JDK neither folds dots nor decodes anything.
 */
final class TestClient {
  /** Longer than any {@code timeout} a request may carry: "a request never hangs". */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(70);

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final URI base;

  TestClient(String host, int port) {
    this.base = URI.create("http://" + host + ":" + port);
  }

  URI base() {
    return base;
  }

  Reply get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  Reply head(String path, String... headers) {
    return send("HEAD", path, null, headers);
  }

  Reply put(String path, String body, String... headers) {
    return send("PUT", path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  Reply put(String path, byte[] body, String... headers) {
    return send("PUT", path, body, headers);
  }

  Reply post(String path, String body, String... headers) {
    return send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  Reply delete(String path, String... headers) {
    return send("DELETE", path, null, headers);
  }

  /** {@code PUT} of a JSON document, as the properties of a bucket are changed. */
  Reply putJson(String path, String json) {
    return put(path, json, "Content-Type", "application/json");
  }

  /**
   * Sends one request and waits for its answer.
   *
   * @throws UncheckedIOException if there was no answer: connection refused, cut, or silent
   */
  Reply send(String method, String path, byte[] body, String... headers) {
    try {
      return trySend(method, path, body, headers);
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + base + path + " had no answer: " + e, e);
    }
  }

  /** Like {@link #send}, for tests that expect nodes to die under a request. */
  Reply trySend(String method, String path, byte[] body, String... headers) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(ANSWER_LIMIT)
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<byte[]> answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      Map<String, List<String>> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      named.putAll(answer.headers().map());
      return new Reply(method + " " + base + path, answer.statusCode(), named, answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
