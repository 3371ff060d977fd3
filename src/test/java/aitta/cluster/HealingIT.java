package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners become equal again by themselves: nothing here reads a key before it has to be there. */
@AcceptanceTest
class HealingIT {
  private static final int KEYS = 300;
  private static final String INTERVAL = "AITTA_REPAIR_INTERVAL";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  @TempDir Path folder;

  @Test
  void wipedNodeIsFilledAgainAndBecomesFitWithoutAnyRead() {
    try (TestCluster cluster = healing("healing-wiped").start()) {
      cluster.awaitAllUp();
      writeAll(cluster, 0, KEYS, "w=all");
      TestNode wiped = cluster.node(2);
      wiped.kill();
      wiped.wipe();
      wiped.startAndAwaitReady();
      awaitFull(wiped, KEYS);
      awaitSteady(cluster);

      cluster.node(0).kill();
      cluster.node(1).kill();
      expectAllAt(wiped, 0, KEYS);
    }
  }

  @Test
  void whatANodeMissedAndNoHintKeptIsBroughtByExchangesAndThenTheyRest() throws IOException {
    // Hints are refused past this, so that most of what is missed is left to the exchanges.
    Path file = Files.writeString(folder.resolve("small.conf"), "aitta.hint.max-size = 1MiB");
    TestCluster small = healing("healing-missed").arguments("--config", file.toString());
    try (TestCluster cluster = small.start()) {
      cluster.awaitAllUp();
      writeAll(cluster, 0, 50, "w=all");
      cluster.node(2).kill();
      TestCluster.awaitUnreachable(cluster.node(0), cluster.nodes().subList(2, 3));
      String large = "x".repeat(16_000);
      for (int i = 50; i < KEYS; i++) {
        cluster.client(i % 2).put(path(i), "v" + i + large).expect(204);
      }
      TestNode back = cluster.node(2);
      back.startAndAwaitReady();
      awaitFull(back, KEYS);
      assertThat(counter(back, "keysRepaired")).as("keys brought by exchanges").isPositive();
      awaitSteady(cluster);
      cluster.node(0).kill();
      cluster.node(1).kill();
      for (int i = 50; i < KEYS; i++) {
        String text = back.client().get(path(i) + "?r=one").expect(200).text();
        assertThat(text).isEqualTo("v" + i + large);
      }
    }
  }

