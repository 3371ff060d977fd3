package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Listings where no node has everything: three nodes, one copy of each range. A page is gathered
 * from all of them, and there is none while one is away.
 */
class ListingIT {
  private static final int KEYS = 300;

  @Test
  void pageIsOfAllNodesOrNotAtAll() throws Exception {
    try (TestCluster cluster = TestCluster.of("listing", 3).with("AITTA_REPLICAS", "1").start()) {
      TestClient client = cluster.client(0);
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < KEYS; i++) {
        String name = String.format("key-%03d", i);
        expected.add(name);
        client.put(Paths.key("b", name) + "?timeout=10s", "value").expect(204);
      }
      for (TestNode node : cluster.nodes()) {
        assertThat(all(node.client())).containsExactlyElementsOf(expected);
        assertThat(buckets(node.client())).containsExactly("b");
      }
      TestNode lost = cluster.node(2);
      lost.kill();
      awaitRefused(client, "/v1/buckets/b/keys");
      awaitRefused(client, "/v1/buckets");
      client
          .get("/v1/buckets/b/keys?timeout=500ms", "Accept", "application/x-ndjson")
          .expectProblem(503, "quorum-not-met");
      lost.startAndAwaitReady();
      await()
          .atMost(TestCluster.HEAL_LIMIT)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> client.get("/v1/buckets/b/keys").status() == 200);
      assertThat(all(client)).containsExactlyElementsOf(expected);
      lost.pause(); // not known to be away: its silence has to be waited for
      try {
        client.get("/v1/buckets/b/keys?timeout=1s").expectProblem(503, "quorum-not-met");
      } finally {
        lost.resume();
      }
    }
  }

  private static void awaitRefused(TestClient client, String path) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> client.get(path).expectProblem(503, "quorum-not-met"));
  }

  private static List<String> all(TestClient client) {
    List<String> found = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonNode page = client.get("/v1/buckets/b/keys?limit=70" + cursor).expect(200).json();
      page.path("keys").forEach(key -> found.add(key.asText()));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : null;
    }
    List<String> streamed =
        client
            .get("/v1/buckets/b/keys", "Accept", "application/x-ndjson")
            .expect(200)
            .text()
            .lines()
            .map(line -> line.substring(8, line.length() - 2))
            .toList();
    assertThat(streamed).isEqualTo(found);
    return found;
  }

  private static List<String> buckets(TestClient client) {
    List<String> found = new ArrayList<>();
    client
        .get("/v1/buckets")
        .expect(200)
        .json()
        .path("buckets")
        .forEach(b -> found.add(b.asText()));
    return found;
  }
}
