package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A network that falls apart: both sides go on, and what both sides wrote is kept. Dynamo, 4.6. */
@AcceptanceTest
class PartitionIT {
  private static final int KEYS = 30;

  @Test
  void bothSidesOfFiveNodesTakeWritesAndEveryNodeShowsBothVersionsAfterwards() {
    try (TestCluster cluster = TestCluster.of("partition-5", 5).in(TestNetwork.open(5)).start()) {
      cluster.awaitAllUp();
      for (int i = 0; i < KEYS; i++) {
        cluster.client(i % 5).put(key(i), "before").expect(204);
      }
      List<Long> processes = cluster.nodes().stream().map(TestNode::pid).toList();
      List<TestNode> few = cluster.nodes().subList(0, 2);
      List<TestNode> many = cluster.nodes().subList(2, 5);

      cluster.network().cut(Set.of(0, 1), Set.of(2, 3, 4));
      // Nobody has been found unreachable yet: owners that do not answer are replaced meanwhile.
      writeAll(few, "at-once-", 5, "few");
      writeAll(many, "at-once-", 5, "many");
      few.forEach(witness -> TestCluster.awaitUnreachable(witness, many));
      many.forEach(witness -> TestCluster.awaitUnreachable(witness, few));
      writeAll(few, "split-", KEYS, "few");
      writeAll(many, "split-", KEYS, "many");

      cluster.network().heal();
      cluster.awaitAllUp();
      for (TestNode node : cluster.nodes()) {
        awaitSiblings(node, "at-once-", 5);
        awaitSiblings(node, "split-", KEYS);
      }
      assertThat(cluster.nodes()).allMatch(TestNode::isRunning);
      assertThat(cluster.nodes().stream().map(TestNode::pid)).isEqualTo(processes);
    }
  }

  @Test
  void minorityOfThreeNodesAsksForAQuorumInVainAndTakesWritesWithOne() {
    try (TestCluster cluster = TestCluster.of("partition-3", 3).in(TestNetwork.open(3)).start()) {
      cluster.awaitAllUp();
      TestNode alone = cluster.node(0);
      List<TestNode> others = cluster.nodes().subList(1, 3);
      cluster.network().cut(Set.of(0), Set.of(1, 2));
      TestCluster.awaitUnreachable(alone, others);
      others.forEach(witness -> TestCluster.awaitUnreachable(witness, List.of(alone)));

      for (int i = 0; i < KEYS; i++) {
        alone.client().put(path("split-", i) + "?w=one", "few").expect(204);
        assertThat(alone.client().get(path("split-", i) + "?r=one").expect(200).text())
            .isEqualTo("few");
      }
      Reply refused = alone.client().put(path("refused-", 0), "few");
      refused.expectProblem(503, "quorum-not-met");
      assertThat(refused.json().path("required").asInt()).isEqualTo(2);
      assertThat(refused.json().path("received").asInt()).isEqualTo(1);
      alone.client().get(path("refused-", 0)).expectProblem(503, "quorum-not-met");
      writeAll(others, "split-", KEYS, "many");

      cluster.network().heal();
      cluster.awaitAllUp();
      cluster.nodes().forEach(node -> awaitSiblings(node, "split-", KEYS));
      assertThat(cluster.nodes()).allMatch(TestNode::isRunning);
    }
  }

  private static void writeAll(List<TestNode> side, String prefix, int count, String value) {
    for (int i = 0; i < count; i++) {
      side.get(i % side.size()).client().put(path(prefix, i) + "?timeout=10s", value).expect(204);
    }
  }

  private static void awaitSiblings(TestNode node, String prefix, int count) {
    await("both versions at " + node.id())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              for (int i = 0; i < count; i++) {
                assertThat(node.client().get(path(prefix, i)).expect(300).siblingTexts())
                    .as("%s%d at %s", prefix, i, node.id())
                    .containsExactly("few", "many");
              }
            });
  }

  private static String key(int i) {
    return path("split-", i);
  }

  private static String path(String prefix, int i) {
    return Paths.key("partition", prefix + i);
  }
}
