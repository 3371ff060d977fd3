package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of what a cluster tells of itself. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ContractClusterIT {
  private static final int RANGES = 16; // as the cluster was started with

  private final TestCluster cluster;
  private final TestClient client;

  ContractClusterIT(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client(0);
  }

  @Test
  void everyNodeTellsOfAllNodes() {
    cluster.awaitAllUp();
    for (TestNode asked : cluster.nodes()) {
      JsonNode told = asked.client().get("/v1/cluster").expect(200).json();
      assertThat(told.path("node").asText()).isEqualTo(asked.id());
      assertThat(told.path("replicas").asInt()).isEqualTo(3);
      assertThat(told.path("ranges").asInt()).isEqualTo(RANGES);
      assertThat(told.path("ringVersion").isIntegralNumber()).isTrue();
      assertThat(told.path("transfers").isArray()).isTrue();
      assertThat(told.path("nodes").findValuesAsText("id"))
          .containsExactlyInAnyOrder("n1", "n2", "n3");
      for (JsonNode node : told.path("nodes")) {
        TestNode meant = cluster.node(node.path("id").asText().charAt(1) - '1');
        assertThat(node.path("status").asText()).isEqualTo("up");
        assertThat(node.path("address").asText()).contains(meant.peerAddress());
        assertThat(node.path("http").asText()).isNotBlank();
        assertThat(node.path("zone").asText()).isEqualTo("default");
        assertThat(node.path("weight").asDouble()).isEqualTo(1.0);
        // Three nodes, three replicas: everybody owns everything.
        assertThat(node.path("rangesOwned").asInt()).isEqualTo(RANGES);
        for (String count : List.of("keys", "bytes", "hintsHeld", "catchingUp")) {
          assertThat(node.path(count).isIntegralNumber()).as("%s of %s", count, node).isTrue();
        }
        assertThat(node.path("hintsFor").isObject()).isTrue();
        assertThat(node.path("diskFull").isBoolean()).isTrue();
        assertThat(node.path("diskFull").asBoolean()).isFalse();
        assertThat(node.path("setAside").asInt(-1)).isZero();
      }
    }
  }

  @Test
  void keysAreCounted() {
    for (int i = 0; i < 20; i++) {
      client.put(Paths.key("counted", Paths.fresh("key")), "x").expect(204);
    }
    await("counts of keys")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(client.get("/v1/cluster").expect(200).json().path("nodes"))
                    .allSatisfy(
                        node -> {
                          assertThat(node.path("keys").asLong()).isGreaterThanOrEqualTo(20);
                          assertThat(node.path("bytes").asLong()).isPositive();
                        }));
  }

  @Test
  void ringCoversAllHashesAndIsTheSameEverywhere() {
    JsonNode ring = client.get("/v1/cluster/ring").expect(200).json();
    assertThat(ring.path("replicas").asInt()).isEqualTo(3);
    assertThat(ring.path("version").isIntegralNumber()).isTrue();
    assertThat(ring.path("ranges")).hasSize(RANGES);
    BigInteger next = BigInteger.ZERO;
    for (JsonNode range : ring.path("ranges")) {
      assertThat(range.path("from").asText()).matches("[0-9a-f]{32}");
      assertThat(hash(range.path("from"))).isEqualTo(next);
      assertThat(names(range.path("owners"))).containsExactlyInAnyOrder("n1", "n2", "n3");
      assertThat(range.path("pending")).isEmpty();
      assertThat(range.path("version").isIntegralNumber()).isTrue();
      next = hash(range.path("to")).add(BigInteger.ONE);
    }
    assertThat(next).isEqualTo(BigInteger.ONE.shiftLeft(128));
    for (TestNode node : cluster.nodes()) {
      assertThat(node.client().get("/v1/cluster/ring").expect(200).json()).isEqualTo(ring);
    }
  }

  @Test
  void firstOwnersAreSpreadOverTheNodes() {
    Set<String> firsts = new HashSet<>();
    for (JsonNode range : client.get("/v1/cluster/ring").expect(200).json().path("ranges")) {
      firsts.add(range.path("owners").get(0).asText());
    }
    assertThat(firsts).containsExactlyInAnyOrder("n1", "n2", "n3");
  }

  @ParameterizedTest(name = "{index}") // the keys themselves would put a zero byte into the report
  @CsvSource({"plain, plain", "a%2Bb+c%26, 'a+b c&'", "%C3%A4, ä", "%00, '\u0000'"})
  void keyIsLocatedByTheHashOfItsBytes(String query, String key) throws Exception {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    md5.update("located".getBytes(StandardCharsets.US_ASCII));
    md5.update((byte) 0);
    String expected = HexFormat.of().formatHex(md5.digest(name));
    JsonNode ring = client.get("/v1/cluster/ring").expect(200).json();
    for (TestNode node : cluster.nodes()) {
      JsonNode place =
          node.client().get("/v1/cluster/locate?bucket=located&key=" + query).expect(200).json();
      assertThat(place.path("hash").asText()).isEqualTo(expected);
      int index = Integer.parseInt(expected.substring(0, 1), 16); // 16 ranges: the first digit
      assertThat(place.path("range").asInt()).isEqualTo(index);
      assertThat(place.path("owners")).isEqualTo(ring.path("ranges").get(index).path("owners"));
      assertThat(place.path("standIns").isArray()).isTrue();
    }
  }

  @Test
  void locatingNeedsABucketAndAKey() {
    client.get("/v1/cluster/locate?bucket=b").expectProblem(400, "invalid-request");
    client.get("/v1/cluster/locate?key=k").expectProblem(400, "invalid-request");
    client.get("/v1/cluster/locate?bucket=.b&key=k").expectProblem(400, "invalid-request");
    client.get("/v1/cluster/locate?bucket=b&key=").expectProblem(400, "invalid-request");
  }

  @Test
  void healthAnswersEverywhere() {
    for (TestNode node : cluster.nodes()) {
      node.client().get("/health/live").expect(200);
      node.client().get("/health/ready").expect(200);
    }
  }

  private static List<String> names(JsonNode array) {
    List<String> names = new ArrayList<>();
    array.forEach(name -> names.add(name.asText()));
    return names;
  }

  private static BigInteger hash(JsonNode hex) {
    return new BigInteger(hex.asText(), 16);
  }
}
