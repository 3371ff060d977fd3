package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.membership.ClusterView;
import aitta.membership.RingKeeper;
import aitta.model.NodeId;
import aitta.ring.Ring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

class RestartClusterTest {
  @TempDir Path home;

  @Test
  void aCrashedNodeComesBackOnItsPort() {
    try (TestCluster cluster = new TestCluster(home, 3).start()) {
      String ring = cluster.node(1).ring();
      int port = cluster.node(2).port();
      cluster.node(2).crash();
      await().atMost(TestCluster.PATIENCE).until(() -> cluster.node(1).reachable().size() == 2);

      cluster.node(2).start();
      cluster.awaitTogether();
      assertThat(cluster.node(2).port()).isEqualTo(port);
      assertThat(cluster.node(2).ring()).isEqualTo(ring);
      assertThat(cluster.node(1).view().peers().get(cluster.node(2).view().self()).start())
          .isEqualTo(2);
    }
  }

  @Test
  void aStoppedNodeIsMissedAtOnce() {
    try (TestCluster cluster = new TestCluster(home, 2).start()) {
      cluster.awaitTogether();
      cluster.node(2).stop();
      await().atMost(TestCluster.PATIENCE).until(() -> cluster.node(1).reachable().size() == 1);
      assertThat(cluster.node(2).exit().code()).isZero();
      assertThat(cluster.node(1).view().peers()).hasSize(2);
    }
  }

  @Test
  void whileAnotherNodeIsDeadACrashedOneComesBackOnAnotherPort() {
    try (TestCluster cluster = new TestCluster(home, 3).start()) {
      cluster.awaitTogether();
      int port = cluster.node(2).port();
      cluster.node(2).crash();
      cluster.node(3).crash();
      await().atMost(TestCluster.PATIENCE).until(() -> cluster.node(1).reachable().size() == 1);

      cluster.node(2).start();
      cluster.awaitTogether();
      assertThat(cluster.node(1).reachable()).containsExactly("n1", "n2");
      assertThat(cluster.node(2).port()).isNotEqualTo(port);

      cluster.node(3).start();
      cluster.awaitTogether();
      assertThat(cluster.node(2).reachable()).containsExactly("n1", "n2", "n3");
    }
  }

  @Test
  void afterAllNodesCrashedOneServesAloneAndTheOthersFindIt() {
    try (TestCluster cluster = new TestCluster(home, 3).start()) {
      String ring = cluster.node(1).ring();
      cluster.nodes().forEach(TestNode::crash);

      TestCluster.awaitReady(cluster.node(3).start());
      assertThat(cluster.node(3).reachable()).containsExactly("n3");
      cluster.node(1).start();
      cluster.node(2).start();
      cluster.awaitTogether();
      assertThat(cluster.nodes()).extracting(TestNode::ring).containsOnly(ring);
    }
  }

  @Test
  void aNodeThatLostItsDiskTakesItsPlaceAgain() {
    try (TestCluster cluster = new TestCluster(home, 2).start()) {
      String ring = cluster.node(1).ring();
      cluster.node(1).crash();
      cluster.node(1).wipe();
      cluster.node(1).start();
      cluster.awaitTogether();
      assertThat(cluster.node(1).ring()).isEqualTo(ring);
      assertThat(cluster.node(1).view().directoryNew()).isTrue();
      assertThat(cluster.node(2).view().directoryNew()).isFalse();
      assertThat(cluster.node(1).view().secrets().get(0))
          .isEqualTo(cluster.node(2).view().secrets().get(0));
    }
  }

  @Test
  void anOldDiskThatTurnsUpAfterItsPlaceWasTakenIsRefused() throws IOException {
    try (TestCluster cluster = new TestCluster(home, 2).start()) {
      cluster.node(1).crash();
      Files.move(home.resolve("data-n1"), home.resolve("old"));
      cluster.node(1).start();
      cluster.awaitTogether();
      cluster.node(1).crash();

      cluster.node(1).with("AITTA_DATA_DIR", home.resolve("old").toString()).start();
      assertThat(cluster.node(1).exit().code()).isNotZero();
      assertThat(cluster.node(1).exit().reason()).contains("place of node n1");
    }
  }

