package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of buckets: their properties, how conflicts are settled, and what is in them. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ContractBucketIT {
  /** "Changes reach every reachable node within 5 s", and a busy machine gets as much again. */
  private static final Duration SPREAD_LIMIT = Duration.ofSeconds(10);

  private static final String DEFAULTS =
      "{\"r\":\"quorum\",\"w\":\"quorum\",\"strict\":false,\"conflicts\":\"siblings\",\"ttl\":null}";

  private final TestCluster cluster;
  private final TestClient client;
  private final String bucket = Paths.fresh("bucket");
  private final String path = Paths.bucket(bucket);
  private final String key = Paths.key(bucket, "k");

  ContractBucketIT(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client(0);
  }

  @Test
  void bucketNeverUsedHasTheDefaults() throws Exception {
    assertThat(client.get(path).expect(200).json()).isEqualTo(Reply.JSON.readTree(DEFAULTS));
  }

  @Test
  void anySubsetOfPropertiesChangesAndReachesEveryNode() throws Exception {
    JsonNode all = client.putJson(path, "{\"r\":\"one\",\"ttl\":\"12h\"}").expect(200).json();
    String changed =
        "{\"r\":\"one\",\"w\":\"quorum\",\"strict\":false,\"conflicts\":\"siblings\",\"ttl\":\"12h\"}";
    assertThat(all).isEqualTo(Reply.JSON.readTree(changed));
    awaitEverywhere(all);
    JsonNode more = cluster.client(1).putJson(path, "{\"w\":2,\"ttl\":null}").expect(200).json();
    assertThat(more.path("r").asText()).isEqualTo("one");
    assertThat(more.path("w").asText()).isEqualTo("2");
    assertThat(more.path("ttl").isNull()).isTrue();
    awaitEverywhere(more);
    cluster.client(2).delete(path).expect(204);
    awaitEverywhere(Reply.JSON.readTree(DEFAULTS));
  }

  @Test
  void deletingPropertiesDeletesNoObject() {
    client.put(key, "stays").expect(204);
    client.putJson(path, "{\"w\":\"all\"}").expect(200);
    client.delete(path).expect(204);
    assertThat(client.get(key).expect(200).text()).isEqualTo("stays");
  }

  @Test
  void quorumOfTheBucketHoldsWhereTheRequestNamesNone() {
    awaitEverywhere(client.putJson(path, "{\"r\":\"all\",\"w\":\"all\"}").expect(200).json());
    assertThat(client.put(key, "x").expect(204).need("Aitta-Quorum")).isEqualTo("3/3");
    assertThat(cluster.client(1).get(key).expect(200).need("Aitta-Quorum")).isEqualTo("3/3");
    assertThat(client.get(key + "?r=one").expect(200).need("Aitta-Quorum")).matches("[123]/3");
  }

  @Test
  void latestWriteWinsInABucketThatSaysSo() {
    awaitEverywhere(client.putJson(path, "{\"conflicts\":\"latest\"}").expect(200).json());
    for (int i = 0; i < 40; i++) {
      // Neither knows of the other; what was acknowledged before is older all the same.
      cluster.client(i % 3).put(key, "" + i, "Aitta-Context", "none").expect(204);
      assertThat(cluster.client((i + 1) % 3).get(key).expect(200).text()).isEqualTo("" + i);
    }
    cluster.client(1).delete(key, "Aitta-Context", "none").expect(204);
    cluster.client(2).get(key).expect(404);
    client.put(key, "again").expect(204);
    assertThat(cluster.client(2).get(key).expect(200).text()).isEqualTo("again");
  }

  @Test
  void racingWritesOfALatestBucketLeaveOneThatAllNodesAgreeOn() {
    awaitEverywhere(client.putJson(path, "{\"conflicts\":\"latest\"}").expect(200).json());
    Work.inParallel(
        12, writer -> cluster.client(writer % 3).put(key, "w" + writer).expect(204).status());
    String winner = client.get(key + "?r=all").expect(200).text();
    assertThat(winner).matches("w\\d+");
    for (TestNode node : cluster.nodes()) {
      assertThat(node.client().get(key).expect(200).text()).isEqualTo(winner);
    }
  }

  @Test
  void siblingsFromBeforeAreResolvedByReadsOnceTheBucketSaysLatest() {
    client.put(key, "older", "Aitta-Context", "none").expect(204);
    cluster.client(1).put(key, "newer", "Aitta-Context", "none").expect(204);
    client.get(key).expect(300);
    awaitEverywhere(client.putJson(path, "{\"conflicts\":\"latest\"}").expect(200).json());
    for (TestNode node : cluster.nodes()) {
      assertThat(node.client().get(key).expect(200).text()).isIn("older", "newer");
    }
  }

  private void awaitEverywhere(JsonNode properties) {
    for (TestNode node : cluster.nodes()) {
      await("properties at " + node.id())
          .atMost(SPREAD_LIMIT)
          .untilAsserted(
              () -> assertThat(node.client().get(path).expect(200).json()).isEqualTo(properties));
    }
  }
}
