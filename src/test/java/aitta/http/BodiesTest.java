package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import aitta.api.Problem;
import aitta.model.Key;
import aitta.request.Request;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How bodies arrive, or don't. */
class BodiesTest {
  private static final String PUT = "PUT /v1/buckets/b/keys/k";
  private static final int MAX = RunningEdge.MAX_VALUE;
  private static final Duration STALL = Duration.ofMillis(300);

  @RegisterExtension
  static final RunningEdge edge = RunningEdge.start(RunningEdge.settings(64, 10L * MAX, STALL));

  private static String head(String... headers) {
    return RunningEdge.request(PUT, "", headers);
  }

  private static byte[] stored() {
    return edge.backend.state.get(Key.of("b", "k")).versions().get(0).value();
  }

  private static void isTooLarge(RawConnection.Answer answer) throws Exception {
    assertThat(answer.status()).isEqualTo(413);
    Problem problem = Json.MAPPER.readValue(answer.body(), Problem.class);
    assertThat(problem.type()).isEqualTo("/problems/value-too-large");
    assertThat(problem.limit()).isEqualTo(MAX);
    assertThat(edge.backend.requests).isEmpty();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static String chunk(byte[] bytes) {
    return Integer.toHexString(bytes.length)
        + "\r\n"
        + new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
        + "\r\n";
  }

  @Test
  void largestValueIsTakenHoweverItIsCut() throws Exception {
    byte[] value = random(MAX);
    for (int cut : new int[] {MAX, 70_000, 1_000, 777}) {
      edge.backend.reset();
      try (RawConnection connection = edge.connect()) {
        connection.send(head("Content-Length: " + MAX));
        for (int at = 0; at < MAX; at += cut) {
          connection.send(java.util.Arrays.copyOfRange(value, at, Math.min(MAX, at + cut)));
        }
        assertThat(connection.read().status()).isEqualTo(204);
      }
      assertThat(stored()).isEqualTo(value);
    }
  }

  @Test
  void chunkedValueIsPutTogether() throws Exception {
    byte[] value = random(MAX);
    try (RawConnection connection = edge.connect()) {
      connection.send(head("Transfer-Encoding: chunked"));
      for (int at = 0; at < MAX; at += 10_000) {
        connection.send(chunk(java.util.Arrays.copyOfRange(value, at, at + 10_000)));
      }
      connection.send("0\r\n\r\n");
      assertThat(connection.read().status()).isEqualTo(204);
      assertThat(stored()).isEqualTo(value);
      connection.send(head("Transfer-Encoding: chunked")).send(chunk(value)).send("0\r\n\r\n");
      assertThat(connection.read().status()).isEqualTo(204);
      assertThat(edge.edge.bodyBytes()).isZero();
    }
  }

  @Test
  void announcedExcessIsRefusedBeforeAnyOfItComes() throws Exception {
    try (RawConnection connection = edge.connect()) {
      isTooLarge(connection.send(head("Content-Length: " + (MAX + 1))).read());
    }
    try (RawConnection connection = edge.connect()) {
      isTooLarge(connection.send(head("Content-Length: 999999999999999")).read());
    }
  }

  @Test
  void clientThatWritesAllBeforeItReadsStillGetsTheRefusal() throws Exception {
    byte[] part = new byte[100_000];
    int parts = 300; // more than both ends' socket buffers hold
    try (RawConnection connection = edge.connect()) {
      connection.send(head("Content-Length: " + parts * part.length));
      for (int i = 0; i < parts; i++) {
        connection.send(part);
      }
      isTooLarge(connection.read());
      assertThat(connection.isAtEnd()).isTrue();
    }
    edge.backend.reset();
    try (RawConnection connection = edge.connect()) {
      connection.send(head("Transfer-Encoding: chunked"));
      for (int i = 0; i < parts; i++) {
        connection.send(chunk(part));
      }
      isTooLarge(connection.read());
    }
  }

  @Test
  void unannouncedExcessIsRefusedOnceItHasCome() throws Exception {
    try (RawConnection connection = edge.connect()) {
      connection.send(head("Transfer-Encoding: chunked"));
      connection.send(chunk(new byte[MAX])).send(chunk(new byte[1]));
      isTooLarge(connection.read());
    }
    try (RawConnection connection = edge.connect()) {
      connection.send(head("Transfer-Encoding: chunked"));
      isTooLarge(connection.send(Integer.toHexString(MAX + 1) + "\r\n").read());
    }
    assertThat(edge.edge.bodyBytes()).isZero();
  }

  @Test
  void clientThatAsksFirstIsToldToGoOnOrNot() throws Exception {
    try (RawConnection connection = edge.connect()) {
      connection.send(head("Content-Length: 5", "Expect: 100-continue"));
      assertThat(connection.read().status()).isEqualTo(100);
      assertThat(connection.send("hello").read().status()).isEqualTo(204);
      connection.send(head("Content-Length: 5", "Expect: 100-continue"));
      assertThat(connection.read().status()).isEqualTo(100);
      assertThat(connection.send("again").read().status()).isEqualTo(204);
    }
    edge.backend.requests.clear();
    try (RawConnection connection = edge.connect()) {
      connection.send(head("Content-Length: " + (MAX + 1), "Expect: 100-continue"));
      isTooLarge(connection.read());
    }
    try (RawConnection connection = edge.connect()) {
      connection.send(
          RunningEdge.request(PUT + "?bad=1", "", "Content-Length: 5", "Expect: 100-continue"));
      assertThat(connection.read().status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 10", "Transfer-Encoding: chunked"})
  void bodyThatStopsArrivingIsTimedOut(String framing) throws Exception {
    try (RawConnection connection = edge.connect()) {
      connection.send(head(framing));
      connection.send(framing.startsWith("T") ? chunk(new byte[5]) : "hello");
      RawConnection.Answer answer = connection.read();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.text()).contains("/problems/request-timeout", "after 5 that did");
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(connection.isAtEnd()).isTrue();
    }
    assertThat(edge.backend.requests).isEmpty();
    assertThat(edge.edge.bodyBytes()).isZero();
  }

  @Test
  void bodyThatKeepsArrivingIsNot() throws Exception {
    try (RawConnection connection = edge.connect()) {
      connection.send(head("Content-Length: 4"));
      for (int i = 0; i < 4; i++) {
        long next = System.nanoTime() + STALL.toNanos() / 2;
        Awaitility.await().until(() -> System.nanoTime() >= next);
        connection.send("x");
      }
      assertThat(connection.read().status()).isEqualTo(204);
    }
  }

  @Test
  void clientThatGoesAwayLeavesNothingBehind() throws Exception {
    for (int i = 0; i < 20; i++) {
      RawConnection connection = edge.connect();
      connection.send(head("Content-Length: 50000")).send(new byte[1_000]);
      connection.close();
    }
    Awaitility.await().until(() -> edge.edge.bodyBytes() == 0);
    Awaitility.await().until(() -> edge.edge.open() == 0);
    assertThat(edge.backend.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n", "5\r\nhelloXX", "5;" + "x", "-1\r\n"})
  void malformedChunksAreRefused(String chunks) throws Exception {
    try (RawConnection connection = edge.connect()) {
      connection.send(head("Transfer-Encoding: chunked")).send(chunks);
      connection.send(chunks.endsWith("x") ? "x".repeat(300) : "");
      RawConnection.Answer answer = connection.read();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("/problems/invalid-request");
    }
    assertThat(edge.backend.requests).isEmpty();
  }

  @Test
  void smallBodyOfARefusedRequestDoesNotEndItsConnection() throws Exception {
    try (RawConnection connection = edge.connect()) {
      for (String framing : new String[] {"Content-Length: 5", "Transfer-Encoding: chunked"}) {
        connection.send(RunningEdge.request(PUT + "?bad=1", "", framing));
        connection.send(framing.startsWith("T") ? "5\r\nhello\r\n0\r\n\r\n" : "hello");
        RawConnection.Answer answer = connection.read();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("connection")).isNull();
      }
      connection.send(RunningEdge.request("GET /health/live", ""));
      assertThat(connection.read().status()).isEqualTo(200);
    }
  }

  @Test
  void refusalDoesNotWaitForeverForTheBody() throws Exception {
    try (RawConnection connection = edge.connect()) {
      connection.send(RunningEdge.request(PUT + "?bad=1", "", "Content-Length: 5"));
      assertThat(connection.read().status()).isEqualTo(400);
      assertThat(connection.isAtEnd()).isTrue();
    }
  }

  @Test
  void bodyThatNobodyAskedForIsPassedOver() throws Exception {
    try (RawConnection connection = edge.connect()) {
      for (String method : new String[] {"GET", "DELETE"}) {
        connection.send(
            RunningEdge.request(method + " /v1/buckets/b/keys/k", "", "Content-Length: 5"));
        assertThat(connection.send("hello").read().status()).isIn(404, 204);
      }
    }
  }

  @Test
  void longBodyThatNobodyAskedForIsRefused() throws Exception {
    RawConnection.Answer answer = edge.ask("DELETE /v1/buckets/b/keys/k", "Content-Length: 70000");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.text()).contains("\"limit\":65536");
    assertThat(edge.backend.requests).isEmpty();
  }

  @Test
  void javasOwnClientGetsAlongWithAllOfIt() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    URI uri =
        URI.create("http://127.0.0.1:" + edge.edge.address().getPort() + "/v1/buckets/b/keys/k");
    var request = java.net.http.HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10));
    byte[] value = random(50_000);
    HttpResponse<Void> put =
        client.send(
            request.PUT(BodyPublishers.ofByteArray(value)).build(), BodyHandlers.discarding());
    assertThat(put.statusCode()).isEqualTo(204);
    HttpResponse<Void> asked =
        client.send(
            request.copy().expectContinue(true).PUT(BodyPublishers.ofByteArray(value)).build(),
            BodyHandlers.discarding());
    assertThat(asked.statusCode()).isEqualTo(204);
    assertThat(client.send(request.copy().GET().build(), BodyHandlers.ofByteArray()).body())
        .isEqualTo(value);
    for (int size : new int[] {MAX + 1, 3_000_000, 20_000_000}) {
      HttpResponse<String> refused =
          client.send(
              request.copy().PUT(BodyPublishers.ofByteArray(new byte[size])).build(),
              BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(413);
      assertThat(refused.body()).contains("\"limit\":" + MAX);
    }
    assertThat(edge.backend.requests).hasSize(3).allMatch(r -> r instanceof Request);
  }
}
