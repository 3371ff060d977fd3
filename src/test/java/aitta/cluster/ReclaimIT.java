package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deletes are forgotten when no owner, hint or late message could bring back what they deleted, and
 * not before. Whether a copy remembers one shows in the context of its 404.
 */
@AcceptanceTest
class ReclaimIT {
  private static final int KEYS = 40;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  @TempDir Path folder;
  private final Map<String, String> untouched = new TreeMap<>(); // contexts of keys nobody wrote

  @Test
  void deletesAreForgottenByAllOwnersOnlyWhenAllAreThereAndWhatWasWrittenAgainStays()
      throws IOException {
    try (TestCluster cluster = reclaiming("reclaim-all")) {
      writeAll(cluster);
      TestNode away = cluster.node(2);
      away.kill();
      TestCluster.awaitUnreachable(cluster.node(0), cluster.nodes().subList(2, 3));
      deleteEven(cluster);
      await("deletes to be remembered as long as an owner is away")
          .during(Duration.ofSeconds(5))
          .atMost(LIMIT)
          .until(
              () ->
                  // Whichever of the two is the first owner, and whichever keeps the hint.
                  evenFrom(0).allMatch(i -> remembers(cluster.node(0), i))
                      && evenFrom(0).allMatch(i -> remembers(cluster.node(1), i)));

      away.startAndAwaitReady();
      cluster.client(1).put(path(0), "again").expect(204);
      awaitForgotten(cluster, 2);
      expectOddAt(cluster);
      for (TestNode node : cluster.nodes()) {
        assertThat(node.client().get(path(0)).expect(200).text()).isEqualTo("again");
      }
    }
  }

  @Test
  void ownerWhoseDiskIsSetBackBehindAReclaimRevivesNothing() throws IOException {
    try (TestCluster cluster = reclaiming("reclaim-old")) {
      writeAll(cluster);
      TestNode old = cluster.node(2);
      assertThat(old.term()).isZero();
      DataCopy copy = DataCopy.of(old);
      old.startAndAwaitReady();
      cluster.awaitAllUp();
      deleteEven(cluster);
      awaitForgotten(cluster, 0);

      old.kill();
      copy.turnBack();
      old.startAndAwaitReady();
      await("the copies to be built anew")
          .atMost(LIMIT)
          .until(() -> old.logSinceStart().contains("set aside"));
      awaitForgotten(cluster, 0);
      expectOddAt(cluster);
    }
  }

  /**
   * Owners that went on without its approval would have it taken for an old copy, and built anew
   * without what it alone has.
   */
  @Test
  void deleteThatAnOwnerHasMissedIsForgottenByNobodyBeforeItIsBroughtThere() throws IOException {
    try (TestCluster cluster = reclaiming("reclaim-missed", "7d", "aitta.hint.max-size = 1MiB")) {
      writeAll(cluster);
      TestNode away = cluster.node(2);
      List<TestNode> others = cluster.nodes().subList(0, 2);
      away.kill();
      TestCluster.awaitUnreachable(cluster.node(0), List.of(away));
      TestCluster.awaitUnreachable(cluster.node(1), List.of(away));
      others.forEach(ReclaimIT::fillHints);
      deleteEven(cluster);
      away.startAndAwaitReady();
      cluster.awaitAllUp();
      cluster.awaitHintsDelivered();

      // What all have seen deleted later is forgotten first, in the same ranges.
      for (int i = 0; i < KEYS; i++) {
        String later = path(KEYS + i);
        untouched.put(later, cluster.client(0).get(later).expect(404).context());
        cluster.client(0).put(later + "?w=all", "later").expect(204);
        cluster.client(0).delete(later + "?w=all").expect(204);
      }
      for (TestNode node : cluster.nodes()) {
        await("later deletes to be forgotten by " + node.id())
            .atMost(LIMIT)
            .until(() -> IntStream.range(KEYS, 2 * KEYS).noneMatch(i -> remembers(node, i)));
      }
      for (int i = 0; i < KEYS; i += 2) {
        int key = i;
        assertThat(others).as("who remember k%d", i).allMatch(node -> remembers(node, key));
        assertThat(away.client().get(path(i) + "?r=one").expect(200).text()).isEqualTo("v" + i);
      }

      cluster.client(0).post("/v1/cluster/repair", "").expect(202);
      awaitForgotten(cluster, 0);
      expectOddAt(cluster);
      assertThat(away.logSinceStart()).doesNotContain("set aside");
    }
  }

  /** Until it refuses more. */
  private static void fillHints(TestNode node) {
    String large = "x".repeat(64 << 10);
    for (int i = 0; i < 20; i++) {
      node.client().put(Paths.key("reclaim", "large-" + node.id() + i), large).expect(204);
    }
  }

  private TestCluster reclaiming(String name) throws IOException {
    return reclaiming(name, "2s");
  }

  private TestCluster reclaiming(String name, String repairs, String... lines) throws IOException {
    String soon = "aitta.tombstone.settle-time = 1s\n" + String.join("\n", lines);
    Path file = Files.writeString(folder.resolve("soon.conf"), soon);
    TestCluster cluster =
        TestCluster.of(name, 3)
            .with("AITTA_REPAIR_INTERVAL", repairs)
            .with("AITTA_TOMBSTONE_GRACE", "1s")
            .arguments("--config", file.toString())
            .start();
    cluster.awaitAllUp();
    return cluster;
  }

  private void writeAll(TestCluster cluster) {
    for (int i = 0; i < KEYS; i++) {
      untouched.put(path(i), cluster.client(0).get(path(i)).expect(404).context());
      cluster.client(i % 3).put(path(i) + "?w=all", "v" + i).expect(204);
    }
  }

  private static void deleteEven(TestCluster cluster) {
    for (int i = 0; i < KEYS; i += 2) {
      cluster.client(i / 2 % 2).delete(path(i)).expect(204);
    }
  }

  /** For a moment an owner that has just come back may be the one that is asked. */
  private boolean remembers(TestNode node, int i) {
    Reply reply = node.client().get(path(i) + "?r=one");
    return reply.status() != 404 || !reply.context().equals(untouched.get(path(i)));
  }

  private void awaitForgotten(TestCluster cluster, int from) {
    for (TestNode node : cluster.nodes()) {
      await("deletes to be forgotten by " + node.id())
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> evenFrom(from).noneMatch(i -> remembers(node, i)));
    }
  }

  private static IntStream evenFrom(int from) {
    return IntStream.iterate(from, i -> i < KEYS, i -> i + 2);
  }

  private static void expectOddAt(TestCluster cluster) {
    for (TestNode node : cluster.nodes()) {
      for (int i = 1; i < KEYS; i += 2) {
        String path = path(i) + "?r=one";
        assertThat(node.client().get(path).expect(200).text()).isEqualTo("v" + i);
      }
    }
  }

  private static String path(int i) {
    return Paths.key("reclaim", "k" + i);
  }
}
