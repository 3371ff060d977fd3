package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that stop and come back: in order, one by one, alone, and with others dead. */
@AcceptanceTest
class RestartIT {
  /** "A node with data becomes ready without its peers or seeds: within 30 s it serves". */
  private static final Duration ALONE_LIMIT = Duration.ofSeconds(30);

  @Test
  void singleNodeWorksWithDefaultsAndKeepsItsData() {
    try (TestCluster cluster = TestCluster.of("single", 1).prepare()) {
      TestNode node = cluster.node(0);
      // Only what lets several run on one machine is left; the data lies in data/node-1 then.
      node.env().keySet().retainAll(Set.of("AITTA_PORT", "AITTA_HTTP_PORT"));
      node.startAndAwaitReady();
      String path = Paths.key("single", "k");
      Reply written = node.client().put(path, "kept").expect(204);
      assertThat(written.need("Aitta-Quorum")).isEqualTo("1/1");
      node.client().put(path + "-all?w=all&strict=true", "kept").expect(204);
      assertThat(node.home().resolve("data").resolve("node-1")).isDirectory();

      assertThat(node.term()).as("exit code after SIGTERM").isZero();
      node.start();
      node.awaitReady(ALONE_LIMIT);
      assertThat(node.client().get(path).expect(200).text()).isEqualTo("kept");
      assertThat(node.client().get(path).need("ETag")).isEqualTo(written.etag());

      node.kill();
      node.start();
      node.awaitReady(ALONE_LIMIT);
      assertThat(node.client().get(path + "-all").expect(200).text()).isEqualTo("kept");
      node.client().put(path, "new", "Aitta-Context", written.context()).expect(204);
      assertThat(node.client().get(path).expect(200).text()).isEqualTo("new");
    }
  }

  @Test
  void dataDirectoryServesOneProcessAndOneNodeOnly() {
    try (TestCluster cluster = TestCluster.of("data-directory", 1).start()) {
      TestNode first = cluster.node(0);
      first.client().put(Paths.key("b", "k"), "kept").expect(204);
      TestNode second = cluster.addNode("n1b");
      second.env().put("AITTA_NODE_ID", "n1");
      second.env().put("AITTA_SEEDS", second.peerAddress());
      second.env().put("AITTA_DATA_DIR", first.dataDir().toString());
      expectRefusal(second, first.dataDir().toString());
      assertThat(first.client().get(Paths.key("b", "k")).expect(200).text()).isEqualTo("kept");

      assertThat(first.term()).isZero();
      second.env().put("AITTA_NODE_ID", "somebody-else");
      expectRefusal(second, "n1");
      first.startAndAwaitReady();
      assertThat(first.client().get(Paths.key("b", "k")).expect(200).text()).isEqualTo("kept");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AITTA_NODE_ID=no spaces",
        "AITTA_HOST=0.0.0.0",
        "AITTA_PORT=70000",
        "AITTA_HTTP_PORT=http",
        "AITTA_RANGES=17",
        "AITTA_RANGES=8",
        "AITTA_REPLICAS=0",
        "AITTA_REPLICAS=17",
        "AITTA_WEIGHT=0",
        "AITTA_DURABILITY=sometimes",
        "AITTA_REPAIR_INTERVAL=soon",
        "AITTA_SEEDS=nowhere",
      })
  void settingThatCannotBeRightEndsTheStartAndIsNamed(String setting) {
    try (TestCluster cluster = TestCluster.of("settings", 1).prepare()) {
      TestNode node = cluster.node(0);
      String[] parts = setting.split("=");
      node.env().put(parts[0], parts[1]);
      node.start();
      assertThat(node.awaitExit(TestNode.START_LIMIT)).as("exit code").isNotZero();
      String setters = parts[0] + "|aitta\\.[a-z.-]+"; // by its variable, or its place in the file
      assertThat(lastLines(node)).containsPattern(setters);
    }
  }

  @Test
  void threeNodesRestartOneByOneThenAllAndOneAloneServesMeanwhile() {
    try (TestCluster cluster = TestCluster.of("restart-3", 3).start()) {
      cluster.awaitAllUp();
      JsonNode ring = ring(cluster.node(0));
      for (int i = 0; i < 20; i++) {
        cluster.client(i % 3).put(Paths.key("b", "k" + i), "v" + i).expect(204);
      }
      cluster.client(0).put(Paths.key("b", "everywhere") + "?w=all", "there").expect(204);

      for (TestNode node : cluster.nodes()) {
        assertThat(node.term()).as("exit code of %s after SIGTERM", node.id()).isZero();
        node.start();
        node.awaitReady(ALONE_LIMIT);
        cluster.awaitAllUp();
        assertThat(ring(node)).isEqualTo(ring);
      }
      cluster.nodes().forEach(node -> assertThat(ring(node)).isEqualTo(ring));
      expectAllThere(cluster);

      cluster.killAll();
      TestNode alone = cluster.node(1);
      alone.start();
      alone.awaitReady(ALONE_LIMIT);
      String path = Paths.key("b", "alone");
      alone.client().put(path + "?w=one", "alone").expect(204);
      assertThat(alone.client().get(path + "?r=one").expect(200).text()).isEqualTo("alone");
      assertThat(alone.client().get(Paths.key("b", "everywhere") + "?r=one").expect(200).text())
          .isEqualTo("there");
      alone.client().put(path + "?strict=true", "x").expectProblem(503, "quorum-not-met");

      cluster.node(0).startAndAwaitReady();
      cluster.node(2).startAndAwaitReady();
      cluster.awaitAllUp();
      cluster.nodes().forEach(node -> assertThat(ring(node)).isEqualTo(ring));
      expectAllThere(cluster);
    }
  }

