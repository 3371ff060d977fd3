package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.api.Json;
import aitta.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A node is cut off, takes writes alone, is removed, dies and comes back: what it had taken is with
 * the others then, and what they have deleted and forgotten meanwhile stays deleted.
 */
@AcceptanceTest
class ComebackIT {
  private static final int KEYS = 40;
  private static final int DELETED = 4;

  @Test
  @FaultyCluster(
      nodes = 4,
      separate = true,
      settings = {"AITTA_REPAIR_INTERVAL=2s", "AITTA_TOMBSTONE_GRACE=1s"},
      config = "aitta.tombstone.settle-time = 1s")
  void whatARemovedNodeHadTakenAloneComesBackWithItAndNothingThatWasDeleted(Faults faults)
      throws IOException {
    TestCluster cluster = faults.cluster();
    TestNode witness = cluster.node(0);
    TestNode alone = cluster.node(3);
    Map<String, String> deleted = new TreeMap<>(); // and the contexts of keys nobody wrote
    for (int i = 0; i < DELETED; i++) {
      String path = Paths.key("b", "deleted-" + i);
      deleted.put(path, witness.client().get(path).expect(404).context());
    }
    deleted.keySet().forEach(path -> write(witness, path, "old", "all"));
    for (int i = 0; i < KEYS; i += 2) { // every other one is there before
      write(witness, path(i), "before", "all");
    }
    String given = Paths.key("b", "deleted-alone");
    write(witness, given, "before", "all");

    cluster.network().cutOff(3);
    TestCluster.awaitUnreachable(alone, cluster.nodes().subList(0, 3));
    TestCluster.awaitUnreachable(witness, List.of(alone));
    for (int i = 0; i < KEYS; i++) {
      write(alone, path(i), "alone-" + i, "one");
    }
    alone.client().delete(given + "?w=one&timeout=10s").expect(204);
    witness.client().post("/v1/cluster/nodes/n4/remove", "").expect(202);
    RingChecks.awaitAtTarget(witness, Set.of("n1", "n2", "n3"));
    deleted.keySet().forEach(path -> witness.client().delete(path + "?timeout=10s").expect(204));
    deleted.forEach((path, untouched) -> awaitForgotten(witness, path, untouched));

    alone.kill(); // with all of it in its journal
    cluster.network().heal();
    alone.startAndAwaitReady();
    RingChecks.awaitAtTarget(witness, Set.of("n1", "n2", "n3", "n4"));
    Path folder = awaitOffered(alone);

    Set<String> listed = listed(folder);
    Set<Integer> forgetful = new TreeSet<>();
    deleted.keySet().forEach(path -> forgetful.add(range(witness, path)));
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      Reply reply = RingChecks.answer(witness, path(i) + "?r=all&strict=true");
      // Where the node was no owner it did not know what was there before: both are kept.
      boolean isBack = SetWorkload.elements(reply).contains("alone-" + i);
      if (!isBack && !forgetful.contains(range(witness, path(i)))) {
        missing.add(path(i) + ": " + reply);
      }
      assertThat(isBack || listed.contains("b/alone-" + i)).as("%s", reply).isTrue();
    }
    assertThat(missing).as("what nothing stands against is back").isEmpty();
    assertThat(RingChecks.answer(witness, given + "?r=all").status()).isEqualTo(404);
    for (String path : deleted.keySet()) {
      for (TestNode node : cluster.nodes()) {
        assertThat(RingChecks.answer(node, path + "?r=all").status()).as(path).isEqualTo(404);
      }
    }
    expectToldAndTakenBack(alone, folder, listed);
  }

  private static String path(int key) {
    return Paths.key("b", "alone-" + key);
  }

  private static void write(TestNode node, String path, String value, String w) {
    node.client().put(path + "?timeout=10s&w=" + w, value).expect(204);
  }

  /** Whether a copy remembers a delete shows in the context of its 404. */
  private static void awaitForgotten(TestNode node, String path, String untouched) {
    await("the delete of " + path + " to be forgotten")
        .atMost(TestCluster.HEAL_LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> node.client().get(path + "?r=one").context().equals(untouched));
  }

  private static Path awaitOffered(TestNode node) throws IOException {
    await("what was set aside to be offered")
        .atMost(TestCluster.HEAL_LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> node.logSinceStart().contains(" sets looked at"));
    try (Stream<Path> inside = Files.list(node.dataDir())) {
      return inside
          .filter(path -> path.getFileName().toString().startsWith("set-aside-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Set<String> listed(Path folder) throws IOException {
    Path file = folder.resolve("not-offered").resolve("b.ndjson");
    Set<String> listed = new TreeSet<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        listed.add("b/" + Json.MAPPER.readTree(line).path("key").asText());
      }
    }
    return listed;
  }

  /**
   * Where an operator finds that there is something left, and how it is taken back: all of it, what
   * was deleted too. That is for them to decide.
   */
  private static void expectToldAndTakenBack(TestNode node, Path folder, Set<String> listed) {
    String state = listed.isEmpty() ? "done" : "left";
    assertThat(node.client().get("/metrics").expect(200).text())
        .contains("aitta_setaside_folders{state=\"" + state + "\"} 1.0")
        .contains("aitta_setaside_folders{state=\"waiting\"} 0.0");
    CommandLineRun aitta = new CommandLineRun(node.url());
    await("the others to hear of it")
        .atMost(TestCluster.HEAL_LIMIT)
        .until(
            () ->
                aitta.run("status") == 0
                    && aitta.out().contains("Node " + node.id() + " keeps 1 folder set-aside-*")
                        == !listed.isEmpty());
    if (!listed.isEmpty()) {
      String file = folder.resolve("not-offered").resolve("b.ndjson").toString();
      assertThat(aitta.run("import", "b", file)).as(aitta.err()).isZero();
      for (String key : listed) {
        String path = Paths.key("b", key.substring(2));
        Reply reply = RingChecks.answer(node, path + "?r=all&strict=true");
        assertThat(reply.text()).isEqualTo(key.startsWith("b/alone") ? key.substring(2) : "old");
      }
    }
  }

  private static int range(TestNode node, String path) {
    String[] parts = path.split("/"); // ,v1,buckets,b,keys,k
    String query = "/v1/cluster/locate?bucket=" + parts[3] + "&key=" + parts[5];
    return node.client().get(query).expect(200).json().path("range").asInt(-1);
  }
}
