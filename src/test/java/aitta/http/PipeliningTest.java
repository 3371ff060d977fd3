package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several requests on one connection before the first answer is read. */
class PipeliningTest {

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  @Test
  void answersComeInTheOrderOfTheRequestsAndReadsSeeTheWritesBeforeThem() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      all.append(RunningEdge.request("PUT /v1/buckets/b/keys/k", "value " + i));
      all.append(RunningEdge.request("GET /v1/buckets/b/keys/k", ""));
    }
    try (RawConnection connection = edge.connect()) {
      connection.send(all.toString());
      for (int i = 0; i < 100; i++) {
        assertThat(connection.read().status()).isEqualTo(204);
        assertThat(connection.read().text()).isEqualTo("value " + i);
      }
    }
  }

  @Test
  void malformedRequestIsAnsweredAfterThoseBeforeIt() throws Exception {
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
