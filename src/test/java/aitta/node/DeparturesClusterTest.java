package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.http.MemberOutcome;
import aitta.model.NodeId;
import aitta.ring.Ring;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes are asked to go at the same time, each where nobody knows of the other yet. */
class DeparturesClusterTest {
  @TempDir Path home;

  @Test
  void nodesThatTogetherAreTooManyAreNotBothLetGo() throws Exception {
    try (TestCluster cluster = new TestCluster(home, 4).start()) {
      cluster.awaitTogether();
      CompletableFuture<MemberOutcome> first = leave(cluster.node(3), "n1");
      CompletableFuture<MemberOutcome> second = leave(cluster.node(4), "n2");
      List<MemberOutcome> told = List.of(of(first), of(second));
      assertThat(told).hasAtLeastOneElementOfType(MemberOutcome.Conflict.class);
      long begun = told.stream().filter(MemberOutcome.Begun.INSTANCE::equals).count();
      for (TestNode node : cluster.nodes()) {
        await(node + " knows who goes")
            .atMost(TestCluster.PATIENCE)
            .until(
                () -> {
                  Ring ring = node.view().ring().orElseThrow();
                  return begun == ring.members().keySet().stream().filter(ring::isLeaving).count()
                      && ring.target().stream().allMatch(list -> list.size() == 3);
                });
      }
      // Of two that come one after the other, the second is told why not.
      if (begun == 0) {
        assertThat(of(leave(cluster.node(3), "n1"))).isEqualTo(MemberOutcome.Begun.INSTANCE);
      }
      String other = isLeaving(cluster.node(4), "n1") ? "n2" : "n1";
      assertThat(of(leave(cluster.node(4), other)))
          .isInstanceOfSatisfying(
              MemberOutcome.Conflict.class,
              conflict -> assertThat(conflict.detail()).contains("2 nodes left"));
    }
  }

  private static boolean isLeaving(TestNode node, String id) {
    await().atMost(TestCluster.PATIENCE).until(() -> isAnyLeaving(ring(node)));
    return ring(node).isLeaving(new NodeId(id));
  }

  private static boolean isAnyLeaving(Ring ring) {
    return ring.members().keySet().stream().anyMatch(ring::isLeaving);
  }

  private static Ring ring(TestNode node) {
    return node.view().ring().orElseThrow();
  }

  private static CompletableFuture<MemberOutcome> leave(TestNode asked, String id) {
    return new MemberAdmin(asked.context(), asked.system())
        .leave(id, false, false)
        .toCompletableFuture();
  }

  private static MemberOutcome of(CompletableFuture<MemberOutcome> outcome) throws Exception {
    return outcome.get(20, TimeUnit.SECONDS);
  }
}