  @Test
  void nodesThatFormedApartBecomeOneClusterAgain() {
    try (TestCluster cluster = new TestCluster(home, 2).start()) {
      cluster.nodes().forEach(TestNode::crash);
      List<TestNode> nodes = cluster.nodes();
      // Neither finds the other at the address that it knows, so each begins a cluster of its own.
      List<Integer> elsewhere = TestCluster.freePorts(2);
      for (int i = 0; i < 2; i++) {
        nodes.get(i).with("AITTA_PORT", elsewhere.get(i).toString());
        nodes.get(i).with("AITTA_SEEDS", "127.0.0.1:" + elsewhere.get(i));
        nodes.get(i).start();
        TestCluster.awaitReady(nodes.get(i));
        assertThat(nodes.get(i).reachable()).hasSize(1);
      }
      // Now a third address is heard of: n2 is told of n1 by a restart with another seed.
      nodes.get(1).crash();
      nodes.get(1).with("AITTA_SEEDS", "127.0.0.1:" + elsewhere.get(0)).start();
      cluster.awaitTogether();
    }
  }

  @Test
  void aNodeThatItsPeersRemovedStartsItsActorSystemAnewAndTheProcessGoesOn() {
    try (TestCluster cluster = new TestCluster(home, 3).start()) {
      cluster.awaitTogether();
      TestNode removed = cluster.node(3);
      long start = startOf(removed);
      var peers = Cluster.get(cluster.node(1).system());
      peers.manager().tell(new Down(Cluster.get(removed.system()).selfMember().address()));
      await().atMost(TestCluster.PATIENCE).until(() -> startOf(removed) > start);
      cluster.awaitTogether();
      assertThat(cluster.nodes()).noneMatch(TestNode::hasEnded);
    }
  }

  /** It knows nothing of what came after, so it must not pass for what it was. */
  @Test
  void aNodeThatWasRemovedFromTheRingComesBackAsANewOne() {
    try (TestCluster cluster = new TestCluster(home, 3).start()) {
      cluster.awaitTogether();
      TestNode dead = cluster.node(3);
      NodeId id = dead.view().self();
      dead.crash();
      remove(cluster.node(1), id);
      dead.start();
      awaitEntry(cluster.node(2), id, 3);
      cluster.awaitTogether();
      assertThat(dead.view().directoryNew()).isTrue();
      assertThat(home.resolve("data-n3")).isDirectoryContaining("glob:**/set-aside-*");

      long start = startOf(dead);
      remove(cluster.node(2), id); // while it is there
      awaitEntry(cluster.node(1), id, 5);
      assertThat(startOf(dead)).isGreaterThan(start);
      cluster.awaitTogether();
    }
  }

  private static void remove(TestNode by, NodeId node) {
    by.context()
        .keeper()
        .tell(new RingKeeper.Change(ring -> ring.withoutMember(node), by.system().ignoreRef()));
    await().atMost(TestCluster.PATIENCE).until(() -> ringOf(by).isRemoved(node));
  }

  private static void awaitEntry(TestNode at, NodeId node, int version) {
    await()
        .atMost(TestCluster.PATIENCE)
        .until(() -> ringOf(at).membershipOf(node).orElseThrow().version() == version);
    assertThat(ringOf(at).members()).containsKey(node);
  }

  private static Ring ringOf(TestNode node) {
    return node.view().ring().orElseThrow();
  }

  @Test
  void aQuarantinedNodeStartsItsActorSystemAnewAndTheProcessGoesOn() {
    try (TestCluster cluster = new TestCluster(home, 3).start()) {
      cluster.awaitTogether();
      TestNode quarantined = cluster.node(3);
      long start = startOf(quarantined);
      UniqueAddress one = Cluster.get(quarantined.system()).selfMember().uniqueAddress();
      var provider = (RemoteActorRefProvider) cluster.node(1).system().classicSystem().provider();
      provider.quarantine(one.address(), Option.apply(one.longUid()), "test of quarantine");
      await().atMost(TestCluster.PATIENCE).until(() -> startOf(quarantined) > start);
      cluster.awaitTogether();
      assertThat(cluster.nodes()).noneMatch(TestNode::hasEnded);
    }
  }

  private static long startOf(TestNode node) {
    ClusterView view = node.view();
    return view.peers().get(view.self()).start();
  }
}
