package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.NodeId;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
  void aNewNodeJoinsTheRingAndOwnsNothingAtFirst() {
    try (TestCluster cluster = new TestCluster(home, 2).start()) {
      Ring before = ringOf(cluster.node(1));
      // Its id is the lowest, so that it would be the one to propose a ring.
      TestNode late = cluster.another("a").with("AITTA_ZONE", "z2").with("AITTA_WEIGHT", "2");
      late.with("AITTA_INITIAL_NODES", "1").start();
      cluster.awaitTogether();
      for (TestNode node : cluster.nodes()) {
        await(node + " knows").atMost(TestCluster.PATIENCE).until(() -> members(node) == 3);
        assertThat(node.ring()).isEqualTo(before.id());
        assertThat(ringOf(node).owners()).isEqualTo(before.owners());
        RingMember member = new RingMember(new NodeId("a"), "z2", 2);
        assertThat(ringOf(node).members()).containsEntry(member.id(), member);
      }
      assertThat(late.view().directoryNew()).isTrue();
      assertThat(late.view().secrets().get(0)).isEqualTo(cluster.node(1).view().secrets().get(0));

      late.crash();
      late.start();
      cluster.awaitTogether();
      assertThat(members(late)).isEqualTo(3);
    }
  }

  @Test
  void aNodeThatWasStartedWithOtherSettingsHasItsEntryChanged() {
    try (TestCluster cluster = new TestCluster(home, 3).start()) {
      NodeId second = new NodeId("n2");
      cluster.node(2).stop();
      cluster.node(2).with("AITTA_ZONE", "z2").with("AITTA_WEIGHT", "0.5").start();
      cluster.awaitTogether();
      for (TestNode node : cluster.nodes()) {
        await(node + " knows")
            .atMost(TestCluster.PATIENCE)
            .until(() -> ringOf(node).membershipOf(second).orElseThrow().version() == 2);
        assertThat(ringOf(node).members()).containsEntry(second, new RingMember(second, "z2", 0.5));
      }
    }
  }

  private static Ring ringOf(TestNode node) {
    return node.view().ring().orElseThrow();
  }

  private static int members(TestNode node) {
    return ringOf(node).members().size();
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

  /** It knows the address of another node alone, and must not take the place of a living one. */
  @Test
  void aSecondNodeWithTheIdOfOneThatIsNoSeedOfItEndsAndTheFirstGoesOn() {
    try (TestCluster cluster = new TestCluster(home, 2).start()) {
      cluster.awaitTogether();
      TestNode second =
          cluster
              .another("n2")
              .with("AITTA_DATA_DIR", home.resolve("second").toString())
              .with("AITTA_SEEDS", "127.0.0.1:" + cluster.node(1).port())
              .start();
      assertThat(second.exit().reason()).contains("node id n2 is in use");
      await()
          .during(Duration.ofSeconds(1))
          .atMost(TestCluster.PATIENCE)
          .until(() -> cluster.node(2).isReady() && !cluster.node(2).hasEnded());
    }
  }

  @Test
  void aFileThatNobodyElseHasEndsTheStartAtOnceWhereItIsDamaged() throws IOException {
    try (TestCluster cluster = new TestCluster(home, 1).start()) {
      TestNode node = cluster.node(1);
      node.stop();
      for (String name : List.of("claims", "secrets")) {
        Path file = home.resolve("data-n1").resolve(name);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, new byte[] {1, 2, 3});
        assertThat(node.start().exit().reason()).contains(file + " is damaged");
        Files.write(file, whole);
      }
    }
  }
}
