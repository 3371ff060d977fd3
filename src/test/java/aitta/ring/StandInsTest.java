package aitta.ring;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
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
import org.junit.jupiter.api.Test;

class StandInsTest {
  private static Ring ring(int nodes, int zones, long seed) {
    return Ring.found("r", Members.equal(nodes, zones, Members.random(seed)), 128, 3);
  }

  private static Set<NodeId> someOf(Ring ring, RandomGenerator random) {
    return ring.members().keySet().stream()
        .filter(node -> random.nextInt(3) == 0)
        .collect(Collectors.toSet());
  }

  @Test
  void allLiveNodesThatDoNotOwnTheRangeStandIn() {
    for (long seed = 0; seed < 50; seed++) {
      RandomGenerator random = Members.random(seed);
      Ring ring = ring(1 + random.nextInt(12), 1 + random.nextInt(4), seed);
      Set<NodeId> down = someOf(ring, random);
      int range = random.nextInt(128);
      Set<NodeId> expected = new HashSet<>(ring.members().keySet());
      expected.removeAll(down);
      expected.removeAll(ring.ownersOf(range).owners());
      assertThat(ring.standIns(range, down))
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void nodesOfZonesWithoutReachableOwnerComeFirst() {
    for (long seed = 0; seed < 50; seed++) {
      RandomGenerator random = Members.random(seed);
      Ring ring = ring(12, 5, seed);
      Set<NodeId> down = someOf(ring, random);
      for (int range = 0; range < 128; range++) {
        Set<String> taken = new HashSet<>();
        for (NodeId owner : ring.ownersOf(range).owners()) {
          if (!down.contains(owner)) {
            taken.add(ring.members().get(owner).zone());
          }
        }
        boolean shared = false;
        Set<String> seen = new HashSet<>();
        for (NodeId node : ring.standIns(range, down)) {
          String zone = ring.members().get(node).zone();
          assertThat(shared && !taken.contains(zone)).as("seed %d range %d", seed, range).isFalse();
          shared = taken.contains(zone);
          seen.add(zone);
        }
        assertThat(seen).as("seed %d range %d", seed, range).isNotEmpty();
      }
    }
  }

  @Test
  void theFirstStandInsAreInDifferentZones() {
    Ring ring = ring(20, 5, 3);
    for (int range = 0; range < 128; range++) {
      Set<NodeId> down = new HashSet<>(ring.ownersOf(range).owners()); // all three of them
      List<NodeId> standIns = ring.standIns(range, down);
      assertThat(standIns.subList(0, 5).stream().map(n -> ring.members().get(n).zone()).distinct())
          .hasSize(5);
    }
  }

  @Test
  void rangesOfOneDeadNodeSpreadOverAllOthers() {
    Ring ring = Ring.found("r", Members.equal(12, 1, Members.random(4)), 1024, 3);
    NodeId dead = ring.members().keySet().iterator().next();
    List<Integer> orphaned = ring.rangesOwnedBy(dead);
    Map<NodeId, Integer> taken = new HashMap<>();
    for (int range : orphaned) {
      taken.merge(ring.standIns(range, Set.of(dead)).get(0), 1, Integer::sum);
    }
    double even = orphaned.size() / 11.0;
    assertThat(taken).hasSize(11);
    assertThat((double) Collections.max(taken.values())).isLessThan(2 * even);
  }

  @Test
  void everyNodeComputesTheSame() throws RingFormatException {
    List<RingMember> members = Members.wild(30, Members.random(5));
    List<RingMember> shuffled = new ArrayList<>(members);
    Collections.shuffle(shuffled, new Random(5));
    Ring here = Ring.found("r", members, 128, 3);
    Ring there = RingFormat.decode(RingFormat.encode(Ring.found("r", shuffled, 128, 3)));
    Set<NodeId> down = Set.of(members.get(0).id(), members.get(1).id());
    for (int range = 0; range < 128; range++) {
      assertThat(here.standIns(range, down)).isEqualTo(there.standIns(range, down));
    }
  }

  @Test
  void anotherNodeDownOnlyDropsOutOfTheOrder() {
    Ring ring = ring(12, 1, 6);
    for (int range = 0; range < 128; range++) {
      List<NodeId> all = ring.standIns(range, Set.of());
      List<NodeId> without = new ArrayList<>(all);
      NodeId dead = without.remove(0);
      assertThat(ring.standIns(range, Set.of(dead))).isEqualTo(without);
    }
  }

  @Test
  void nodesThatAreLeavingStandInLast() {
    Ring ring = Ring.found("r", Members.equal(8, 4, Members.random(3)), 128, 3);
    for (int range = 0; range < 128; range++) {
      List<NodeId> all = ring.standIns(range, Set.of());
      NodeId first = all.get(0);
      List<NodeId> moved = new ArrayList<>(all.subList(1, all.size()));
      moved.add(first);
      assertThat(ring.withLeaving(first).standIns(range, Set.of())).isEqualTo(moved);
    }
  }

  @Test
  void removedNodesDoNotStandInButAnOwnerThatWasRemovedStillTakesItsZone() {
    Ring ring = ring(5, 5, 7);
    NodeId owner = ring.ownersOf(0).primary();
    NodeId other = ring.standIns(0, Set.of()).get(0);
    assertThat(ring.withoutMember(other).standIns(0, Set.of())).doesNotContain(other).hasSize(1);
    RingMember neighbour =
        new RingMember(new NodeId("neighbour"), ring.members().get(owner).zone(), 100);
    assertThat(ring.withoutMember(owner).withMember(neighbour).standIns(0, Set.of()))
        .hasSize(3)
        .endsWith(neighbour.id());
  }
}
