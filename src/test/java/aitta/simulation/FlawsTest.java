package aitta.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation finds the mistakes that it is there to find. */
class FlawsTest extends InOneWorld {
  private static final int MAX_SEEDS = Integer.getInteger("aitta.simulation.flaw-seeds", 4000);

  static List<String> names() {
    return Flaws.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isCaught(String name) {
    assertThat(firstCaught(name)).as("seed that shows: " + name).isPresent();
  }

  /** Where it is known what finds a mistake, that is tried first: others take minutes. */
  private static final Map<String, Long> KNOWN =
      Map.ofEntries(
          Map.entry("a list is decided before the newcomer has what the owners have", 7290L),
          Map.entry("a newcomer counts as fit before it has caught up", 12120L),
          Map.entry("a leaver goes before others have heard of the newest lists", 955375L),
          Map.entry("a newcomer that has lost nothing confirms nobody", 22149L),
          Map.entry("an owner that a decree leaves is believed before others were asked", 1601L),
          Map.entry("an old copy goes before any owner has all of it", 589L),
          Map.entry("a reclaim is not told of hints", 366L),
          Map.entry("hints of a restored disk are delivered, however old", 1300L),
          Map.entry("questions are numbered from one after every start", 245L),
          Map.entry("a node that has handed over everything takes hints", 4063235L),
          Map.entry("copies that are behind count for what is newer by time", 5302566L),
          Map.entry("a copy claims what it has taken while nobody had confirmed it", 10707L),
          Map.entry("every copy is confirmed", 240L),
          Map.entry("a promise is forgotten at a start", 1768L),
          Map.entry("a refusal is taken for an acknowledgement", 859L),
          Map.entry("what is newer by time elsewhere is not asked for", 691L));

  static OptionalLong firstCaught(String name) {
    Flaw flaw = Flaws.all().get(name);
    Long known = KNOWN.get(name);
    if (known != null && Simulation.run(world, Plan.of(known), flaw).isWrong()) {
      return OptionalLong.of(known);
    }
    for (long seed = 0; seed < MAX_SEEDS; seed++) {
      Simulation.Result result = Simulation.run(world, Plan.of(seed), flaw);
      if (result.isWrong()) {
        return OptionalLong.of(seed);
      }
    }
    return OptionalLong.empty();
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
