package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What has to hold of a ring of 16 ranges with three owners each, whatever it has been through. */
final class RingChecks {
  static final Duration LIMIT = Duration.ofSeconds(120);

  private static final int REPLICAS = 3;
  private static final int RANGES = 16;

  private RingChecks() {}

  /** Waits until the ring has these members and every range is where it should be. */
  static void awaitAtTarget(TestNode witness, Set<String> members) {
    await("the ring of " + members + ", as " + witness.id() + " sees it")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(250))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(
            () -> {
              assertThat(TestCluster.statuses(witness).keySet()).isEqualTo(members);
              Map<String, Integer> shares = new TreeMap<>();
              for (JsonNode range :
                  witness.client().get("/v1/cluster/ring").expect(200).json().path("ranges")) {
                assertThat(range.path("pending")).isEmpty();
                assertThat(range.path("owners")).hasSize(REPLICAS);
                range.path("owners").forEach(one -> shares.merge(one.asText(), 1, Integer::sum));
              }
              assertThat(shares.keySet()).isEqualTo(members);
              double fair = (double) RANGES * REPLICAS / members.size();
              int bound = (int) Math.max(Math.ceil(fair), Math.floor(1.05 * fair));
              assertThat(shares.values()).allSatisfy(n -> assertThat(n).isLessThanOrEqualTo(bound));
            });
  }

  /** A copy may be catching up for a moment after its range has come. */
  static Reply answer(TestNode node, String path) {
    Reply[] reply = new Reply[1];
    await("an answer of " + node.id())
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(
            () -> {
              reply[0] = node.client().get(path);
              return reply[0].status() != 503;
            });
    return reply[0];
  }

  /**
   * Former owners have dropped what they had.
   *
   * @param least so many keys there are at least
   * @param buckets all that there are
   */
  static void expectNoMoreCopiesThanShould(TestNode witness, int least, String... buckets) {
    Set<String> keys = new HashSet<>();
    for (String bucket : buckets) {
      String path = Paths.bucket(bucket) + "/keys?limit=10000";
      witness.client().get(path).expect(200).json().path("keys").forEach(k -> keys.add(bucket + k));
    }
    assertThat(keys).hasSizeGreaterThanOrEqualTo(least);
    await("no more copies than there should be")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              long copies = 0;
              for (JsonNode node :
                  witness.client().get("/v1/cluster").expect(200).json().path("nodes")) {
                copies += node.path("keys").asLong();
                assertThat(node.path("catchingUp").asInt()).isZero();
              }
              assertThat(copies).isEqualTo((long) REPLICAS * keys.size());
            });
  }
}
