package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.config.HostPort;
import aitta.config.Settings;
import aitta.membership.Addresses;
import aitta.membership.Facts;
import aitta.model.NodeId;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node of another build asks to be let in, with no probe before that could tell it why not. */
class StrangeNodeTest {
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"aitta-compat.hash = sha1-160", "aitta-compat.wire = 2"})
  void isRefusedByTheClusterAndEnds(String difference) {
    try (TestCluster cluster = new TestCluster(home, 1).start()) {
      ActorSystem<Void> stranger = join(cluster.node(1), difference);
      try {
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(stranger);
        await().atMost(TestCluster.PATIENCE).until(() -> shutdown.getShutdownReason().isPresent());
        assertThat(shutdown.getShutdownReason())
            .get()
            .isInstanceOf(CoordinatedShutdown.IncompatibleConfigurationDetectedReason$.class);
        assertThat(cluster.node(1).reachable()).containsExactly("n1");
      } finally {
        stranger.terminate();
      }
    }
  }

  @Test
  void isLetInWhereNothingDiffers() throws Exception {
    try (TestCluster cluster = new TestCluster(home, 1).start()) {
      ActorSystem<Void> other = join(cluster.node(1), "");
      try {
        await()
            .atMost(TestCluster.PATIENCE)
            .until(() -> cluster.node(1).reachable().equals(List.of("n1", "stranger")));
      } finally {
        other.terminate();
        other.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
      }
    }
  }

  private ActorSystem<Void> join(TestNode node, String difference) {
    Settings settings =
        Settings.load(
            Optional.empty(),
            Map.of("AITTA_CLUSTER", "test", "AITTA_DATA_DIR", home.resolve("x").toString()));
    Facts facts =
        new Facts(
            new NodeId("stranger"), "z", 1, new HostPort("127.0.0.1", 1), 1, "", "its-directory");
    Config config =
        ConfigFactory.parseString(difference)
            .withFallback(SystemConfig.of(settings, facts, 0, Map.of()));
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), Addresses.SYSTEM, config);
    Cluster.get(system)
        .manager()
        .tell(
            new JoinSeedNodes(List.of(Addresses.toPekko(new HostPort("127.0.0.1", node.port())))));
    return system;
  }
}
