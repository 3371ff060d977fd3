package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.ExplainReport;
import aitta.api.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainTest {
  private static final String KEY = "/v1/buckets/b/keys/%2F%ff";

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  @Test
  void reportHasTheFieldsOfTheContract() throws Exception {
    RawConnection.Answer answer = edge.ask("GET " + KEY + "?explain=true&timeout=3s");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    JsonNode report = Json.MAPPER.readTree(answer.body());
    assertThat(names(report)).containsExactly("key", "range", "replicas");
    assertThat(report.get("key").asText()).isEqualTo("%2F%FF");
    JsonNode replica = report.get("replicas").get(0);
    assertThat(names(replica))
        .containsExactly("node", "role", "answered", "catchingUp", "versions");
    assertThat(report.get("replicas").findValuesAsText("role"))
        .containsExactly("owner", "stand-in");
    assertThat(names(replica.get("versions").get(0)))
        .containsExactly("etag", "deleted", "lastModified", "size", "dot");
    assertThat(replica.get("versions").get(0).get("size").asInt()).isEqualTo(3000); // as faked
    assertThat(Json.MAPPER.readValue(answer.body(), ExplainReport.class).replicas()).hasSize(2);
  }

  private static Iterable<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"explain=yes", "explain=true&r=1", "explain=true&sibling=1-1", "explain=true&x=1"})
  void whatDoesNotGoTogetherIsRefused(String query) throws Exception {
    assertThat(edge.ask("GET " + KEY + "?" + query).status()).isEqualTo(400);
  }

  @Test
  void falseIsAnOrdinaryRead() throws Exception {
    assertThat(edge.ask("GET " + KEY + "?explain=false").status()).isEqualTo(404);
    assertThat(edge.ask("PUT " + KEY + "?explain=true").status()).isEqualTo(400);
  }
}
