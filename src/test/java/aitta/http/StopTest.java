package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.request.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StopTest {
  private static final String GET = RunningEdge.request("GET /v1/buckets/b/keys/k", "");

  @RegisterExtension final RunningEdge edge = RunningEdge.start().forOneTest();

  @Test
  void openRequestsAreAnsweredBeforeConnectionsEnd() throws Exception {
    CompletableFuture<Outcome> late = new CompletableFuture<>();
    edge.backend.script = request -> late;
    try (RawConnection busy = edge.connect();
        RawConnection idle = edge.connect()) {
      idle.send(RunningEdge.request("GET /health/live", ""));
      assertThat(idle.read().header("connection")).isNull();
      busy.send(GET);
      Awaitility.await().until(() -> edge.edge.open() == 1);
      CompletionStage<Done> stopped = edge.edge.stop(Duration.ofSeconds(5));
      Awaitility.await().untilAsserted(() -> assertThatThrownBy(edge::connect).isNotNull());
      idle.send(RunningEdge.request("GET /health/live", ""));
      RawConnection.Answer last = idle.read();
      assertThat(last.status()).isEqualTo(200);
      assertThat(last.header("connection")).isEqualTo("close");
      assertThat(stopped.toCompletableFuture()).isNotDone();
      late.complete(new Outcome.QuorumNotMet(2, 1, "late"));
      RawConnection.Answer answer = busy.read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(busy.isAtEnd()).isTrue();
      stopped.toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void stopEndsEvenIfARequestDoesNot() throws Exception {
    edge.backend.script = request -> new CompletableFuture<>();
    try (RawConnection busy = edge.connect()) {
      busy.send(GET);
      Awaitility.await().until(() -> edge.edge.open() == 1);
      edge.edge.stop(Duration.ofMillis(300)).toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void portThatIsTakenFailsTheBinding() {
    Duration second = Duration.ofSeconds(1);
    int port = edge.edge.address().getPort();
    EdgeSettings same = new EdgeSettings("127.0.0.1", port, 3, 9, second, 9, 9, second);
    assertThatThrownBy(() -> RunningEdge.start(same)).hasMessageContaining("Bind failed");
  }
}
