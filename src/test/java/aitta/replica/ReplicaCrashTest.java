package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Crashes between minting, sending and persisting lose nothing that was acknowledged. */
class ReplicaCrashTest {
  private static final int STEPS = 600;
  private static final int RUNS = 40;

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {1, 1_000, 2_000, 3_000, 4_000})
  void noAcknowledgedVersionIsLostAndCopiesMeet(long firstSeed) {
    int crashes = 0;
    int acknowledged = 0;
    for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
      CrashingReplicas replicas = new CrashingReplicas(new Random(seed), true);
      replicas.run(STEPS);
      replicas.requireExactFigures();
      replicas.exchange();
      replicas.exchange();
      assertThat(replicas.lost()).as("lost, seed %d", seed).isEmpty();
      assertThat(replicas.dotsUsedTwice()).as("dots used twice, seed %d", seed).isZero();
      assertThat(replicas.areEqual()).as("copies meet, seed %d", seed).isTrue();
      replicas.requireExactFigures();
      replicas.requireTrueBooks();
      crashes += replicas.crashes();
      acknowledged += replicas.acknowledged();
    }
    assertThat(crashes).isGreaterThan(10 * RUNS);
    assertThat(acknowledged).isGreaterThan(10 * RUNS);
  }

  /** What the rule is for: without it the same runs lose what was acknowledged. */
  @Test
  void goingOnUnderTheSameWriterIdWouldLoseVersions() {
    int lost = 0;
    int twice = 0;
    for (long seed = 1; seed <= RUNS; seed++) {
      CrashingReplicas replicas = new CrashingReplicas(new Random(seed), false);
      replicas.run(STEPS);
      replicas.exchange();
      replicas.exchange();
      lost += replicas.lost().size();
      twice += replicas.dotsUsedTwice();
    }
    assertThat(twice).isPositive();
    assertThat(lost).isPositive();
  }
}
