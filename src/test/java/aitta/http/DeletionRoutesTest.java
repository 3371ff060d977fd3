package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deleting all keys with a prefix. */
class DeletionRoutesTest {
  private static final String KEYS = "/v1/buckets/b/keys";

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  @Test
  void isBegunAndTellsWhereItsProgressIs() throws Exception {
    RawConnection.Answer begun = edge.ask("DELETE " + KEYS + "?prefix=a%FF");
    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.header("location")).isEqualTo("/v1/buckets/b/deletions/n1.0");
    RawConnection.Answer progress = edge.ask("GET " + begun.header("location"));
    assertThat(progress.status()).isEqualTo(200);
    JsonNode report = Json.MAPPER.readTree(progress.body());
    assertThat(report.properties().stream().map(Map.Entry::getKey))
        .containsExactly("id", "bucket", "prefix", "state", "deleted", "started");
    assertThat(report.get("state").asText()).isEqualTo("running");
    assertThat(edge.backend.deletions.get("n1.0").prefix()).isEqualTo("a\u00ff");
  }

  @Test
  void withoutAPrefixItIsOfTheWholeBucket() throws Exception {
    assertThat(edge.ask("DELETE " + KEYS).status()).isEqualTo(202);
    assertThat(edge.backend.deletions.get("n1.0").prefix()).isEmpty();
  }

  @Test
  void whatCannotBeRightIsRefused() throws Exception {
    assertThat(edge.ask("DELETE " + KEYS + "?limit=1").status()).isEqualTo(400);
    assertThat(edge.ask("DELETE " + KEYS + "?prefix=" + "p".repeat(1025)).status()).isEqualTo(400);
    assertThat(edge.ask("DELETE /v1/buckets/.b/keys").status()).isEqualTo(400);
    assertThat(edge.ask("GET /v1/buckets/b/deletions/n1.9").status()).isEqualTo(404);
    assertThat(edge.backend.deletions).isEmpty();
    edge.ask("DELETE " + KEYS);
    assertThat(edge.ask("GET /v1/buckets/c/deletions/n1.0").status()).isEqualTo(404);
    assertThat(edge.ask("DELETE /v1/buckets/b/deletions/n1.0").status()).isEqualTo(405);
    for (int i = 1; i < 4; i++) {
      edge.ask("DELETE " + KEYS);
    }
    assertThat(edge.ask("DELETE " + KEYS).status()).isEqualTo(429);
  }
}
