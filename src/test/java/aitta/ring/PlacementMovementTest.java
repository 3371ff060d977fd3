package aitta.ring;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many replica places change hands when one node comes or goes, against the least possible: the
 * newcomer's share, the leaver's places. The table in the folder's documentation is what this test
 * measures.
 */
class PlacementMovementTest {
  private static final int SEEDS = 20;

  /** Mean and worst of joins and leaves, each as a multiple of the least possible. */
  private record Moved(double mean, double worst) {}

  @ParameterizedTest(name = "{0} nodes, Q={1}, N={2}: mean {3}, worst {4}")
  @CsvSource({
    // Q/S of 20 and a little more: the hardest case, for shares are smallest
    "  3,  128, 3, 1.05, 1.15",
    "  5,  128, 3, 1.10, 1.25",
    "  6,  128, 3, 1.10, 1.25",
    " 12,  256, 3, 1.15, 1.25",
    " 25,  512, 3, 1.20, 1.35",
    " 50, 1024, 3, 1.25, 1.50",
    " 50, 1024, 5, 1.15, 1.25",
    // more ranges a node
    "  6,  512, 3, 1.05, 1.15",
    " 16, 1024, 3, 1.10, 1.15",
    " 25, 4096, 3, 1.05, 1.10",
    // few replicas: a share of 20 or 40 places may not even exceed its mean by 2 or 3
    "  6,  128, 2, 1.15, 1.30",
    "  6,  128, 1, 1.30, 1.60",
    " 25,  512, 2, 1.30, 1.50",
    " 25,  512, 1, 1.75, 2.25",
  })
  void joinAndLeaveMoveLittleMoreThanTheyMust(
      int count, int ranges, int replicas, double mean, double worst) {
    Moved moved = measure(ranges, replicas, random -> Members.equal(count + 1, 1, random));
    assertWithin(moved, mean, worst);
  }

  @ParameterizedTest(name = "{0} nodes of weights 0.7 to 1.3, Q={1}, N={2}: mean {3}, worst {4}")
  @CsvSource({
    "  6,  128, 3, 1.10, 1.25",
    " 12,  256, 3, 1.15, 1.30",
    " 25,  512, 3, 1.20, 1.40",
    " 16, 1024, 3, 1.10, 1.15",
  })
  void mildlyUnevenWeightsMoveLittleMore(
      int count, int ranges, int replicas, double mean, double worst) {
    Moved moved = measure(ranges, replicas, random -> Members.mild(count + 1, random));
    assertWithin(moved, mean, worst);
  }

  @ParameterizedTest(name = "{0} nodes in {1} zones, Q={2}, N={3}: mean {4}, worst {5}")
  @CsvSource({
    "  3,  3,  128, 3, 1.05, 1.10", // the newcomer shares a zone with one other
    "  6,  3,  128, 3, 1.10, 1.25",
    " 12,  3,  256, 3, 1.15, 1.30",
    "  6,  2,  128, 3, 1.20, 1.35",
    " 12,  2,  256, 3, 1.20, 1.35",
    " 12, 13,  256, 3, 1.15, 1.25", // a zone for each node
    " 12,  4,  256, 3, 1.35, 1.55", // the newcomer makes its zone a third larger
    " 48,  4, 4096, 3, 1.20, 1.30",
  })
  void balancedZonesMoveLittleMore(
      int count, int zones, int ranges, int replicas, double mean, double worst) {
    Moved moved = measure(ranges, replicas, random -> Members.equal(count + 1, zones, random));
    assertWithin(moved, mean, worst);
  }

  private interface Choice {
    List<RingMember> members(RandomGenerator random);
  }

  /** The last member comes and goes. */
  private static Moved measure(int ranges, int replicas, Choice choice) {
    double sum = 0;
    double worst = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      List<RingMember> with = choice.members(Members.random(seed));
      RingMember last = with.get(with.size() - 1);
      List<RingMember> without = new ArrayList<>(with.subList(0, with.size() - 1));
      List<List<NodeId>> before = Placement.owners(without, ranges, replicas);
      List<List<NodeId>> after = Placement.owners(with, ranges, replicas);
      long places = after.stream().filter(list -> list.contains(last.id())).count();
      double join = gained(before, after) / (double) places;
      double leave = gained(after, before) / (double) places;
      sum += join + leave;
      worst = Math.max(worst, Math.max(join, leave));
    }
    return new Moved(sum / (2 * SEEDS), worst);
  }

  private static int gained(List<List<NodeId>> from, List<List<NodeId>> to) {
    int gained = 0;
    for (int range = 0; range < from.size(); range++) {
      Set<NodeId> fresh = new HashSet<>(to.get(range));
      fresh.removeAll(from.get(range));
      gained += fresh.size();
    }
    return gained;
  }

  private static void assertWithin(Moved moved, double mean, double worst) {
    String measured =
        String.format(Locale.ROOT, "mean %.3f, worst %.3f", moved.mean(), moved.worst());
    assertThat(moved.mean()).as(measured).isLessThanOrEqualTo(mean);
    assertThat(moved.worst()).as(measured).isLessThanOrEqualTo(worst);
  }
}
