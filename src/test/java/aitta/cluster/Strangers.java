package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.api.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLSocket;

/** Those who try everything that the API's own document has, on a node that does not let them. */
final class Strangers {
  /** What some servers believe, behind proxies; to a node it is nothing. */
  private static final List<String> TRICKS =
      List.of(
          "Raw-Request-URI: /health/live",
          "Remote-Address: 10.9.8.7",
          "X-Forwarded-For: 10.9.8.7",
          "Forwarded: for=10.9.8.7",
          "X-Real-IP: 10.9.8.7",
          "X-Original-URL: /health/live",
          "X-Rewrite-URL: /health/live",
          "X-HTTP-Method-Override: GET",
          "X-Forwarded-User: ops",
          "Cookie: token=ops",
          "Upgrade: h2c",
          "Aitta-Context: none",
          "If-None-Match: *");

  private final SecureNodes nodes;
  private final TestNode node;
  private final String admin;
  private final String secret;

  /**
   * @param node that is asked
   * @param admin token of who sees everything
   * @param secret that is stored as {@code rye} in the bucket {@code barn}
   */
  Strangers(SecureNodes nodes, TestNode node, String admin, String secret) {
    this.nodes = nodes;
    this.node = node;
    this.admin = admin;
    this.secret = secret;
  }

  /**
   * Nothing is revealed, nothing changes, and each try is in the audit log.
   *
   * @param reader token of who may read {@code barn} and no more of it
   */
  void tryEverything(String reader) throws IOException {
    String before = state();
    int expected = audited();
    for (String head : guarded()) {
      expectNothing(head, 401, answer(head, null, List.of()));
      expectNothing(head, 401, answer(head, admin + "x", TRICKS));
      expected += 2;
      if (changes(head)) {
        expectNothing(head, 403, answer(head, reader, TRICKS));
        expected++;
      }
    }
    for (String trick : TRICKS) {
      String head = "GET /v1/buckets/barn/keys/rye";
      expectNothing(trick, 401, answer(head, null, List.of(trick)));
      expected++;
    }
    int all = expected;
    await("all tries to be in the audit log")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(audited()).isEqualTo(all));
    assertThat(Files.readString(log())).doesNotContain("10.9.8.7");
    assertThat(state()).isEqualTo(before);
  }

  /** {@code METHOD path}, of all operations that are not open to everybody. */
  private static List<String> guarded() throws IOException {
    List<String> found = new ArrayList<>();
    JsonNode document;
    try (InputStream in = Strangers.class.getResourceAsStream("/aitta/http/openapi.json")) {
      document = Json.MAPPER.readTree(in);
    }
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      if (path.getKey().matches("/|/health/.*|/console/.*")) {
        continue;
      }
      String concrete =
          path.getKey()
              .replace("{bucket}", "barn")
              .replace("{key}", "rye")
              .replace("{id}", "n2")
              .replace("{name}", "stolen");
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        found.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + concrete);
      }
    }
    assertThat(found).hasSizeGreaterThan(25);
    return found;
  }

  /** Whether who only reads may not; a batch is judged operation by operation. */
  private static boolean changes(String head) {
    return !head.startsWith("GET ") && !head.startsWith("HEAD ") && !head.endsWith("/v1/batch");
  }

  /** To a request whose body would mean something, were it read. */
  private String answer(String head, String token, List<String> headers) throws IOException {
    boolean takesBody = Set.of("PUT", "POST").contains(head.split(" ")[0]);
    String body = takesBody ? "{\"name\":\"stolen\"}" : "";
    List<String> lines = new ArrayList<>(List.of(head + " HTTP/1.1", "Host: aitta"));
    lines.addAll(List.of("Connection: close", "Content-Type: application/json"));
    lines.add("Content-Length: " + body.length());
    lines.addAll(headers);
    if (token != null) {
      lines.add("Authorization: Bearer " + token);
    }
    try (SSLSocket socket = nodes.connect(node, nodes.httpPort(node))) {
      return SecureNodes.exchange(socket, String.join("\r\n", lines) + "\r\n\r\n" + body);
    }
  }

  private void expectNothing(String what, int status, String answer) {
    assertThat(answer)
        .as(what)
        .startsWith("HTTP/1.1 " + status + " ")
        .doesNotContain(secret, "ETag", "Aitta-", "\"n2\"", "shop-1");
  }

  private Path log() {
    return node.dataDir().resolve("audit.log");
  }

  private int audited() throws IOException {
    return Files.exists(log()) ? Files.readAllLines(log()).size() : 0;
  }

  /** What strangers might have changed. */
  private String state() {
    StringBuilder all = new StringBuilder();
    for (String line :
        List.of(
            "bucket list -o raw",
            "list barn -o raw",
            "explain barn rye -o raw",
            "bucket get barn -o json",
            "ring -o json",
            "status -o raw")) {
      String text = nodes.run(0, admin, line);
      // Without the figures of status, which may lag.
      all.append(line.startsWith("status") ? text.lines().count() : text);
    }
    return all.toString();
  }
}
