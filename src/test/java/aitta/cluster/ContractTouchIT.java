package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of touches. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ContractTouchIT {
  private final TestCluster cluster;
  private final TestClient client;
  private final String path = Paths.key(Paths.fresh("touch"), "k");

  ContractTouchIT(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client(0);
  }

  private Instant expiry(TestClient asked) {
    String text = asked.get(path).expect(200).need("Aitta-Expires");
    return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }

  @Test
  void keepsTheObjectAliveWithoutItsBody() {
    client.put(path + "?ttl=2s", "session", "Content-Type", "text/x-session").expect(204);
    Reply touched = cluster.client(1).post(path + "/touch?ttl=1h", "").expect(204);
    String witness = Paths.key(Paths.fresh("touch"), "witness");
    client.put(witness + "?ttl=2s", "x").expect(204);
    await().atMost(Duration.ofSeconds(15)).until(() -> client.get(witness).status() == 404);
    for (TestNode node : cluster.nodes()) {
      Reply now = node.client().get(path).expect(200);
      assertThat(now.text()).isEqualTo("session");
      assertThat(now.need("Content-Type")).isEqualTo("text/x-session");
      assertThat(now.etag()).isEqualTo(touched.etag());
      assertThat(expiry(node.client())).isAfter(Instant.now().plus(Duration.ofMinutes(55)));
    }
  }

  @Test
  void touchesAtOnceThroughAllNodesLeaveOneVersion() {
    client.put(path + "?ttl=1m", "session").expect(204);
    List<CompletableFuture<Integer>> touches = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      TestClient through = cluster.client(i % 3);
      touches.add(
          CompletableFuture.supplyAsync(
              () -> through.post(path + "/touch?ttl=1h&timeout=30s", "").status()));
    }
    assertThat(touches).extracting(CompletableFuture::join).containsOnly(204);
    assertThat(client.get(path).expect(200).text()).isEqualTo("session");
    assertThat(expiry(client)).isAfter(Instant.now().plus(Duration.ofMinutes(55)));
  }

  @Test
  void nothingAndSeveralVersionsAreRefused() {
    Reply nothing = client.post(path + "/touch?ttl=1h", "").expectProblem(404, "not-found");
    assertThat(nothing.context()).isNotBlank();
    client.put(path, "one", "Aitta-Context", "none").expect(204);
    client.put(path, "two", "Aitta-Context", "none").expect(204);
    client.post(path + "/touch?ttl=1h", "").expectProblem(409, "too-many-siblings");
    assertThat(client.get(path).siblingTexts()).containsExactly("one", "two");
    client.delete(path).expect(204);
    client.post(path + "/touch?ttl=1h", "").expectProblem(404, "not-found");
  }

  @Test
  void badInputIsRefused() {
    client.put(path, "x").expect(204);
    for (String query : List.of("", "?ttl=", "?ttl=1", "?ttl=999ms", "?ttl=3651d", "?ttl=1h&r=1")) {
      client.post(path + "/touch" + query, "").expectProblem(400, "invalid-request");
    }
    client.post(path + "/touch?ttl=1h", "", "Aitta-Context", "none").expect(400);
    client.get(path + "/touch").expectProblem(405, "method-not-allowed");
    assertThat(client.get(path).expect(200).header("Aitta-Expires")).isEmpty();
  }

  @Test
  void keyNamedTouchIsAKey() {
    String bucket = Paths.fresh("touch");
    client.post("/v1/buckets/" + bucket + "/keys/touch", "v").expect(204);
    assertThat(client.get(Paths.key(bucket, "touch")).expect(200).text()).isEqualTo("v");
    client.put(Paths.key(bucket, "a/touch"), "w").expect(204);
    assertThat(client.get(Paths.key(bucket, "a/touch")).expect(200).text()).isEqualTo("w");
  }
}
