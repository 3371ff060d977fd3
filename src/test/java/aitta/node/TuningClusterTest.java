package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.tuning.Tunable;
import aitta.tuning.TuningKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningClusterTest {
  @TempDir Path home;

  private static int concurrency(TestNode node) {
    return node.context().tuning().number(Tunable.REPAIR_CONCURRENCY);
  }

  private static void change(TestNode node, String key, String value) {
    AskPattern.<TuningKeeper.Command, Map<String, String>>askWithStatus(
            node.context().tunings(),
            replyTo -> new TuningKeeper.Change(Map.of(key, value), replyTo),
            Duration.ofSeconds(10),
            node.system().scheduler())
        .toCompletableFuture()
        .join();
  }

  @Test
  void aChangeReachesEveryNodeAndSurvivesRestarts() {
    String key = Tunable.REPAIR_CONCURRENCY.key();
    try (TestCluster cluster = new TestCluster(home, 2).start()) {
      cluster.awaitTogether();
      int before = concurrency(cluster.node(1));
      change(cluster.node(1), key, "7");
      assertThat(concurrency(cluster.node(1))).isEqualTo(7);
      await().atMost(TestCluster.PATIENCE).until(() -> concurrency(cluster.node(2)) == 7);

      cluster.node(2).crash();
      change(cluster.node(1), key, "9");
      cluster.node(2).start();
      cluster.awaitTogether();
      await().atMost(TestCluster.PATIENCE).until(() -> concurrency(cluster.node(2)) == 9);

      cluster.nodes().forEach(TestNode::crash);
      TestCluster.awaitReady(cluster.node(2).start());
      assertThat(concurrency(cluster.node(2))).isEqualTo(9);
      change(cluster.node(2), key, "");
      assertThat(concurrency(cluster.node(2))).isEqualTo(before);
    }
  }
}