  /** Those who must not come in; tried at one cluster, as each refusal needs a living one. */
  @Test
  void whoDoesNotFitTheClusterIsRefusedWithTheReason() {
    try (TestCluster cluster = TestCluster.of("refused", 3).start()) {
      cluster.awaitAllUp();
      TestNode other = cluster.addNode("n4");
      other.env().put("AITTA_SEEDS", cluster.node(0).peerAddress());
      expectRefusalWith(other, "AITTA_CLUSTER", "barn", "barn");
      expectRefusalWith(other, "AITTA_RANGES", "32", "AITTA_RANGES|ranges");
      expectRefusalWith(other, "AITTA_REPLICAS", "2", "AITTA_REPLICAS|replicas");
      assertThat(TestCluster.statuses(cluster.node(0))).containsOnlyKeys("n1", "n2", "n3");
      cluster.client(0).put(Paths.key("b", "k") + "?w=all", "still").expect(204);
    }
  }

  @Test
  void oneOfTwoDeadNodesComesBackWhileTheOtherStaysDead() {
    try (TestCluster cluster = TestCluster.of("restart-5", 5).start()) {
      cluster.awaitAllUp();
      for (int i = 0; i < 20; i++) {
        cluster.client(i % 5).put(Paths.key("b", "k" + i), "v" + i).expect(204);
      }
      String context = cluster.client(0).get(Paths.key("b", "k0")).expect(200).context();
      cluster.node(3).kill();
      cluster.node(4).kill();
      // Both dead nodes may own it: only a context tells the living what this supersedes.
      String meanwhile = Paths.key("b", "k0");
      cluster.client(0).put(meanwhile, "meanwhile", "Aitta-Context", context).expect(204);
      // Hints for the one that comes back as well as for the one that stays dead.
      for (int i = 0; i < 40; i++) {
        cluster.client(i % 3).put(Paths.key("b", "missed" + i) + "?w=one", "m" + i).expect(204);
      }

      TestNode back = cluster.node(3);
      back.start();
      back.awaitReady(ALONE_LIMIT);
      for (int i = 1; i < 20; i++) {
        String path = Paths.key("b", "k" + i);
        // Its first moments are those in which it finds its peers.
        await("reading k" + i)
            .atMost(ALONE_LIMIT)
            .until(() -> back.client().get(path).status() == 200);
        assertThat(back.client().get(path).expect(200).text()).isEqualTo("v" + i);
        back.client().put(Paths.key("b", "new" + i), "by " + back.id()).expect(204);
      }
      List<TestNode> living = cluster.nodes().subList(0, 3);
      await("what it missed")
          .atMost(TestCluster.HEAL_LIMIT)
          .untilAsserted(
              () -> {
                assertThat(living).allMatch(node -> Holdings.hintsHeld(node, back.id()) == 0);
                assertThat(back.client().get(meanwhile).expect(200).text()).isEqualTo("meanwhile");
                // By its own word, where it is an owner: these were brought by hints alone.
                for (int i = 0; i < 40; i++) {
                  String path = Paths.key("b", "missed" + i) + "?r=one";
                  assertThat(back.client().get(path).expect(200).text()).isEqualTo("m" + i);
                }
              });
      assertThat(living).anyMatch(node -> Holdings.hintsHeld(node, "n5") > 0);
      for (TestNode witness : cluster.nodes().subList(0, 4)) {
        await(witness.id() + " to see " + back.id() + " up")
            .atMost(TestCluster.HEAL_LIMIT)
            .untilAsserted(
                () ->
                    assertThat(TestCluster.statuses(witness))
                        .containsEntry(back.id(), "up")
                        .containsEntry("n5", "unreachable"));
      }
    }
  }

  private static void expectRefusalWith(
      TestNode node, String variable, String value, String reason) {
    Map<String, String> fitting = Map.copyOf(node.env());
    node.env().put(variable, value);
    expectRefusal(node, reason);
    node.wipe();
    node.env().clear();
    node.env().putAll(fitting);
  }

  private static void expectRefusal(TestNode node, String reason) {
    node.start();
    assertThat(node.awaitExit(TestNode.START_LIMIT)).as("exit code of %s", node.id()).isNotZero();
    assertThat(lastLines(node)).containsPattern(reason);
  }

  /** Where the reason has to stand: whoever looks sees the end of the log first. */
  private static String lastLines(TestNode node) {
    List<String> lines = node.logSinceStart().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
  }

  private static void expectAllThere(TestCluster cluster) {
    for (int i = 0; i < 20; i++) {
      String path = Paths.key("b", "k" + i);
      for (TestNode node : cluster.nodes()) {
        await("an answer at " + node.id())
            .atMost(TestCluster.HEAL_LIMIT)
            .until(() -> node.client().get(path).status() != 503);
        assertThat(node.client().get(path).expect(200).text()).isEqualTo("v" + i);
      }
    }
  }

  private static JsonNode ring(TestNode node) {
    return node.client().get("/v1/cluster/ring").expect(200).json();
  }
}
