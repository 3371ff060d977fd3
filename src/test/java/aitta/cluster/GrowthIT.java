package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A node that was alone gets a second one. Its pace is changed on the way, and what is moved is so
 * much that the pace of the beginning would take longer than the test has patience for. Then the
 * old node is killed, and both, while some ranges have had their second owner for a moment only:
 * nobody else could say that the old one has lost nothing, and no operator has to.
 */
@AcceptanceTest
class GrowthIT {
  private static final int KEYS = 320;
  private static final int RANGES = 64;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @Test
  @FaultyCluster(
      nodes = 1,
      settings = "AITTA_RANGES=" + RANGES,
      config = {"aitta.handover.rate = 64KiB", "aitta.handover.concurrency = 1"})
  void oneBecomesTwoAtAPaceThatIsChangedThoughTheOldOneIsKilled(Faults faults) {
    TestCluster cluster = faults.cluster();
    for (int i = 0; i < KEYS; i++) {
      cluster.client(0).put(path(i), value(i)).expect(204);
    }
    TestNode first = cluster.node(0);
    TestNode second = cluster.addNode("n2");
    second.startAndAwaitReady();
    await("the first range to be on its way").atMost(LIMIT).until(() -> onTheirWay(first) == 1);

    change(first, "handover.concurrency", "5");
    await("more of them").atMost(LIMIT).until(() -> onTheirWay(first) == 5);
    awaitProgress(first);
    change(second, "handover.rate", "\"4MiB\"");
    awaitDecided(first, 20);
    first.kill();
    first.startAndAwaitReady();
    awaitDecided(first, 10);
    cluster.killAll();
    cluster.nodes().forEach(TestNode::start);
    cluster.nodes().forEach(node -> node.awaitReady(TestNode.START_LIMIT));

    change(first, "handover.rate", "\"1GiB\"");
    awaitAllShared(second);
    for (TestNode node : cluster.nodes()) {
      awaitFit(node);
    }
    for (int i = 0; i < KEYS; i++) {
      Reply reply = cluster.client(i % 2).get(path(i) + "?strict=true&r=all&timeout=10s");
      assertThat(reply.expect(200).text()).isEqualTo(value(i));
    }
  }

  private static String path(int key) {
    return Paths.key("growth", "k" + key);
  }

  private static String value(int key) {
    return key + "x".repeat(100_000);
  }

  private static void change(TestNode asked, String setting, String value) {
    String json = "{\"" + setting + "\":" + value + "}";
    asked.client().putJson("/v1/cluster/settings", json).expect(200);
  }

  private static JsonNode transfers(TestNode witness) {
    return witness.client().get("/v1/cluster").expect(200).json().path("transfers");
  }

  /**
   * Waits until more of a range has come than when it was looked first; looks at all that is said.
   */
  private static void awaitProgress(TestNode witness) {
    Map<Integer, Long> before = new HashMap<>();
    await("more of a range")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              boolean more = false;
              for (JsonNode one : transfers(witness)) {
                expectConsistent(one);
                long done = one.path("bytesDone").asLong();
                Long first = before.putIfAbsent(one.path("range").asInt(), done);
                more |= first != null && done > first;
              }
              return more;
            });
  }

  private static void expectConsistent(JsonNode transfer) {
    assertThat(transfer.path("from").asText()).isEqualTo("n1");
    assertThat(transfer.path("to").asText()).isEqualTo("n2");
    long done = transfer.path("bytesDone").asLong(-1);
    long total = transfer.path("bytesTotal").asLong(-1);
    long rate = transfer.path("bytesPerSecond").asLong(-1);
    assertThat(done).as(transfer.toString()).isBetween(0L, total);
    assertThat(rate).as(transfer.toString()).isBetween(0L, done == 0 ? 0 : Long.MAX_VALUE);
    if (rate == 0) {
      assertThat(transfer.path("etaSeconds").isNumber()).as(transfer.toString()).isFalse();
    } else {
      assertThat(transfer.path("etaSeconds").asLong(-1))
          .as(transfer.toString())
          .isEqualTo((total - done + rate - 1) / rate);
    }
  }

  /** Ranges that are not there as a whole. */
  private static long onTheirWay(TestNode witness) {
    long count = 0;
    for (JsonNode one : transfers(witness)) {
      count += one.path("bytesDone").asLong() < one.path("bytesTotal").asLong() ? 1 : 0;
    }
    return count;
  }

  /** Waits until so many ranges, or more, have got two owners since this node's start: just now. */
  private static void awaitDecided(TestNode first, int ranges) {
    await(ranges + " ranges with two owners, as " + first.id() + " has decided")
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> first.logSinceStart().split("owners=\\[n1, n2]", -1).length > ranges);
  }

  private static void awaitAllShared(TestNode witness) {
    await("all ranges with two owners, as " + witness.id() + " sees it")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(
            () ->
                assertThat(
                        witness.client().get("/v1/cluster/ring").expect(200).json().path("ranges"))
                    .hasSize(RANGES)
                    .allSatisfy(range -> assertThat(range.path("owners")).hasSize(2)));
  }

  private static void awaitFit(TestNode witness) {
    await("all copies to be fit, as " + witness.id() + " sees it")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(
            () -> {
              JsonNode nodes = witness.client().get("/v1/cluster").expect(200).json().path("nodes");
              assertThat(nodes.findValuesAsText("id")).isEqualTo(List.of("n1", "n2"));
              assertThat(nodes).allSatisfy(n -> assertThat(n.path("catchingUp").asInt(1)).isZero());
            });
  }
}
