package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may come into a cluster and who may go, on real nodes; no data has to move for it. */
@AcceptanceTest
class MembershipIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = TestCluster.of("membership", 1).with("AITTA_RANGES", "16").start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static void expectRefusal(TestNode node, String... words) {
    node.start();
    assertThat(node.awaitExit(LIMIT)).as("exit code of %s", node).isNotZero();
    assertThat(node.logSinceStart()).contains(words);
  }

  private static TestNode stranger(String variable, String value) {
    TestNode node = cluster.addNode("stranger");
    node.env().put(variable, value);
    return node;
  }

  @Test
  void aNodeOfAnotherShapeIsToldWhichSettingDiffers() {
    expectRefusal(stranger("AITTA_RANGES", "32"), "AITTA_RANGES", "16", "32");
    expectRefusal(stranger("AITTA_REPLICAS", "2"), "AITTA_REPLICAS", "3", "2");
    TestNode second = cluster.addNode("n1-again");
    second.env().put("AITTA_NODE_ID", "n1");
    expectRefusal(second, "node id n1 is in use");
    assertThat(cluster.client(0).get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void aNewNodeJoinsAndWhatMayNotBeIsRefused() {
    TestNode late = cluster.addNode("n2");
    late.env().put("AITTA_ZONE", "north");
    late.env().put("AITTA_WEIGHT", "2");
    late.startAndAwaitReady();
    for (TestNode asked : List.of(cluster.node(0), late)) {
      await("n2 is a member, as " + asked.id() + " sees it")
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                JsonNode nodes = asked.client().get("/v1/cluster").expect(200).json().path("nodes");
                assertThat(nodes.findValuesAsText("id")).containsExactly("n1", "n2");
                assertThat(nodes.get(1).path("zone").asText()).isEqualTo("north");
                assertThat(nodes.get(1).path("weight").asDouble()).isEqualTo(2);
              });
    }
    late.client().put(Paths.key("b", "k"), "by the new one").expect(204);
    assertThat(cluster.client(0).get(Paths.key("b", "k")).expect(200).text())
        .isEqualTo("by the new one");

    for (TestClient client : List.of(cluster.client(0), late.client())) {
      client.post("/v1/cluster/nodes/nobody/leave", "").expect(404);
      Reply tooFew = client.post("/v1/cluster/nodes/n2/leave", "").expect(409);
      assertThat(tooFew.text()).contains("membership-conflict", "1 nodes left (n1)");
      client.post("/v1/cluster/nodes/n2/leave?dry-run=true&force=true", "").expect(200);
      Reply alive = client.post("/v1/cluster/nodes/n2/remove?dry-run=true", "").expect(409);
      assertThat(alive.text()).contains("membership-conflict");
    }
  }
}
