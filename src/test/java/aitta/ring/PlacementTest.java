package aitta.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.model.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What must hold for any members. How much a join or leave moves: {@link PlacementMovementTest}.
 */
class PlacementTest {
  private static final List<PlacementCase> CASES =
      LongStream.range(0, 200).mapToObj(PlacementCase::of).toList();

  @Test
  void everyRangeHasSoManyDifferentOwnersAsThereCanBe() {
    for (PlacementCase c : CASES) {
      assertThat(c.owners()).as("%s", c).hasSize(c.ranges());
      for (List<NodeId> list : c.owners()) {
        assertThat(list).as("%s", c).hasSize(c.wanted()).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void ownersAreInAsManyZonesAsThereCanBe() {
    for (PlacementCase c : CASES) {
      Map<NodeId, String> zones =
          c.members().stream().collect(Collectors.toMap(RingMember::id, RingMember::zone));
      int most = Math.min(c.wanted(), new HashSet<>(zones.values()).size());
      for (List<NodeId> list : c.owners()) {
        Set<String> reached = list.stream().map(zones::get).collect(Collectors.toSet());
        assertThat(reached).as("%s", c).hasSize(most);
      }
    }
  }

  @Test
  void noNodeIsOverItsBoundWhereTheZonesAllowIt() {
    int kept = 0;
    for (PlacementCase c : CASES) {
      if (!c.boundsCanBeKept()) {
        continue;
      }
      kept++;
      int[] bounds = c.bounds();
      Map<NodeId, Integer> loads = c.loads();
      for (int i = 0; i < bounds.length; i++) {
        int load = loads.getOrDefault(c.members().get(i).id(), 0);
        assertThat(load).as("%s of %s", c.members().get(i), c).isLessThanOrEqualTo(bounds[i]);
      }
    }
    assertThat(kept).as("cases that count").isBetween(100, 190);
  }

  @Test
  void whereZonesForbidTheBoundNodesOfOneZoneStillShareByWeight() {
    // N = 3 and three zones: each zone holds everything, so the single node of zone c holds all.
    List<RingMember> members = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      members.add(new RingMember(new NodeId("a" + i), "a", 1));
      members.add(new RingMember(new NodeId("b" + i), "b", i < 3 ? 1 : 2));
    }
    members.add(new RingMember(new NodeId("c"), "c", 1));
    PlacementCase c = new PlacementCase(0, members, 256, 3, Placement.owners(members, 256, 3));
    assertThat(c.boundsCanBeKept()).isFalse();
    Map<NodeId, Integer> loads = c.loads();
    assertThat(loads.get(new NodeId("c"))).isEqualTo(256);
    for (int i = 0; i < 6; i++) {
      assertThat(loads.get(new NodeId("a" + i))).isBetween(35, 44); // fair in the zone: 42.7
      assertThat(loads.get(new NodeId("b" + i))).isLessThanOrEqualTo(i < 3 ? 29 : 59); // 28.4, 56.9
    }
  }

  @Test
  void hallsConditionAgreesWithTheMaximumFlow() {
    int possible = 0;
    for (long seed = 0; seed < 60; seed++) {
      RandomGenerator random = Members.random(seed);
      List<RingMember> members = Members.wild(2 + random.nextInt(6), random);
      PlacementCase c = new PlacementCase(seed, members, 16, 1 + random.nextInt(5), List.of());
      boolean expected = Flow.placementExists(c.ranges(), c.wanted(), c.zones(), c.bounds());
      assertThat(c.boundsCanBeKept()).as("%s", c).isEqualTo(expected);
      possible += expected ? 1 : 0;
    }
    assertThat(possible).as("cases that can be placed").isBetween(15, 55);
  }

  @Test
  void orderOfMembersDoesNotMatter() {
    for (PlacementCase c : CASES.subList(0, 40)) {
      List<RingMember> shuffled = new ArrayList<>(c.members());
      Collections.shuffle(shuffled, new Random(c.seed()));
      assertThat(Placement.owners(shuffled, c.ranges(), c.replicas()))
          .as("%s", c)
          .isEqualTo(c.owners());
    }
  }

  @Test
  void noNodeLeadsMuchMoreThanItsPartOfItsRanges() {
    for (PlacementCase c : CASES) {
      Map<NodeId, Integer> leads = new HashMap<>();
      c.owners().forEach(list -> leads.merge(list.get(0), 1, Integer::sum));
      Map<NodeId, Integer> loads = c.loads();
      leads.forEach(
          (node, led) -> {
            double part = (double) loads.get(node) / c.wanted();
            int most = (int) (Math.max(1.1 * part, part + 1) + 1e-9);
            assertThat(led).as("%s in %s", node, c).isLessThanOrEqualTo(most);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void upToNNodesAllOwnEverything(int count) {
    List<RingMember> members = Members.wild(count, Members.random(count));
    List<NodeId> ids = members.stream().map(RingMember::id).toList();
    assertThat(Placement.owners(members, 128, 3))
        .allSatisfy(list -> assertThat(list).containsExactlyInAnyOrderElementsOf(ids));
  }

  @Test
  void noMembersOwnNothing() {
    assertThat(Placement.owners(List.of(), 16, 3)).hasSize(16).containsOnly(List.of());
  }

  /** A release that places differently would move data when it is installed. */
  @Test
  void placementIsTheSameInEveryRelease() throws IOException {
    List<RingMember> members = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      members.add(new RingMember(new NodeId("node-" + i), "z" + i % 4, i == 7 ? 2.5 : 1));
    }
    StringBuilder text = new StringBuilder();
    Placement.owners(members, 64, 3).forEach(list -> text.append(list).append('\n'));
    try (var golden = PlacementTest.class.getResourceAsStream("placement-v1.txt")) {
      assertThat(text.toString())
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void refusesWhatCannotBePlaced() {
    RingMember member = new RingMember(new NodeId("n1"), "a", 1);
    assertThatThrownBy(() -> Placement.owners(List.of(member, member), 16, 3))
        .hasMessageContaining("same id");
    assertThatThrownBy(() -> Placement.owners(List.of(member), 100, 3))
        .hasMessageContaining("power of two");
    assertThatThrownBy(() -> Placement.owners(List.of(member), 16, 17))
        .hasMessageContaining("1 to 16, not 17");
  }
}
