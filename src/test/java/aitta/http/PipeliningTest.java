package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.request.Outcome;
import aitta.request.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several requests on one connection before the first answer is read. */
class PipeliningTest {
  private static final int ROUNDS = 30;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  @Test
  void answersComeInTheOrderOfTheRequestsAndReadsSeeTheWritesBeforeThem() throws Exception {
    edge.backend.script = this::writesTakeAWhile;
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < ROUNDS; i++) {
      all.append(RunningEdge.request("PUT /v1/buckets/b/keys/k", "value " + i));
      all.append(RunningEdge.request("GET /v1/buckets/b/keys/k", ""));
    }
    try (RawConnection connection = edge.connect()) {
      connection.send(all.toString());
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(connection.read().status()).isEqualTo(204);
        assertThat(connection.read().text()).isEqualTo("value " + i);
      }
    }
  }

  private CompletionStage<Outcome> writesTakeAWhile(Request request) {
    return request instanceof Request.Read
        ? CompletableFuture.completedFuture(edge.backend.done(request))
        : CompletableFuture.supplyAsync(() -> edge.backend.done(request), LATER);
  }

  @Test
  void malformedRequestIsAnsweredAfterThoseBeforeIt() throws Exception {
    edge.backend.script = this::writesTakeAWhile;
    try (RawConnection connection = edge.connect()) {
      connection.send(
          RunningEdge.request("PUT /v1/buckets/b/keys/k", "x")
              + RunningEdge.request("DELETE /v1/buckets/b/keys/k", "")
              + "NONSENSE / HTTP/1.1\r\n\r\n");
      assertThat(connection.read().status()).isEqualTo(204);
      assertThat(connection.read().status()).isEqualTo(204);
      assertThat(connection.read().status()).isEqualTo(501);
      assertThat(connection.isAtEnd()).isTrue();
    }
  }
}
