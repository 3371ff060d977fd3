package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract beside objects: settings, backups, many keys at once, what cannot be done at all.
 */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ContractAdminIT {
  private static final Duration LAG = Duration.ofSeconds(60);
  private static final String[] JSON = {"Content-Type", "application/json"};

  private final TestCluster cluster;
  private final TestClient client;
  private final String bucket = Paths.fresh("rest");

  ContractAdminIT(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client(0);
  }

  @Test
  void settingsAreChangedOnAllNodesAndTakenBack() {
    JsonNode before = client.get("/v1/cluster/settings").expect(200).json();
    client.putJson("/v1/cluster/settings", "{\"repair.concurrency\":3}").expect(200);
    client
        .putJson("/v1/cluster/settings", "{\"repair.concurrency\":2,\"no.such\":1}")
        .expectProblem(400, "invalid-request");
    for (TestNode node : cluster.nodes()) {
      await("settings of " + node.id())
          .atMost(LAG)
          .until(
              () ->
                  node.client()
                          .get("/v1/cluster/settings")
                          .json()
                          .path("repair.concurrency")
                          .asInt()
                      == 3);
    }
    client.putJson("/v1/cluster/settings", "{\"repair.concurrency\":null}").expect(200);
    await().atMost(LAG).until(() -> client.get("/v1/cluster/settings").json().equals(before));
  }

  @Test
  void backupIsBegunOnceAndToldOfAndNoRestoreIsTakenThatIsNone() {
    String name = Paths.fresh("by-hand");
    String body = "{\"name\":\"" + name + "\"}";
    Reply begun = client.post("/v1/cluster/backup", body, JSON).expect(202);
    assertThat(begun.json().path("name").asText()).isEqualTo(name);
    await()
        .atMost(LAG)
        .until(
            () ->
                client
                    .get("/v1/cluster/backup/" + name)
                    .expect(200)
                    .json()
                    .path("state")
                    .asText()
                    .equals("done"));
    client.post("/v1/cluster/backup", body, JSON).expectProblem(409, "backup-conflict");
    client.get("/v1/cluster/backup/never").expectProblem(404, "not-found");
    client
        .post("/v1/cluster/restore", "nonsense", "Content-Type", "application/octet-stream")
        .expectProblem(400, "invalid-request");
  }

  @Test
  void manyKeysAreListedInEveryFormAndDeletedTogether() {
    String keys = Paths.bucket(bucket) + "/keys";
    StringBuilder puts = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      String put = "{\"op\":\"put\",\"bucket\":\"%s\",\"key\":\"k%d\",\"value\":\"cnll\"}";
      puts.append(i == 0 ? "" : ",").append(put.formatted(bucket, i));
    }
    String body = "{\"operations\":[" + puts + "]}";
    String batch = "/v1/batch?r=one&w=all&strict=true&timeout=10s";
    Reply done = client.post(batch, body, JSON).expect(200);
    assertThat(done.json().path("results").findValuesAsText("status")).containsOnly("204");
    await().atMost(LAG).until(() -> client.get(keys).json().path("keys").size() == 5);

    JsonNode first = client.get(keys + "?after=k0&limit=2&include=value").expect(200).json();
    assertThat(first.path("keys").findValuesAsText("key")).containsExactly("k1", "k2");
    assertThat(first.path("keys").findValuesAsText("value")).containsExactly("cnll", "cnll");
    JsonNode rest =
        client.get(keys + "?limit=9&include=meta&cursor=" + first.path("next").asText()).json();
    assertThat(rest.path("keys").findValuesAsText("key")).containsExactly("k3", "k4");
    assertThat(rest.path("keys").findValuesAsText("size")).containsOnly("3");
    Reply lines = client.get(keys, "Accept", "application/x-ndjson").expect(200);
    assertThat(lines.text().lines()).hasSize(5).startsWith("{\"key\":\"k0\"}");

    String mine = "/v1/buckets?prefix=" + bucket;
    assertThat(client.get(mine + "&limit=1&timeout=10s").json().path("buckets")).hasSize(1);
    assertThat(client.get("/v1/buckets?limit=1&after=" + bucket).json().path("buckets").toString())
        .doesNotContain(bucket + "\"");
    JsonNode page = client.get("/v1/buckets?limit=1").expect(200).json();
    if (page.has("next")) { // where another test has used a bucket
      client.get("/v1/buckets?limit=1&cursor=" + page.path("next").asText()).expect(200);
    }

    String place = client.delete(keys + "?prefix=k").expect(202).need("Location");
    assertThat(place).startsWith("/v1/buckets/" + bucket + "/deletions/");
    await().atMost(LAG).until(() -> client.get(place).json().path("state").asText().equals("done"));
    assertThat(client.get(place).json().path("deleted").asInt()).isEqualTo(5);
  }

  @Test
  void whatANodeDoesNotKnowHowToDoItSays() throws IOException {
    client.send("BREW", "/v1/cluster", null).expectProblem(501, "not-implemented");
    List<String> said = new ArrayList<>();
    try (RawConnection connection = cluster.node(0).connect()) {
      connection.send("GET /health/live HTTP/3.7\r\nHost: a\r\n\r\n");
      said.add(connection.read().expectProblem(505, "version-not-supported").text());
    }
    assertThat(said).hasSize(1);
  }

  @Test
  void theDocumentAndTheConsoleAreServedByEveryNode() {
    for (TestNode node : cluster.nodes()) {
      JsonNode document = node.client().get("/v1/openapi.json").expect(200).json();
      assertThat(document.path("openapi").asText()).startsWith("3.1");
      assertThat(node.client().get("/").expect(200).text()).contains("<title>");
      node.client().get("/console/main.js").expect(200);
      node.client().head("/metrics").expect(200);
    }
    String removal = "/v1/cluster/nodes/n2/remove?dry-run=true";
    client.post(removal, "").expectProblem(409, "membership-conflict");
    client.post("/v1/cluster/nodes/n2/remove?dry-run=true&force=true", "").expect(200);
  }
}
