package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of objects that end by themselves. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ContractTimeToLiveIT {
  private final TestCluster cluster;
  private final TestClient client;
  private final String bucket = Paths.fresh("ttl");
  private final String path = Paths.key(bucket, "k");

  ContractTimeToLiveIT(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client(0);
  }

  @Test
  void expiryIsToldAndCountsFromTheWrite() {
    Instant before = Instant.now();
    client.put(path + "?ttl=1h", "x").expect(204);
    assertExpires(before, Duration.ofHours(1));
    client.put(path + "?ttl=3650d", "x").expect(204);
    assertExpires(before, Duration.ofDays(3650));
    client.put(path, "for ever").expect(204);
    assertThat(client.get(path).expect(200).header("Aitta-Expires")).isEmpty();
  }

  @Test
  void expiredVersionReadsAsDeletedEverywhere() {
    client.put(path + "?ttl=1s", "short").expect(204);
    for (TestNode node : cluster.nodes()) {
      awaitGone(node);
      assertThat(node.client().get(path).expectProblem(404, "not-found").context()).isNotBlank();
      node.client().get(path + "?r=one").expect(404);
    }
    client.put(path, "again", "If-None-Match", "*").expect(204);
    assertThat(cluster.client(1).get(path).expect(200).text()).isEqualTo("again");
  }

  @Test
  void overwriteOutlivesTheVersionThatExpires() {
    client.put(path + "?ttl=1s", "short").expect(204);
    client.put(path, "long").expect(204);
    String other = Paths.key(bucket, "witness");
    client.put(other + "?ttl=1s", "short").expect(204);
    // Once a later one has expired, the first is past its time too.
    await().atMost(Duration.ofSeconds(15)).until(() -> client.get(other).status() == 404);
    for (TestNode node : cluster.nodes()) {
      assertThat(node.client().get(path).expect(200).text()).isEqualTo("long");
    }
  }

  @Test
  void bucketGivesATimeToLiveToWritesThatNameNone() {
    String properties = Paths.bucket(bucket);
    client.putJson(properties, "{\"ttl\":\"2h\"}").expect(200);
    for (TestNode node : cluster.nodes()) {
      await("properties at " + node.id())
          .atMost(Duration.ofSeconds(10))
          .until(() -> node.client().get(properties).json().path("ttl").asText().equals("2h"));
    }
    Instant before = Instant.now();
    cluster.client(1).put(path, "x").expect(204);
    assertExpires(before, Duration.ofHours(2));
    cluster.client(2).put(path + "?ttl=5m", "x").expect(204);
    assertExpires(before, Duration.ofMinutes(5));
  }

  @Test
  void oneOfSeveralVersionsTellsItsExpiryAndLeavesTheOthersWhenItExpires() {
    client.put(path, "stays", "Aitta-Context", "none").expect(204);
    cluster.client(1).put(path + "?ttl=3s", "goes", "Aitta-Context", "none").expect(204);
    Reply both = client.get(path).expect(300);
    assertThat(both.json().path("siblings").findValuesAsText("expires"))
        .singleElement()
        .satisfies(text -> assertThat(Instant.parse(text)).isAfter(Instant.now().minusSeconds(9)));
    await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> {
              Reply left = client.get(path);
              // It reads as deleted from then on: a tombstone beside a live version is shown.
              return left.status() == 200
                  || left.siblingTexts().equals(List.of("<deleted>", "stays"));
            });
  }

  private void assertExpires(Instant before, Duration ttl) {
    String text = client.get(path).expect(200).need("Aitta-Expires");
    Instant told = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    assertThat(told)
        .isBetween(
            before.plus(ttl).minus(Duration.ofSeconds(2)),
            Instant.now().plus(ttl).plus(Duration.ofSeconds(5)));
  }

  private void awaitGone(TestNode node) {
    await("expiry at " + node.id())
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> node.client().get(path).status() == 404);
  }
}
