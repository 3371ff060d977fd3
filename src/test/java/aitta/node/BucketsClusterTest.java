package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import aitta.bucket.BucketProperties;
import aitta.quorum.Level;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketsClusterTest {
  private static final BucketProperties LATEST =
      new BucketProperties(Level.ONE, Level.QUORUM, false, true, Duration.ofMinutes(1));

  @TempDir Path home;

  private static BucketProperties of(TestNode node, String bucket) {
    return node.context().buckets().propertiesOf(bucket);
  }

  private static void change(TestNode node, String bucket, BucketProperties properties) {
    node.context().buckets().change(bucket, before -> properties).toCompletableFuture().join();
  }

  @Test
  void aChangeReachesEveryNodeAndSurvivesRestarts() {
    try (TestCluster cluster = new TestCluster(home, 2).start()) {
      cluster.awaitTogether();
      assertThat(of(cluster.node(1), "carts")).isEqualTo(BucketProperties.DEFAULT);
      change(cluster.node(1), "carts", LATEST);
      assertThat(of(cluster.node(1), "carts")).isEqualTo(LATEST);
      await().atMost(TestCluster.PATIENCE).until(() -> of(cluster.node(2), "carts").equals(LATEST));

      // n2 hears of the reset only after its restart; of the older change its disk tells it.
      cluster.node(2).crash();
      change(cluster.node(1), "other", LATEST);
      cluster.node(1).context().buckets().reset("carts").toCompletableFuture().join();
      cluster.node(2).start();
      cluster.awaitTogether();
      await()
          .atMost(TestCluster.PATIENCE)
          .until(
              () ->
                  of(cluster.node(2), "carts").equals(BucketProperties.DEFAULT)
                      && of(cluster.node(2), "other").equals(LATEST));

      cluster.nodes().forEach(TestNode::crash);
      TestCluster.awaitReady(cluster.node(2).start());
      assertThat(cluster.node(2).context().buckets().all()).containsOnlyKeys("other");
    }
  }

  @Test
  void aChangeThatFailsChangesNothing() {
    try (TestCluster cluster = new TestCluster(home, 1).start()) {
      assertThatThrownBy(
              () ->
                  cluster
                      .node(1)
                      .context()
                      .buckets()
                      .change(
                          "carts",
                          before -> {
                            throw new IllegalArgumentException("no such level");
                          })
                      .toCompletableFuture()
                      .join())
          .hasRootCauseMessage("no such level");
      assertThat(of(cluster.node(1), "carts")).isEqualTo(BucketProperties.DEFAULT);
      assertThat(cluster.node(1).context().buckets().all()).isEmpty();
    }
  }
}
