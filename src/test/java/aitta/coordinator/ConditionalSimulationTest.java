package aitta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalSimulationTest {
  private static final int STEPS = 400;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void everyWinnerIsJudgedByTheOneBeforeAndNoBallotIsUsedTwice(int n) {
    List<ConditionalSimulation.Won> won = new ArrayList<>();
    for (long seed = 1; seed <= 200; seed++) {
      var simulation = new ConditionalSimulation(seed, n, SimulatedOwner.Flaw.NONE);
      simulation.run(STEPS);
      assertThat(simulation.wrong).isEmpty();
      won.addAll(simulation.won);
    }
    assertThat(won).as("winners over all seeds").hasSizeGreaterThan(300);
  }

  /** What the simulation is worth: each rule that is left out shows. */
  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aRuleThatIsLeftOutIsMissed(SimulatedOwner.Flaw flaw) {
    boolean missed = false;
    for (long seed = 1; seed <= 3000 && !missed; seed++) {
      var simulation = new ConditionalSimulation(seed, 3, flaw);
      simulation.run(STEPS);
      missed = !simulation.wrong.isEmpty();
    }
    assertThat(missed).isTrue();
  }

  @Test
  void aSeedReplaysItsRun() {
    var one = new ConditionalSimulation(17, 3, SimulatedOwner.Flaw.NONE);
    var two = new ConditionalSimulation(17, 3, SimulatedOwner.Flaw.NONE);
    one.run(STEPS);
    two.run(STEPS);
    assertThat(one.won).isEqualTo(two.won);
  }
}
