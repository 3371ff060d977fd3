package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A node is restarted with another weight, and again in another zone, while clients read and write:
 * its data moves to where it belongs then, and none of them notices.
 */
@AcceptanceTest
class ChangedPlaceIT {
  private static final int CLIENTS = 4;
  private static final int RANGES = 16;
  private static final int REPLICAS = 3;

  @Test
  @FaultyCluster(nodes = 4, settings = "AITTA_REPAIR_INTERVAL=5s")
  void dataMovesWhereANodeIsStartedWithAnotherWeightOrInAnotherZone(Faults faults) {
    TestCluster cluster = faults.cluster();
    TestNode witness = cluster.node(0);
    TestNode changed = cluster.node(3);
    RingChecks.awaitAtTarget(witness, Set.of("n1", "n2", "n3", "n4"));
    SteadyWorkload steady = new SteadyWorkload("steady", cluster.nodes());
    try (Work.Running<Integer> running = steady.start(CLIENTS, faults.random())) {
      restart(cluster, changed, "AITTA_WEIGHT", "0.4");
      // Of 48 places 5.6 would be its share, and 14.1 of each other node, which takes 15 at most.
      awaitShares(witness, shares -> assertThat(shares.get("n4")).isBetween(3, 6));

      changed.env().remove("AITTA_WEIGHT");
      restart(cluster, changed, "AITTA_ZONE", "elsewhere");
      awaitShares(
          witness,
          shares -> assertThat(shares).as("one owner of each in n4").containsEntry("n4", RANGES));
      steady.finish(running);
    }
    assertThat(steady.failures()).isEmpty();
    assertThat(steady.violations()).isEmpty();
    assertThat(steady.operations()).isGreaterThan(CLIENTS);
    for (String path : steady.acknowledged().keySet()) {
      Reply reply = RingChecks.answer(changed, path + "?r=all&strict=true");
      assertThat(steady.isShown(path, reply)).as("%s: %s", path, reply).isTrue();
    }
    RingChecks.expectNoMoreCopiesThanShould(witness, steady.acknowledged().size(), "steady");
  }

  private static void restart(TestCluster cluster, TestNode node, String setting, String value) {
    assertThat(node.term()).as("exit code of %s after SIGTERM", node.id()).isZero();
    node.env().put(setting, value);
    node.startAndAwaitReady();
    cluster.awaitAllUp();
  }

  private interface Expected {
    void of(Map<String, Integer> shares);
  }

  /** Waits until nothing is on its way, and so many places of ranges are with each node. */
  private static void awaitShares(TestNode witness, Expected expected) {
    await("the shares of the nodes, as " + witness.id() + " sees them")
        .atMost(RingChecks.LIMIT)
        .pollInterval(Duration.ofMillis(250))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(
            () -> {
              Map<String, Integer> shares = new TreeMap<>();
              JsonNode ring = witness.client().get("/v1/cluster/ring").expect(200).json();
              for (JsonNode range : ring.path("ranges")) {
                assertThat(range.path("pending")).isEmpty();
                assertThat(range.path("owners")).hasSize(REPLICAS);
                range.path("owners").forEach(one -> shares.merge(one.asText(), 1, Integer::sum));
              }
              expected.of(shares);
            });
  }
}
