package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of batches. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ContractBatchIT {
  private final TestCluster cluster;
  private final TestClient client;
  private final String bucket = Paths.fresh("batch");
  private final ObjectNode batch = Reply.JSON.createObjectNode();
  private ArrayNode operations = batch.putArray("operations");

  ContractBatchIT(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client(0);
  }

  private ObjectNode add(String op, String key) {
    return operations.addObject().put("op", op).put("bucket", bucket).put("key", key);
  }

  private ObjectNode put(String key, String value) {
    return add("put", key).put("value", value.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends what was added, and begins a new batch. */
  private JsonNode send(String query) {
    Reply reply = post(query, batch.toString()).expect(200);
    assertThat(reply.need("Content-Type")).startsWith("application/json");
    JsonNode results = reply.json().path("results");
    assertThat(results).hasSize(operations.size());
    operations = batch.putArray("operations");
    return results;
  }

  private Reply post(String query, String body) {
    return client.post("/v1/batch" + query, body, "Content-Type", "application/json");
  }

  private static List<Integer> statuses(JsonNode results) {
    List<Integer> statuses = new java.util.ArrayList<>();
    results.forEach(result -> statuses.add(result.path("status").asInt()));
    return statuses;
  }

  @Test
  void writesReadsAndDeletesThroughOneNodeAreSeenThroughAll() {
    put("a", "1").put("contentType", "text/plain").put("ttl", "1h");
    put("%2F", "2").put("contentEncoding", "br");
    put("..", "3");
    add("get", "a");
    add("get", "nothing");
    JsonNode results = send("");
    assertThat(statuses(results)).containsExactly(204, 204, 204, 200, 404);
    assertThat(results.get(4).has("context")).isFalse();
    JsonNode a = results.get(3);
    assertThat(a.path("value").asText()).isEqualTo("MQ==");
    assertThat(a.path("contentType").asText()).isEqualTo("text/plain");
    assertThat(Instant.parse(a.path("lastModified").asText())).isBefore(Instant.now());
    assertThat(Instant.parse(a.path("expires").asText()))
        .isAfter(Instant.now().plus(Duration.ofMinutes(50)));
    for (TestNode node : cluster.nodes()) {
      Reply slash = node.client().get(Paths.key(bucket, "/")).expect(200);
      assertThat(slash.text()).isEqualTo("2");
      assertThat(slash.need("Content-Encoding")).isEqualTo("br");
      assertThat(node.client().get(Paths.key(bucket, "..")).expect(200).text()).isEqualTo("3");
    }
    add("delete", "a");
    add("get", "a");
    results = send("");
    assertThat(statuses(results)).containsExactly(204, 404);
    assertThat(results.get(1).path("context").asText()).isNotBlank();
    cluster.client(2).get(Paths.key(bucket, "a")).expect(404);
  }

  @Test
  void contextsGoBothWaysBetweenBatchesAndSingleRequests() {
    String path = Paths.key(bucket, "k");
    put("k", "one").put("context", "none");
    put("k", "two").put("context", "");
    assertThat(statuses(send(""))).containsExactly(204, 204);
    assertThat(client.get(path).siblingTexts()).containsExactly("one", "two");
    add("get", "k");
    JsonNode both = send("").get(0);
    assertThat(both.path("status").asInt()).isEqualTo(300);
    assertThat(both.path("siblings")).hasSize(2);
    put("k", "merged").put("context", both.path("context").asText());
    JsonNode merged = send("").get(0);
    assertThat(cluster.client(1).get(path).expect(200).text()).isEqualTo("merged");
    client.put(path, "after", "Aitta-Context", merged.path("context").asText()).expect(204);
    assertThat(client.get(path).expect(200).text()).isEqualTo("after");
  }

  @Test
  void preconditionsAreJudgedForEachOperation() {
    put("k", "first").put("ifNoneMatch", "*");
    assertThat(statuses(send(""))).containsExactly(204);
    put("k", "second").put("ifNoneMatch", "*");
    JsonNode lost = send("").get(0);
    assertThat(lost.path("status").asInt()).isEqualTo(412);
    assertThat(lost.path("problem").path("type").asText())
        .isEqualTo("/problems/precondition-failed");
    put("k", "third").put("ifMatch", '"' + lost.path("etag").asText() + '"');
    add("delete", "other").put("ifMatch", "*");
    assertThat(statuses(send(""))).containsExactly(204, 412);
    assertThat(client.get(Paths.key(bucket, "k")).expect(200).text()).isEqualTo("third");
  }

  @Test
  void whatIsWrongWithOneOperationIsToldInItsPlace() {
    put("good", "x");
    add("get", "");
    add("put", "k").put("value", "?");
    put("k", "x").put("context", "forged");
    put("k", "x").put("ttl", "0s");
    operations.addObject().put("op", "get").put("bucket", ".b").put("key", "k");
    JsonNode results = send("");
    assertThat(statuses(results)).containsExactly(204, 400, 400, 400, 400, 400);
    for (int i = 1; i < 6; i++) {
      JsonNode problem = results.get(i).path("problem");
      assertThat(problem.path("type").asText()).isEqualTo("/problems/invalid-request");
      assertThat(problem.path("detail").asText()).isNotBlank();
    }
    client.get(Paths.key(bucket, "k")).expect(404);
    client.get(Paths.key(bucket, "good")).expect(200);
  }

  @Test
  void whatCannotBeRightDoesNothing() {
    put("k", "x");
    add("peek", "k");
    post("", batch.toString()).expectProblem(400, "invalid-request");
    post("?r=17", "{\"operations\":[]}").expectProblem(400, "invalid-request");
    post("", "{\"operations\":").expectProblem(400, "invalid-request");
    client.post("/v1/batch", "{\"operations\":[]}").expectProblem(415, "unsupported-media-type");
    client.get("/v1/batch").expectProblem(405, "method-not-allowed");
    client.get(Paths.key(bucket, "k")).expect(404);
    operations.removeAll();
    for (int i = 0; i <= 1000; i++) {
      put("k", "x");
    }
    post("", batch.toString()).expectProblem(400, "invalid-request");
    client.get(Paths.key(bucket, "k")).expect(404);
    post("", " ".repeat(16 * 1024 * 1024 + 1)).expectProblem(413, "value-too-large");
  }

  @Test
  void thousandOperationsAreDone() {
    for (int i = 0; i < 1000; i++) {
      put("key-" + i, "value-" + i);
    }
    assertThat(statuses(send("?timeout=60s"))).containsOnly(204);
    for (int i = 0; i < 1000; i++) {
      add("get", "key-" + i);
    }
    JsonNode results = send("?timeout=60s&r=all&strict=true");
    for (int i = 0; i < 1000; i++) {
      assertThat(new String(binary(results.get(i)), StandardCharsets.UTF_8))
          .isEqualTo("value-" + i);
    }
  }

  private static byte[] binary(JsonNode result) {
    return java.util.Base64.getDecoder().decode(result.path("value").asText());
  }
}
