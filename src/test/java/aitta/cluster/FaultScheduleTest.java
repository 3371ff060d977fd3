package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.cluster.FaultSchedule.Fault;
import aitta.cluster.FaultSchedule.Killed;
import aitta.cluster.FaultSchedule.OneWay;
import aitta.cluster.FaultSchedule.Pace;
import aitta.cluster.FaultSchedule.Paused;
import aitta.cluster.FaultSchedule.Split;
import aitta.cluster.FaultSchedule.Step;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
  private static final Duration LENGTH = Duration.ofSeconds(60);

  @Test
  void theSameSeedIsTheSameStory() {
    assertThat(schedule(7, true)).isEqualTo(schedule(7, true)).isNotEqualTo(schedule(8, true));
  }

  @Test
  void everyFaultEndsInTimeAndNoneMeetsItsLike() {
    Set<Class<?>> kinds = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      FaultSchedule schedule = schedule(seed, true);
      assertThat(schedule.steps()).as("seed %d", seed).hasSizeGreaterThan(8);
      Set<Fault> open = new HashSet<>();
      long last = 0;
      for (Step step : schedule.steps()) {
        assertThat(step.atMillis()).isBetween(last, LENGTH.toMillis());
        last = step.atMillis();
        kinds.add(step.fault().getClass());
        assertThat(step.begins() ? open.add(step.fault()) : open.remove(step.fault()))
            .as("seed %d, %s", seed, step)
            .isTrue();
        assertThat(open.stream().filter(f -> f instanceof Split || f instanceof OneWay))
            .as("faults of links, seed %d", seed)
            .hasSizeLessThan(2);
        assertThat(open.stream().filter(f -> f instanceof Killed || f instanceof Paused))
            .as("nodes down, seed %d", seed)
            .hasSizeLessThan(5);
      }
      assertThat(open).as("what is left open, seed %d", seed).isEmpty();
    }
    assertThat(kinds).containsExactlyInAnyOrder(Fault.class.getPermittedSubclasses());
  }

  @Test
  void linksAreLeftAloneWhereTheyCannotBeCut() {
    for (int seed = 0; seed < 50; seed++) {
      assertThat(schedule(seed, false).steps())
          .allMatch(step -> step.fault() instanceof Killed || step.fault() instanceof Paused);
    }
  }

  @Test
  void bothSidesOfASplitHaveNodesAndAllHaveASide() {
    for (int seed = 0; seed < 50; seed++) {
      for (Step step : schedule(seed, true).steps()) {
        if (step.fault() instanceof Split split) {
          assertThat(split.left()).isNotEmpty().doesNotContainAnyElementsOf(split.right());
          assertThat(split.left().size() + split.right().size()).isEqualTo(5);
          assertThat(split.right().size()).isGreaterThan(split.left().size());
        }
      }
    }
  }

  private static FaultSchedule schedule(long seed, boolean links) {
    return FaultSchedule.random(new Random(seed), 5, LENGTH, Pace.DEFAULT, links);
  }
}
