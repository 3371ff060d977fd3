package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import aitta.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that never reach a handler. */
class ParserProblemsTest {
  private static final String PATH = "/v1/buckets/b/keys/";

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  private static void isProblem(RawConnection.Answer answer, int status, String name)
      throws Exception {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.header("vary")).isEqualTo("Accept");
    assertThat(answer.header("cache-control")).isEqualTo("no-cache");
    Problem problem = Json.MAPPER.readValue(answer.body(), Problem.class);
    assertThat(problem.type()).isEqualTo("/problems/" + name);
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.detail()).isNotEmpty();
  }

  private static RawConnection.Answer sent(String text) throws Exception {
    try (RawConnection connection = edge.connect()) {
      RawConnection.Answer answer = connection.send(text).read();
      assertThat(connection.isAtEnd()).isTrue();
      return answer;
    }
  }

  @Test
  void uriOfEightKibIsTakenAndALongerOneIs414() throws Exception {
    String path = PATH + "k".repeat(8192 - PATH.length());
    assertThat(edge.ask("GET " + path).status()).isEqualTo(400); // the key itself is too long
    isProblem(edge.ask("GET " + path + "k"), 414, "uri-too-long");
    isProblem(edge.ask("GET " + PATH + "k?" + "x".repeat(100_000)), 414, "uri-too-long");
  }

  @Test
  void tooLargeHeadersAre431() throws Exception {
    isProblem(edge.ask("GET " + PATH + "k", "X: " + "x".repeat(10_000)), 431, "headers-too-large");
    isProblem(edge.ask("GET " + PATH + "k", "X".repeat(100) + ": x"), 431, "headers-too-large");
    String[] many = new String[70];
    java.util.Arrays.fill(many, "X: y");
    isProblem(edge.ask("GET " + PATH + "k", many), 431, "headers-too-large");
  }

  @Test
  void longestContextGetsPastTheParser() throws Exception {
    RawConnection.Answer answer =
        edge.askWithBody("PUT " + PATH + "k", "x", "Aitta-Context: " + "A".repeat(8192));
    isProblem(answer, 400, "invalid-request");
    assertThat(answer.text()).contains("Aitta-Context");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FOO", "get", "PURGE", "PROPFIND", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
  void unknownMethodIs501(String method) throws Exception {
    isProblem(edge.ask(method + " " + PATH + "k"), 501, "not-implemented");
  }

  @Test
  void connectAndStrangeTransferCodingsAre501() throws Exception {
    isProblem(edge.ask("CONNECT edge:80"), 501, "not-implemented");
    isProblem(edge.ask("PUT " + PATH + "k", "Transfer-Encoding: gzip"), 501, "not-implemented");
  }

  @Test
  void otherVersionsOfHttpAre505() throws Exception {
    isProblem(sent("GET / HTTP/3.0\r\nHost: edge\r\n\r\n"), 505, "version-not-supported");
  }

  @ParameterizedTest
  @CsvSource({"%zz", "%", "%1", "a#b", "a\u00e4b", "a\u00ff"})
  void malformedTargetIs400(String name) throws Exception {
    isProblem(edge.ask("GET " + PATH + name), 400, "invalid-request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/cluster HTTP/1.1\r\n\r\n",
        "GET /v1/cluster HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /v1/cluster HTTP/1.1\r\nHost edge\r\n\r\n",
        "GET /v1/cluster HTTP/1.1\r\nHost: edge\r\nContent-Length: x\r\n\r\n",
        "GET /v1/cluster HTTP/1.1\r\nHost: edge\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "PUT /v1/a HTTP/1.1\r\nHost: e\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HEAD /v1/cluster HTTP/1.1\r\nHost: edge\r\nContent-Length: 1\r\n\r\nx",
        "\u0016\u0003\u0001\u0002\u0000 hello tls\r\n\r\n",
        "\r\n\r\n GET /health/live HTTP/1.1\r\n\r\n",
        "hello there\r\n\r\n"
      })
  void malformedRequestEndsItsConnectionWithAProblem(String text) throws Exception {
    RawConnection.Answer answer = sent(text);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.status()).isIn(400, 501);
    assertThat(answer.header("connection")).isEqualTo("close");
  }

  @Test
  void randomBytesEndTheirOwnConnectionAlone() throws Exception {
    java.util.Random random = new java.util.Random(8);
    try (RawConnection other = edge.connect()) {
      for (int i = 0; i < 50; i++) {
        byte[] noise = new byte[random.nextInt(1, 2_000)];
        random.nextBytes(noise);
        try (RawConnection connection = edge.connect()) {
          connection.send(noise).send("\r\n\r\n");
        }
        other.send(RunningEdge.request("GET /health/live", ""));
        assertThat(other.read().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void oldClientsAreServed() throws Exception {
    assertThat(sent("GET /health/live HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
  }
}
