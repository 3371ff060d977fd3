package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of explanations: what each copy holds, unmerged. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ContractExplainIT {
  private final TestCluster cluster;
  private final TestClient client;
  private final String bucket = Paths.fresh("explain");
  private final String path = Paths.key(bucket, "a/b");

  ContractExplainIT(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client(0);
  }

  @Test
  void everyOwnerTellsItsVersions() {
    String etag = client.put(path + "?w=all&strict=true", "12345").expect(204).etag();
    JsonNode located =
        client.get("/v1/cluster/locate?bucket=" + bucket + "&key=a/b").expect(200).json();
    for (TestNode node : cluster.nodes()) {
      JsonNode report = node.client().get(path + "?explain=true").expect(200).json();
      assertThat(report.path("key").asText()).isEqualTo("a%2Fb");
      assertThat(report.path("range")).isEqualTo(located.path("range"));
      List<JsonNode> owners = owners(report);
      assertThat(owners)
          .extracting(owner -> owner.path("node").asText())
          .isEqualTo(names(located.path("owners")));
      for (JsonNode replica : owners) {
        assertThat(replica.path("answered").asBoolean()).isTrue();
        assertThat(replica.path("catchingUp").isBoolean()).isTrue();
        assertThat(replica.path("versions")).hasSize(1);
        JsonNode version = replica.path("versions").get(0);
        assertThat('"' + version.path("etag").asText() + '"').isEqualTo(etag);
        assertThat(version.path("deleted").asBoolean()).isFalse();
        assertThat(version.path("size").asInt()).isEqualTo(5);
        assertThat(version.path("dot").asText()).matches("[0-9a-f]+:[0-9]+");
        assertThat(Instant.parse(version.path("lastModified").asText()))
            .isBefore(Instant.now().plusSeconds(5));
      }
    }
  }

  private static List<String> names(JsonNode array) {
    List<String> names = new ArrayList<>();
    array.forEach(name -> names.add(name.asText()));
    return names;
  }

  /** Without what a node keeps for others, as one does for a while that found another slow. */
  private static List<JsonNode> owners(JsonNode report) {
    List<JsonNode> owners = new ArrayList<>();
    report
        .path("replicas")
        .forEach(
            replica -> {
              assertThat(replica.path("role").asText()).isIn("owner", "stand-in");
              if (replica.path("role").asText().equals("owner")) {
                owners.add(replica);
              }
            });
    return owners;
  }

  @Test
  void deletesAndSiblingsAreShownAsTheyLie() {
    client.put(path, "one", "Aitta-Context", "none").expect(204);
    client.delete(path + "?w=all&strict=true", "Aitta-Context", "none").expect(204);
    JsonNode report = cluster.client(1).get(path + "?explain=true&timeout=5s").expect(200).json();
    assertThat(owners(report)).hasSize(3);
    assertThat(owners(report).get(0).path("versions").findValuesAsText("deleted")).contains("true");
  }

  @Test
  void keyThatWasNeverWrittenHasNoVersions() {
    JsonNode report = client.get(path + "?explain=true").expect(200).json();
    assertThat(report.path("replicas")).hasSize(3);
    report.path("replicas").forEach(replica -> assertThat(replica.path("versions")).isEmpty());
  }

  @Test
  void badInputIsRefused() {
    client.get(path + "?explain=1").expectProblem(400, "invalid-request");
    client.get(path + "?explain=true&w=1").expectProblem(400, "invalid-request");
    client.get(path + "?explain=true&timeout=61s").expectProblem(400, "invalid-request");
  }
}
