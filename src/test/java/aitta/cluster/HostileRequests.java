package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the tests of bad input have in common. */
final class HostileRequests {
  private HostileRequests() {}

  /** Checks that an error, whichever, is told as a problem document. */
  static void expectProblem(Reply reply) {
    assertThat(reply.status()).as("%s", reply).isGreaterThanOrEqualTo(400);
    assertThat(reply.header("Content-Type").orElse("none"))
        .as("%s", reply)
        .startsWith("application/problem+json");
    JsonNode problem = reply.json();
    assertThat(problem.path("type").asText()).as("%s", reply).startsWith("/problems/");
    assertThat(problem.path("title").asText()).as("%s", reply).isNotBlank();
    assertThat(problem.path("status").asInt()).as("%s", reply).isEqualTo(reply.status());
    assertThat(problem.path("detail").asText()).as("%s", reply).isNotBlank();
  }

  /** Every answer until the node closes the connection. */
  static List<Reply> readToEnd(RawConnection connection) throws IOException {
    List<Reply> replies = new ArrayList<>();
    while (true) {
      try {
        replies.add(connection.read());
      } catch (EOFException e) {
        return replies;
      }
    }
  }
}
