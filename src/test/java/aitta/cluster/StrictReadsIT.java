package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Strict quorums where one owner has lost its disk and another is dead: their reads are right, or
 * they are 503.
 */
@AcceptanceTest
class StrictReadsIT {
  private static final int WRITERS = 3;

  /** In each phase. Not many: clients that meet the frozen node wait in vain. */
  private static final int MORE = 20;

  @Test
  @FaultyCluster(nodes = 3, settings = "AITTA_REPAIR_INTERVAL=5s")
  void neverMissAnAcknowledgedWriteWhileOneOwnerIsWipedAndAnotherKilled(Faults faults) {
    TestNode wiped = faults.node(0);
    TestNode killed = faults.node(1);
    TestNode behind = faults.node(2);
    // While only one owner knows what was written, older writes may be left beside newer ones.
    RegisterWorkload registers =
        new RegisterWorkload(faults.cluster(), "strict", WRITERS, true, false);
    try (Work.Running<Integer> running = registers.start(faults.random())) {
      awaitWrites(registers, running);
      // What is acknowledged now, two nodes have: the one that loses it and the one that dies.
      behind.pause();
      awaitWrites(registers, running);
      wiped.kill();
      wiped.wipe();
      killed.kill();
      behind.resume();
      wiped.start();
      wiped.awaitReady(TestNode.START_LIMIT);
      // The wiped node takes writes again. Strict reads wait for the one that is dead.
      awaitWrites(registers, running);
      assertThat(faults.node(2).client().get(Paths.key("strict", "register-0") + "?strict=true"))
          .satisfies(reply -> reply.expectProblem(503, "quorum-not-met"));
      assertThat(registers.violations()).isEmpty();

      killed.start();
      killed.awaitReady(TestNode.START_LIMIT);
      awaitWrites(registers, running);
      registers.finish(running);
    }
    for (TestNode node : faults.cluster().nodes()) {
      await("every key to be readable through " + node.id())
          .atMost(TestCluster.HEAL_LIMIT)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> registers.readAll(node) == registers.size());
    }
    assertThat(registers.violations()).isEmpty();
  }

  private static void awaitWrites(RegisterWorkload registers, Work.Running<Integer> running) {
    int target = registers.acknowledged() + MORE;
    await("writes to be acknowledged")
        .atMost(TestCluster.HEAL_LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> running.isDone() || registers.acknowledged() >= target);
    if (running.isDone()) {
      running.join(); // tells why
    }
  }
}
