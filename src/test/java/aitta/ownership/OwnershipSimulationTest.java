package aitta.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnershipSimulationTest {
  /** Quorums overlap in data at every step, whatever is lost, repeated or crashes. */
  @Test
  void noStrictReadMissesAnAcknowledgedWriteWhileOwnersChange() {
    long seeds = Long.getLong("aitta.simulation.seeds", 1000);
    long first = Long.getLong("aitta.simulation.first", 1);
    int reads = 0;
    int changes = 0;
    for (long seed = first; seed < first + seeds; seed++) {
      OwnershipSimulation run = new OwnershipSimulation(seed, 2 + (int) (seed % 5));
      try {
        run.run(400);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ":\n" + String.join("\n", run.story), e);
      }
      reads += run.reads;
      changes += run.changes;
    }
    assertThat(reads).as("reads that were answered").isGreaterThan((int) seeds);
    assertThat(changes).as("lists that were decided").isGreaterThan((int) seeds);
  }
}
