package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundingClusterTest {
  @TempDir Path home;

  @Test
  void aLoneNodeIsReadyByItself() {
    try (TestCluster cluster = new TestCluster(home, 1).start()) {
      assertThat(cluster.node(1).view().ring().orElseThrow().members()).hasSize(1);
      assertThat(cluster.node(1).view().secrets()).hasSize(1);
    }
  }

  @Test
  void threeFreshNodesAgreeOnOneRingAndNoneIsReadyBefore() {
    try (TestCluster cluster = new TestCluster(home, 3)) {
      cluster.node(2).start();
      cluster.node(1).start();
      await()
          .atMost(TestCluster.PATIENCE)
          .until(() -> cluster.node(1).readiness().reason().contains("2 of 3 are there: n1, n2"));
      assertThat(cluster.node(2).isReady()).isFalse();

      cluster.node(3).start();
      cluster.awaitReady();
      assertThat(cluster.nodes()).extracting(TestNode::ring).containsOnly(cluster.node(1).ring());
      assertThat(cluster.node(3).view().ring().orElseThrow().members()).hasSize(3);
      cluster.awaitTogether();
    }
  }

  @Test
  void aFourthNodeIsToldWhyItStaysOut() {
    try (TestCluster cluster = new TestCluster(home, 2).start()) {
      TestNode fourth = cluster.another("n4").start();
      assertThat(fourth.exit().code()).isNotZero();
      assertThat(fourth.exit().reason())
          .contains(cluster.node(1).ring())
          .contains("n1, n2")
          .contains("cannot be taken in yet");
      assertThat(cluster.node(1).isReady()).isTrue();
    }
  }

  @Test
  void aNodeWithOtherRangesIsToldWhichSettingDiffers() {
    try (TestCluster cluster = new TestCluster(home, 1).start()) {
      TestNode other = cluster.another("n2").with("AITTA_RANGES", "256").start();
      assertThat(other.exit().code()).isNotZero();
      assertThat(other.exit().reason()).contains("AITTA_RANGES").contains("128").contains("256");
    }
  }

  @Test
  void anotherClusterIsNotJoined() {
    try (TestCluster cluster = new TestCluster(home, 1).start()) {
      TestNode other = cluster.another("n2").with("AITTA_CLUSTER", "elsewhere").start();
      assertThat(other.exit().reason()).contains("AITTA_CLUSTER").contains("elsewhere");
    }
  }

  @Test
  void aPortInUseIsNamedAtOnce() {
    try (TestCluster cluster = new TestCluster(home, 1).start()) {
      TestNode second = new TestNode(home, "n2", cluster.node(1).port(), cluster.seeds()).start();
      assertThat(second.exit().code()).isOne();
      assertThat(second.exit().reason()).contains("port [" + cluster.node(1).port() + "]");
    }
  }

  @Test
  void aSecondNodeWithTheSameIdEnds() {
    try (TestCluster cluster = new TestCluster(home, 1).start()) {
      TestNode second =
          cluster.another("n1").with("AITTA_DATA_DIR", home.resolve("second").toString()).start();
      assertThat(second.exit().reason()).contains("node id n1 is in use");
      await()
          .during(Duration.ofSeconds(1))
          .atMost(TestCluster.PATIENCE)
          .until(cluster.node(1)::isReady);
    }
  }
}
