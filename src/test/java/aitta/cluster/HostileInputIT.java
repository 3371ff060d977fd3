package aitta.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No input ends a node, or a connection other than its own: what no client should send, byte by
 * byte, beside a client that does its work all the while.
 */
@AcceptanceTest
@TestMethodOrder(OrderAnnotation.class)
class HostileInputIT {
  private static final int MEBIBYTE = 1 << 20;

  private static TestCluster cluster;
  private static TestNode node;
  private static Bystander bystander;

  /** Its body stops arriving; the node gives it up after 30 s, while the other tests run. */
  private static RawConnection stalled;

  @BeforeAll
  static void start() throws IOException {
    cluster = TestCluster.of("hostile", 1).start();
    node = cluster.node(0);
    bystander = new Bystander(node);
    stalled = node.connect();
    stalled.send(
        "PUT "
            + Paths.key("h", "stalled")
            + " HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf");
  }

  @AfterAll
  static void stop() throws IOException {
    try {
      if (bystander != null) {
        stalled.close();
        bystander.close();
        assertThat(node.log()).content().doesNotContain("OutOfMemoryError");
      }
    } finally {
      if (cluster != null) {
        cluster.close();
      }
    }
  }

  @AfterEach
  void nodeAndBystanderAreUnharmed() throws IOException {
    assertThat(node.isRunning()).as("the node runs").isTrue();
    assertThat(node.isReady()).as("the node is ready").isTrue();
    Bystander beside = bystander;
    int before = beside.rounds();
    try {
      await("the bystander goes on")
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                beside.assertUntroubled();
                return beside.rounds() > before;
              });
    } catch (AssertionError | ConditionTimeoutException e) {
      beside.close();
      bystander = new Bystander(node); // the tests to come are judged for themselves
      throw e;
    }
  }

  @Test
  void valueOverTheLimitIsRefusedReadablyWithItsLengthGiven() throws IOException {
    // The client may be sending still when it is refused; each try is a race of its own.
    for (int tries = 0; tries < 10; tries++) {
      try (RawConnection connection = node.connect()) {
        byte[] body = new byte[3 * MEBIBYTE];
        connection.sendInBackground(RawConnection.request("PUT", Paths.key("h", "large"), body));
        Reply reply = connection.read().expectProblem(413, "value-too-large");
        assertThat(reply.json().path("limit").asInt()).isEqualTo(MEBIBYTE);
      }
    }
  }

  @Test
  void valueOverTheLimitIsRefusedBeforeItIsSent() throws IOException {
    try (RawConnection connection = node.connect()) {
      connection.send(
          "PUT "
              + Paths.key("h", "large")
              + " HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n");
      connection.read().expectProblem(413, "value-too-large");
    }
    try (RawConnection connection = node.connect()) {
      connection.send(
          "PUT "
              + Paths.key("h", "large")
              + " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2000000\r\n\r\n");
      Reply first = connection.read();
      // A node may ask for the body first; it must not take all of it to refuse it.
      Reply last = first.status() == 100 ? connection.read() : first;
      last.expectProblem(413, "value-too-large");
    }
  }

  @Test
  void valueOverTheLimitIsRefusedReadablyInChunks() throws IOException {
    for (int tries = 0; tries < 10; tries++) {
      try (RawConnection connection = node.connect()) {
        StringBuilder request = new StringBuilder(3 * MEBIBYTE);
        request.append("PUT ").append(Paths.key("h", "large"));
        request.append(" HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int chunk = 0; chunk < 40; chunk++) {
          request.append("10000\r\n").append("x".repeat(0x10000)).append("\r\n");
        }
        connection.sendInBackground(request.append("0\r\n\r\n").toString().getBytes(ISO_8859_1));
        connection.read().expectProblem(413, "value-too-large");
      }
    }
  }

  @Test
  void valueOfJustTheLimitIsTakenEitherWay() throws IOException {
    byte[] body = new byte[MEBIBYTE];
    new Random(1).nextBytes(body);
    String path = Paths.key("h", "just");
    node.client().put(path + "?timeout=10s", body).expect(204);
    assertThat(node.client().get(path + "?timeout=10s").expect(200).body()).isEqualTo(body);
    try (RawConnection connection = node.connect()) {
      connection.send(
          "PUT " + path + "?timeout=10s HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      connection.send("100000\r\n");
      connection.send(body);
      connection.send("\r\n0\r\n\r\n");
      connection.read().expect(204);
    }
    assertThat(node.client().get(path).expect(200).body()).isEqualTo(body);
  }

  @Test
  void requestsThatStopHalfWayAreForgotten() throws IOException {
    String path = Paths.key("h", "half");
    for (String half :
        List.of(
            "",
            "P",
            "PUT " + path,
            "PUT " + path + " HTTP/1.1\r\nHost: a\r\nContent-Le",
            "PUT " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc",
            "PUT " + path + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")) {
      for (int i = 0; i < 10; i++) {
        try (RawConnection connection = node.connect()) {
          connection.send(half);
          if (i % 2 == 0) {
            connection.finishSending();
          }
        }
      }
    }
    node.client().get(path).expectProblem(404, "not-found");
  }

  @ParameterizedTest(
      name = "{index}") // the input itself would put control characters into the report
  @ValueSource(
      strings = {
        "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        "GET /v1/cluster HTTP/1.1\r\n\r\n",
        "GET /v1/cluster HTTP/1.1\r\nHost: a\r\nno colon here\r\n\r\n",
        "GET /v1/cluster HTTP/1.1\r\nHost: a\r\nbad name: x\r\n\r\n",
        "PUT /v1/buckets/h/keys/x HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        "PUT /v1/buckets/h/keys/x HTTP/1.1\r\nHost: a\r\nContent-Length: five\r\n\r\nabcde",
        "PUT /v1/buckets/h/keys/x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "PUT /v1/buckets/h/keys/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n",
        "get\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
        "\u0000\u0000\u0000\u0000\u0000\u0000\r\n\r\n"
      })
  void whatIsNotHttpIsRefusedOrCutOff(String rubbish) throws IOException {
    try (RawConnection connection = node.connect()) {
      connection.send(rubbish);
      connection.finishSending();
      Reply reply;
      try {
        reply = connection.read();
      } catch (IOException e) {
        return; // its own connection may end without a word
      }
      assertThat(reply.status()).as("%s", reply).isBetween(400, 505);
      HostileRequests.expectProblem(reply);
    }
    node.client().get("/v1/buckets/h/keys/x").expectProblem(404, "not-found");
  }

  @Test
  void bodyLengthAndChunksAtOnceSmuggleNoSecondRequest() throws IOException {
    String hidden = "DELETE /v1/buckets/h/keys/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    node.client().put("/v1/buckets/h/keys/smuggled", "here").expect(204);
    try (RawConnection connection = node.connect()) {
      connection.send(
          "PUT /v1/buckets/h/keys/both HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
              + "Content-Length: 5\r\n\r\n0\r\n\r\n"
              + hidden);
      connection.finishSending();
      // Refused, or the chunks hold and the connection ends (RFC 9112, 6.3): one answer at most.
      HostileRequests.readToEnd(connection);
    }
    node.client().get("/v1/buckets/h/keys/smuggled").expect(200);
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws IOException {
    try (RawConnection connection = node.connect()) {
      StringBuilder many = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        String path = Paths.key("h", "pipe-" + i);
        many.append("PUT ")
            .append(path)
            .append(" HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
        many.append(String.format("%03d", i));
        many.append("GET ")
            .append(Paths.key("h", "none-" + i))
            .append(" HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      connection.sendInBackground(many.toString().getBytes(ISO_8859_1));
      for (int i = 0; i < 50; i++) {
        connection.read().expect(204);
        connection.read().expect(404);
      }
      for (int i = 0; i < 50; i++) {
        assertThat(connection.exchange("GET", Paths.key("h", "pipe-" + i), null).text())
            .isEqualTo(String.format("%03d", i));
      }
    }
  }

  @Test
  void thousandsOfIdleConnectionsKeepNobodyOut() throws IOException {
    List<RawConnection> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 2000; i++) {
        idle.add(node.connect());
        if (i % 2 == 0) {
          idle.get(i).send("GET /health/li"); // half of them have begun to speak
        }
      }
      assertThat(node.client().get("/health/ready").status()).isEqualTo(200);
      try (RawConnection another = node.connect()) {
        another.exchange("PUT", Paths.key("h", "beside"), new byte[1]).expect(204);
      }
    } finally {
      for (RawConnection connection : idle) {
        connection.close();
      }
    }
  }

  @Test
  void clientsThatStopReadingHoldNobodyUp() throws IOException {
    String path = Paths.key("h", "big");
    node.client().put(path + "?timeout=10s", new byte[MEBIBYTE]).expect(204);
    byte[] ask = RawConnection.request("GET", path, null);
    byte[] askOften = new byte[ask.length * 50];
    for (int i = 0; i < 50; i++) {
      System.arraycopy(ask, 0, askOften, i * ask.length, ask.length);
    }
    List<RawConnection> deaf = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        deaf.add(node.connect());
        deaf.get(i).sendInBackground(askOften);
      }
      for (int i = 0; i < 20; i++) {
        byte[] read = node.client().get(path + "?timeout=10s").expect(200).body();
        assertThat(Arrays.equals(read, new byte[MEBIBYTE])).isTrue();
      }
    } finally {
      for (RawConnection connection : deaf) {
        connection.close();
      }
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void bodyThatStopsArrivingIsGivenUpWithAnAnswer() throws IOException {
    stalled.read().expectProblem(408, "request-timeout");
  }
}
