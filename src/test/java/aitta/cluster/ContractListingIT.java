package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of listings, and of deletes by prefix. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ContractListingIT {
  private static final Duration LAG = Duration.ofSeconds(20);

  private final TestCluster cluster;
  private final TestClient client;
  private final String bucket = Paths.fresh("listing");
  private final String keys = Paths.bucket(bucket) + "/keys";

  ContractListingIT(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client(0);
  }

  private void put(String... names) {
    for (String name : names) {
      client.put(keys + "/" + name + "?w=all&timeout=10s", "v-" + name).expect(204);
    }
  }

  private static List<String> names(JsonNode page) {
    List<String> names = new ArrayList<>();
    page.path("keys")
        .forEach(key -> names.add(key.isTextual() ? key.asText() : key.path("key").asText()));
    return names;
  }

  private List<String> list(TestClient asked, String query) {
    return names(asked.get(keys + query).expect(200).json());
  }

  private void awaitKeys(String query, String... wanted) {
    for (TestNode node : cluster.nodes()) {
      await("listing at " + node.id())
          .atMost(LAG)
          .untilAsserted(() -> assertThat(list(node.client(), query)).containsExactly(wanted));
    }
  }

  @Test
  void liveKeysComeInByteOrderThroughEveryNode() {
    put("b", "a", "%FF", "%00", "a%2Fb", "Z", "%2E%2E");
    put("gone");
    client.delete(keys + "/gone?w=all&timeout=10s").expect(204);
    client.put(keys + "/short?ttl=1s&w=all", "x").expect(204);
    awaitKeys("", "%00", "..", "Z", "a", "a%2Fb", "b", "%FF");
    awaitKeys("?prefix=a", "a", "a%2Fb");
    awaitKeys("?after=a", "a%2Fb", "b", "%FF");
    awaitKeys("?prefix=nothing");
  }

  @Test
  void pagesTogetherAreEveryKeyOnce() {
    TreeSet<String> expected = new TreeSet<>();
    for (int i = 0; i < 250; i++) {
      String name = "key-" + i;
      expected.add(name);
      client.put(keys + "/" + name, "x").expect(204);
    }
    await().atMost(LAG).untilAsserted(() -> assertThat(list(client, "?limit=10000")).hasSize(250));
    List<String> found = new ArrayList<>();
    String cursor = "";
    int node = 0;
    do { // each page through another node
      TestClient asked = cluster.client(node++ % 3);
      JsonNode page = asked.get(keys + "?limit=37" + cursor).expect(200).json();
      found.addAll(names(page));
      assertThat(page.path("next").asText("x")).matches("[A-Za-z0-9_-]+");
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : null;
    } while (cursor != null);
    assertThat(found).containsExactlyElementsOf(expected);
    Reply stream = client.get(keys, "Accept", "application/x-ndjson").expect(200);
    assertThat(stream.need("Content-Type")).startsWith("application/x-ndjson");
    assertThat(stream.text().lines().toList())
        .containsExactlyElementsOf(
            expected.stream().map(name -> "{\"key\":\"" + name + "\"}").toList());
  }

  @Test
  void metadataAndValuesAreIncluded() {
    client.put(keys + "/a?ttl=1h&w=all", "one", "Content-Type", "text/plain").expect(204);
    client.put(keys + "/b?w=all", "1", "Aitta-Context", "none").expect(204);
    client.put(keys + "/b?w=all", "22", "Aitta-Context", "none").expect(204);
    awaitKeys("", "a", "b");
    JsonNode meta = client.get(keys + "?include=meta").expect(200).json().path("keys");
    JsonNode a = meta.get(0);
    Reply alone = client.get(keys + "/a").expect(200);
    assertThat('"' + a.path("etag").asText() + '"').isEqualTo(alone.etag());
    assertThat(a.path("contentType").asText()).isEqualTo("text/plain");
    assertThat(a.path("size").asInt()).isEqualTo(3);
    assertThat(a.path("expires").asText()).endsWith("Z");
    assertThat(a.path("lastModified").asText()).endsWith("Z");
    assertThat(a.has("value")).isFalse();
    assertThat(meta.get(1).path("siblings")).hasSize(2);
    JsonNode values = client.get(keys + "?include=value").expect(200).json().path("keys");
    assertThat(values.get(0).path("value").asText()).isEqualTo("b25l");
    assertThat(values.get(1).path("siblings").findValuesAsText("value"))
        .containsExactlyInAnyOrder("MQ==", "MjI=");
  }

  @Test
  void bucketsExistByBeingUsed() {
    String other = bucket + ".other";
    client.get(Paths.bucket(other)).expect(200); // which does not use it
    assertThat(buckets("?prefix=" + other)).isEmpty();
    put("k");
    client.put(Paths.key(other, "k") + "?w=all", "v").expect(204);
    await()
        .atMost(LAG)
        .untilAsserted(
            () -> assertThat(buckets("?prefix=" + bucket)).containsExactly(bucket, other));
    assertThat(buckets("?prefix=" + bucket + "&after=" + bucket)).containsExactly(other);
    assertThat(buckets("?limit=10000")).contains(bucket, other).isSorted().doesNotHaveDuplicates();
    JsonNode first = client.get("/v1/buckets?limit=1&prefix=" + bucket).expect(200).json();
    assertThat(first.path("buckets").get(0).asText()).isEqualTo(bucket);
    assertThat(buckets("?prefix=" + bucket + "&cursor=" + first.path("next").asText()))
        .containsExactly(other);
  }

  private List<String> buckets(String query) {
    List<String> names = new ArrayList<>();
    client
        .get("/v1/buckets" + query)
        .expect(200)
        .json()
        .path("buckets")
        .forEach(n -> names.add(n.asText()));
    return names;
  }

  @Test
  void badInputIsRefused() {
    for (String query :
        List.of("limit=0", "limit=10001", "include=x", "cursor=x", "after=a&cursor=x", "x=1")) {
      client.get(keys + "?" + query).expectProblem(400, "invalid-request");
    }
    client.get("/v1/buckets?limit=0").expectProblem(400, "invalid-request");
    client.get("/v1/buckets?include=meta").expectProblem(400, "invalid-request");
    client.get("/v1/buckets/.b/keys").expectProblem(400, "invalid-request");
    client.get(keys, "Accept", "text/html").expectProblem(406, "not-acceptable");
    client.get("/v1/buckets", "Accept", "text/html").expectProblem(406, "not-acceptable");
    client.put(keys, "x").expectProblem(405, "method-not-allowed");
    client.delete(keys + "?after=a").expectProblem(400, "invalid-request");
    client.get(Paths.bucket(bucket) + "/deletions/n1.0").expectProblem(404, "not-found");
    client.get(Paths.bucket(bucket) + "/deletions/x").expectProblem(404, "not-found");
  }

  @Test
  void deleteByPrefixTakesThoseKeysAndNoOthers() {
    for (int i = 0; i < 60; i++) {
      client.put(keys + "/p-" + i, "x").expect(204);
    }
    put("o", "q");
    Reply begun = client.delete(keys + "?prefix=p-").expect(202);
    String progress = begun.need("Location");
    for (TestNode node : cluster.nodes()) {
      await("progress through " + node.id())
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                JsonNode report = node.client().get(progress).expect(200).json();
                assertThat(report.path("state").asText()).isEqualTo("done");
                assertThat(report.path("deleted").asInt()).isGreaterThanOrEqualTo(60);
                assertThat(report.path("prefix").asText()).isEqualTo("p-");
              });
    }
    for (int i = 0; i < 60; i++) {
      client.get(keys + "/p-" + i).expect(404);
    }
    awaitKeys("", "o", "q");
    assertThat(client.get(keys + "/o").expect(200).text()).isEqualTo("v-o");
  }
}
