package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.cluster.FaultSchedule.Pace;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/**
 * Sets that grow while nodes are killed and frozen and links cut, by a schedule drawn from a seed.
 * Afterwards the copies become the same by themselves, and nothing that was acknowledged is missing
 * from any. Beside them a key is overwritten, deleted and read with strict quorums, which are right
 * all the time.
 *
 * <p>{@code -Daitta.faults.seconds=600} makes the disturbance longer than a build can spare the
 * time for, {@code -Daitta.seed=} repeats one.
 */
@AcceptanceTest
class SetUnderFaultsIT {
  private static final int NODES = 5;
  private static final int CLIENTS = 8;
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("aitta.faults.seconds", 60));

  @Test
  @FaultyCluster(nodes = NODES, separate = true, settings = "AITTA_REPAIR_INTERVAL=5s")
  void everyAcknowledgedElementIsThereAMinuteAfterTheLastFault(Faults faults) {
    FaultSchedule schedule =
        FaultSchedule.random(faults.random(), NODES, LENGTH, Pace.DEFAULT, true);
    SetWorkload sets = new SetWorkload(faults.cluster());
    RegisterWorkload registers = new RegisterWorkload(faults.cluster(), "registers", 1, true);
    try (Work.Running<Integer> adding = sets.start(CLIENTS, faults.random());
        Work.Running<Integer> overwriting = registers.start(faults.random())) {
      faults.play(schedule);
      sets.finish(adding);
      registers.finish(overwriting);
    }
    assertThat(registers.violations()).isEmpty();
    SetLedger ledger = sets.ledger();
    System.out.printf(
        "%d elements acknowledged in %d sets%n", ledger.acknowledgedCount(), ledger.keys().size());
    assertThat(ledger.acknowledgedCount()).isGreaterThan(CLIENTS);

    awaitHealed(faults.cluster(), Instant.now());
    List<String> wrong = new ArrayList<>();
    for (String key : ledger.keys()) {
      String first = null;
      for (TestNode node : faults.cluster().nodes()) {
        // Once each: nothing is mended by being asked for.
        Reply reply = node.client().get(SetWorkload.path(key) + "?r=one");
        assertThat(reply.status()).as("%s", reply).isIn(200, 300, 404);
        for (String violation : ledger.violations(key, SetWorkload.elements(reply))) {
          wrong.add(node.id() + ": " + violation);
        }
        String word = reply.status() + " " + reply.header("ETag").orElse("");
        first = first == null ? word : first;
        if (!word.equals(first)) {
          wrong.add(key + " is " + word + " at " + node.id() + " and " + first + " elsewhere");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /**
   * Waits for what the nodes say of themselves; what they hold is not looked at. If they are not
   * done in time, the state they are in by then is judged.
   */
  private static void awaitHealed(TestCluster cluster, Instant since) {
    try {
      await("the nodes to be healed")
          .atMost(TestCluster.HEAL_LIMIT)
          .pollInterval(Duration.ofMillis(500))
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(() -> cluster.nodes().stream().allMatch(node -> isHealed(node, since)));
    } catch (ConditionTimeoutException e) {
      System.out.println("not healed by their own word: " + e.getMessage());
    }
  }

  private static boolean isHealed(TestNode node, Instant since) {
    if (!node.isReady()) {
      return false;
    }
    JsonNode nodes = node.client().get("/v1/cluster").expect(200).json().path("nodes");
    for (JsonNode one : nodes) {
      if (!one.path("status").asText().equals("up") || one.path("hintsHeld").asLong() > 0) {
        return false;
      }
    }
    for (JsonNode range :
        node.client().get("/v1/cluster/repair").expect(200).json().path("ranges")) {
      String lastRun = range.path("lastRun").asText("");
      boolean isSince = !lastRun.isEmpty() && !lastRun.equals("null");
      if (!isSince || Instant.parse(lastRun).isBefore(since) || !range.path("inSync").asBoolean()) {
        return false;
      }
    }
    return nodes.size() == NODES;
  }
}