  @Test
  void rangeThatCannotCatchUpGoesOnWhenAnOperatorAcceptsTheLoss() {
    try (TestCluster cluster = healing("healing-loss").start()) {
      cluster.awaitAllUp();
      writeAll(cluster, 0, 20, "w=all");
      cluster.node(0).kill();
      TestNode wiped = cluster.node(2);
      wiped.kill();
      wiped.wipe();
      wiped.startAndAwaitReady();
      TestNode witness = cluster.node(1);
      await("what the fit owner has, brought to the other")
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(self(wiped).path("keys").asInt()).isEqualTo(20));
      assertThat(self(wiped).path("catchingUp").asInt()).isEqualTo(16);
      witness.client().get(path(1) + "?strict=true").expectProblem(503, "quorum-not-met");

      int range = witness.client().get(locate(1)).expect(200).json().path("range").asInt();
      witness
          .client()
          .post("/v1/cluster/repair?range=" + range + "&accept-loss=true", "")
          .expect(202);
      await("a strict read")
          .atMost(LIMIT)
          .until(() -> witness.client().get(path(1) + "?strict=true").status() == 200);
      assertThat(self(wiped).path("catchingUp").asInt()).isPositive();
    }
  }

  /** The oldest node decides where stewards live, and nobody does so in its place. */
  @Test
  void ownersGoOnAloneWhileTheNodeIsDeadWithoutWhichStewardsFindNoPlace() {
    try (TestCluster cluster = TestCluster.of("healing-stewards", 4).with(INTERVAL, "2s").start()) {
      cluster.awaitAllUp();
      TestNode oldest = cluster.node(0);
      TestNode away = cluster.node(3);
      TestNode witness = cluster.node(1);
      List<String> missed = new ArrayList<>();
      for (int i = 0; missed.size() < 20; i++) {
        if (!Holdings.owners(witness, "healing", "k" + i).contains(oldest.id())) {
          missed.add(path(i));
        }
      }
      away.kill();
      TestCluster.awaitUnreachable(witness, List.of(away));
      // The node that is no owner stands in for the one that is away. So its hints go with it.
      missed.forEach(path -> witness.client().put(path, "missed").expect(204));
      oldest.kill();
      away.startAndAwaitReady();

      for (String path : missed) {
        await("the copy of " + path + " at " + away.id())
            .atMost(LIMIT)
            .untilAsserted(
                () ->
                    assertThat(Holdings.of(witness, path))
                        .hasSize(3)
                        .allSatisfy(copy -> assertThat(copy.versions()).hasSize(1)));
      }
      assertThat(counter(witness, "keysRepaired")).as("keys brought by exchanges").isPositive();
      for (int round = 0; round < 2; round++) {
        String since = newestRun(witness);
        await("every range to be compared once more")
            .atMost(LIMIT)
            .pollInterval(Duration.ofMillis(500))
            .until(() -> oldestRun(witness).compareTo(since) > 0);
      }
      assertThat(inSync(witness)).isEqualTo(16);
    }
  }

  private static TestCluster healing(String name) {
    return TestCluster.of(name, 3).with(INTERVAL, "2s");
  }

  private static void writeAll(TestCluster cluster, int from, int to, String query) {
    for (int i = from; i < to; i++) {
      cluster.client(i % 3).put(path(i) + "?" + query, "v" + i).expect(204);
    }
  }

  private static void expectAllAt(TestNode node, int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(node.client().get(path(i) + "?r=one").expect(200).text()).isEqualTo("v" + i);
    }
  }

  /** Until all its copies are fit and hold that many keys. */
  private static void awaitFull(TestNode node, int keys) {
    await(node.id() + " to hold " + keys + " keys")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              JsonNode self = self(node);
              assertThat(self.path("keys").asInt()).isEqualTo(keys);
              assertThat(self.path("catchingUp").asInt()).isZero();
            });
  }

  /**
   * Until every range is in sync, and all were compared once more with nothing to repair. An
   * exchange is counted when it ends: one that was under way may still count what another brought.
   */
  private static void awaitSteady(TestCluster cluster) {
    TestNode witness = cluster.node(0);
    await("all ranges in sync")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(inSync(witness)).isEqualTo(16));
    AtomicReference<Counted> since = new AtomicReference<>(Counted.by(witness));
    await("a round of exchanges that repairs nothing")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              Counted now = Counted.by(witness);
              if (!now.sameAs(since.get())) {
                since.set(now);
              }
              return now.oldestRun().compareTo(since.get().newestRun()) > 0;
            });
    assertThat(inSync(witness)).isEqualTo(16);
  }

  /** What the exchanges of all ranges have done, and between when and when each was last run. */
  private record Counted(long compared, long repaired, String oldestRun, String newestRun) {
    static Counted by(TestNode witness) {
      return new Counted(
          counter(witness, "keysCompared"),
          counter(witness, "keysRepaired"),
          HealingIT.oldestRun(witness),
          HealingIT.newestRun(witness));
    }

    boolean sameAs(Counted before) {
      return compared == before.compared && repaired == before.repaired;
    }
  }

  private static String oldestRun(TestNode witness) {
    String oldest = "9";
    for (JsonNode range : ranges(witness)) {
      String run = range.path("lastRun").asText("");
      oldest = run.compareTo(oldest) < 0 ? run : oldest;
    }
    return oldest;
  }

  private static String newestRun(TestNode witness) {
    String newest = "";
    for (JsonNode range : ranges(witness)) {
      String run = range.path("lastRun").asText("");
      newest = run.compareTo(newest) > 0 ? run : newest;
    }
    return newest;
  }

  private static int inSync(TestNode witness) {
    int count = 0;
    for (JsonNode range : ranges(witness)) {
      count += range.path("inSync").asBoolean() ? 1 : 0;
    }
    return count;
  }

  private static long counter(TestNode witness, String name) {
    long sum = 0;
    for (JsonNode range : ranges(witness)) {
      sum += range.path(name).asLong();
    }
    return sum;
  }

  private static JsonNode ranges(TestNode witness) {
    JsonNode ranges = witness.client().get("/v1/cluster/repair").expect(200).json().path("ranges");
    assertThat(ranges).hasSize(16);
    return ranges;
  }

  /** What a node says of itself. */
  private static JsonNode self(TestNode node) {
    for (JsonNode one : node.client().get("/v1/cluster").expect(200).json().path("nodes")) {
      if (one.path("id").asText().equals(node.id())) {
        return one;
      }
    }
    throw new AssertionError(node.id() + " does not report itself");
  }

  private static String locate(int i) {
    return "/v1/cluster/locate?bucket=healing&key=k" + i;
  }

  private static String path(int i) {
    return Paths.key("healing", "k" + i);
  }
}
