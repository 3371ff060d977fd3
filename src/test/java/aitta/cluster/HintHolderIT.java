package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A node that alone took writes for all others, as a stand-in where it is no owner, is killed again
 * and again while it delivers them. Exchanges between owners are an hour away: what arrives was
 * brought by hints.
 */
@AcceptanceTest
class HintHolderIT {
  private static final int KEYS = 48;
  private static final int KILLS = 3;

  @Test
  @FaultyCluster(
      nodes = 4,
      settings = "AITTA_REPAIR_INTERVAL=1h",
      config = {
        "aitta.hint.rate = 64KiB",
        "aitta.hint.batch-count = 4",
        "aitta.hint.delivery-interval = 500ms"
      })
  void holderKilledThreeTimesInTheMiddleOfADeliveryLosesNothingAndMakesNoSiblings(Faults faults) {
    TestNode holder = faults.node(3);
    List<TestNode> others = faults.cluster().nodes().subList(0, 3);
    List<String> contexts = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      faults.node(i % 4).client().put(path(i) + "?w=all&timeout=10s", "old").expect(204);
      contexts.add(holder.client().get(path(i)).expect(200).context());
    }
    others.forEach(TestNode::kill);
    TestCluster.awaitUnreachable(holder, others);
    Map<Integer, String> etags = new TreeMap<>();
    for (int i = 0; i < KEYS; i++) {
      Reply written =
          holder.client().put(path(i) + "?w=one", value(i), "Aitta-Context", contexts.get(i));
      etags.put(i, written.expect(204).etag());
    }

    others.forEach(TestNode::start);
    for (int kill = 0; kill < KILLS; kill++) {
      awaitMiddleOfADelivery(holder, others);
      // Once one that takes them dies with it.
      List<TestNode> killed = kill == 1 ? List.of(holder, others.get(0)) : List.of(holder);
      killed.forEach(TestNode::kill);
      killed.forEach(TestNode::start);
      holder.awaitReady(TestNode.START_LIMIT);
    }
    others.forEach(node -> node.awaitReady(TestNode.START_LIMIT));
    await("every owner to have every write, and it alone")
        .atMost(TestCluster.HEAL_LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                etags.forEach(
                    (i, etag) ->
                        assertThat(Holdings.of(others.get(i % 3), path(i)))
                            .as("copies of key %d", i)
                            .hasSize(3)
                            .allSatisfy(
                                copy -> assertThat(copy.versions()).containsExactly(etag))));
    faults.cluster().awaitHintsDelivered();
    for (TestNode node : faults.cluster().nodes()) {
      for (int i = 0; i < KEYS; i++) {
        assertThat(node.client().get(path(i)).expect(200).text()).isEqualTo(value(i));
      }
    }
  }

  /** Some of one target's are there, and some are not. */
  private static void awaitMiddleOfADelivery(TestNode holder, List<TestNode> targets) {
    await("the middle of a delivery")
        .atMost(TestCluster.HEAL_LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                targets.stream()
                    .map(TestNode::id)
                    .anyMatch(
                        target ->
                            Holdings.hintsDelivered(holder, target) > 0
                                && Holdings.hintsHeld(holder, target) > 0));
  }

  private static String value(int i) {
    return "new-" + i + "x".repeat(16_000);
  }

  private static String path(int i) {
    return Paths.key("holder", "k" + i);
  }
}
