package aitta.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation finds the mistakes that it is there to find. */
class FlawsTest {
  private static final int MAX_SEEDS = Integer.getInteger("aitta.simulation.flaw-seeds", 100);
  private static World world;

  @BeforeAll
  static void makeWorld() {
    Quiet.logs();
    world = new World();
  }

  @AfterAll
  static void closeWorld() {
    world.close();
  }

  /** Those that few seeds find; {@link FlawRun} tries all. */
  static Stream<String> names() {
    return Stream.of(
        "a ballot is used again after a start",
        "a condition is judged by nothing",
        "a copy is acknowledged and dropped",
        "a copy is acknowledged before it is on disk",
        "a copy is overwritten, not joined",
        "a dot is used again after a crash",
        "a hint that counted is dropped",
        "a merge keeps one sibling",
        "a version is sent alone",
        "an exchange stores nothing",
        "deletes are acknowledged and dropped",
        "the disk forgets what it acknowledged last");
  }

  @ParameterizedTest
  @MethodSource("names")
  void isCaught(String name) {
    assertThat(firstCaught(name)).as("seeds without a sign of: " + name).isLessThan(MAX_SEEDS);
  }

  static long firstCaught(String name) {
    Flaw flaw = Flaws.all().get(name);
    for (long seed = 0; seed < MAX_SEEDS; seed++) {
      Simulation.Result result = Simulation.run(world, Plan.of(seed), flaw);
      if (result.isWrong()) {
        return seed;
      }
    }
    return MAX_SEEDS;
  }

  @Test
  void whatGoesWrongIsShrunkToWhatMatters() {
    Flaw flaw = Flaws.all().get("a copy is acknowledged and dropped");
    Simulation.Result wrong = null;
    for (long seed = 0; wrong == null || !wrong.isWrong(); seed++) {
      wrong = Simulation.run(world, Plan.of(seed), flaw);
    }
    Simulation.Result small = Shrinker.shrink(world, flaw, wrong);
    assertThat(small.isWrong()).isTrue();
    assertThat(small.plan().actions()).hasSizeLessThanOrEqualTo(5);
    assertThat(small.describe()).contains("seed " + small.plan().seed());
  }
}
