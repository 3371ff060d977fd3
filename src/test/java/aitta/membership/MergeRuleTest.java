package aitta.membership;

import static aitta.membership.Samples.gone;
import static aitta.membership.Samples.id;
import static aitta.membership.Samples.ids;
import static aitta.membership.Samples.joined;
import static aitta.membership.Samples.up;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.membership.MergeRule.Side;
import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MergeRuleTest {
  private static Side side(boolean hasRing, int... numbers) {
    return new Side(hasRing, List.copyOf(ids(numbers)));
  }

  @Test
  void theSmallerSideGivesUp() {
    assertThat(MergeRule.loses(side(true, 1), side(true, 2, 3))).isTrue();
    assertThat(MergeRule.loses(side(true, 2, 3), side(true, 1))).isFalse();
  }

  @Test
  void ofEqualSidesTheOneWithTheLowestIdStays() {
    assertThat(MergeRule.loses(side(true, 2), side(true, 1))).isTrue();
    assertThat(MergeRule.loses(side(true, 1, 4), side(true, 2, 3))).isFalse();
  }

  @Test
  void aSideWithoutARingGivesUpHoweverLargeItIs() {
    assertThat(MergeRule.loses(side(false, 1, 2, 3), side(true, 4))).isTrue();
    assertThat(MergeRule.loses(side(true, 4), side(false, 1, 2, 3))).isFalse();
  }

  @Test
  void onlyNodesThatCanBeReachedCount() {
    assertThat(Side.of(joined(2, "r", gone(1), up(2), up(3))).nodes())
        .containsExactly(id(2), id(3));
  }

  @Test
  void exactlyOneOfTwoSidesWithDifferentNodesGivesUp() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      TreeSet<NodeId> one = new TreeSet<>();
      TreeSet<NodeId> other = new TreeSet<>();
      for (int node = 1; node <= 6; node++) {
        (random.nextBoolean() ? one : other).add(id(node));
      }
      if (!one.isEmpty() && !other.isEmpty()) {
        Side a = new Side(random.nextBoolean(), new ArrayList<>(one));
        Side b = new Side(random.nextBoolean(), new ArrayList<>(other));
        assertThat(MergeRule.loses(a, b)).as("%s and %s", a, b).isNotEqualTo(MergeRule.loses(b, a));
      }
    }
  }

  @Test
  void aPartitionWithinOneClusterIsNotTwoClusters() {
    Status here = joined(1, "r", up(1), gone(2));
    Status there = joined(2, "r", gone(1), up(2));
    assertThat(MergeRule.isApart(here, there)).isFalse();
  }

  @Test
  void aNodeThatOnlyOneSideKnowsIsApart() {
    Status here = joined(1, "r", up(1), gone(2));
    Status restarted =
        new Status(
            Samples.COMPAT,
            Samples.facts(2, 2, "r"),
            Samples.at(2),
            22,
            true,
            "r",
            ids(1, 2),
            new TreeMap<>(),
            Claims.NONE,
            List.of());
    assertThat(MergeRule.isApart(here, restarted)).isTrue();
    assertThat(MergeRule.isApart(here, Samples.alone(2, "r"))).isFalse();
  }

  @Test
  void nodesOfTheLosingSideGoOverLowestFirst() {
    assertThat(MergeRule.isTurnOf(id(2), side(true, 2, 3))).isTrue();
    assertThat(MergeRule.isTurnOf(id(3), side(true, 2, 3))).isFalse();
  }
}
