package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.request.Outcome;
import aitta.request.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens past the bounds. */
class OverloadTest {
  private static final String GET = RunningEdge.request("GET /v1/buckets/b/keys/k", "");
  private static final int REQUESTS = 4;
  private static final Duration STALL = Duration.ofSeconds(30);
  private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();

  @RegisterExtension
  final RunningEdge edge =
      RunningEdge.start(RunningEdge.settings(REQUESTS, 2L * RunningEdge.MAX_VALUE, STALL))
          .forOneTest();

  private CompletableFuture<Outcome> hold(Request request) {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    held.add(() -> answer.complete(edge.backend.done(request)));
    return answer;
  }

  private void release() {
    held.forEach(Runnable::run);
    held.clear();
  }

  private static void isOverloaded(RawConnection.Answer answer) {
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("retry-after")).isEqualTo("1");
    assertThat(answer.text()).contains("/problems/overloaded", "nothing was done");
  }

  @Test
  void requestsPastTheBoundAreRefusedAtOnceAndHealthIsNot() throws Exception {
    edge.backend.script = this::hold;
    List<RawConnection> waiting = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      waiting.add(edge.connect().send(GET));
    }
    Awaitility.await().until(() -> edge.edge.requests() == REQUESTS);
    isOverloaded(edge.ask("GET /v1/buckets/b/keys/k"));
    isOverloaded(edge.askWithBody("PUT /v1/buckets/b/keys/k", "x"));
    try (RawConnection connection = edge.connect()) {
      connection.send(RunningEdge.request("PUT /v1/buckets/b/keys/k", "", "Content-Length: 90000"));
      isOverloaded(connection.read()); // without waiting for the body
    }
    assertThat(edge.ask("GET /health/live").status()).isEqualTo(200);
    assertThat(edge.ask("GET /health/ready").status()).isEqualTo(200);
    release();
    for (RawConnection connection : waiting) {
      assertThat(connection.read().status()).isEqualTo(404);
      connection.close();
    }
    edge.backend.script = null;
    assertThat(edge.ask("GET /v1/buckets/b/keys/k").status()).isEqualTo(404);
    assertThat(edge.edge.requests()).isZero();
  }

  @Test
  void bodiesPastTheBoundAreRefusedAtOnce() throws Exception {
    String head =
        RunningEdge.request(
            "PUT /v1/buckets/b/keys/k", "", "Content-Length: " + RunningEdge.MAX_VALUE);
    try (RawConnection one = edge.connect();
        RawConnection two = edge.connect();
        RawConnection three = edge.connect();
        RawConnection four = edge.connect()) {
      one.send(head);
      two.send(head);
      Awaitility.await().until(() -> edge.edge.bodyBytes() == 2L * RunningEdge.MAX_VALUE);
      isOverloaded(three.send(head).read());
      four.send(RunningEdge.request("PUT /v1/buckets/b/keys/k", "", "Transfer-Encoding: chunked"));
      isOverloaded(four.send("5\r\nhello\r\n").read());
      assertThat(one.send(new byte[RunningEdge.MAX_VALUE]).read().status()).isEqualTo(204);
      Awaitility.await().until(() -> edge.edge.bodyBytes() == RunningEdge.MAX_VALUE);
      assertThat(edge.askWithBody("PUT /v1/buckets/b/keys/k", "x").status()).isEqualTo(204);
    }
    Awaitility.await().until(() -> edge.edge.bodyBytes() == 0);
  }

  @Test
  void answersThatNobodyReadsLeaveNoRoomForMore() throws Exception {
    int size = EdgeSettings.LARGEST_VALUE;
    RunningEdge large =
        RunningEdge.start(
            new EdgeSettings(
                "127.0.0.1", 0, 3, size, Duration.ofSeconds(2), 9, 20_000_000L, STALL));
    large.backend.script =
        request -> CompletableFuture.completedFuture(FakeBackend.valueOf(new byte[size]));
    try (RawConnection slow = large.connect()) {
      slow.send(GET);
      Awaitility.await().until(() -> large.edge.bodyBytes() == size);
      isOverloaded(large.ask("GET /v1/buckets/b/keys/k"));
      assertThat(large.ask("HEAD /v1/buckets/b/keys/k").status()).isEqualTo(200);
      RawConnection.Answer answer = slow.read();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).hasSize(size);
      Awaitility.await().until(() -> large.edge.bodyBytes() == 0);
      slow.send(GET);
      Awaitility.await().until(() -> large.edge.bodyBytes() == size);
    }
    Awaitility.await().until(() -> large.edge.bodyBytes() == 0);
    large.afterAll(null);
  }
}
