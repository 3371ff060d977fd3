package aitta.ring;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class DepartureTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");

  private static Ring ring(int nodes, int replicas) {
    return Ring.found(
        "r",
        IntStream.rangeClosed(1, nodes)
            .mapToObj(i -> new RingMember(new NodeId("n" + i), "z", 1))
            .toList(),
        16,
        replicas);
  }

  private static Departure.Verdict leave(Ring ring, NodeId node) {
    return Departure.judgeLeave(ring, node, false);
  }

  private static Departure.Verdict remove(Ring ring, NodeId node) {
    return Departure.judgeRemoval(ring, node, false, false);
  }

  private static void assertRefused(Departure.Verdict verdict, String... words) {
    assertThat(verdict)
        .asInstanceOf(InstanceOfAssertFactories.type(Departure.Refused.class))
        .extracting(Departure.Refused::reason)
        .asString()
        .contains(words);
  }

  private static Departure.Granted granted(Departure.Verdict verdict) {
    assertThat(verdict).isInstanceOf(Departure.Granted.class);
    return (Departure.Granted) verdict;
  }

  @Test
  void nobodyLeavesWhoIsNotThere() {
    NodeId nobody = new NodeId("nobody");
    assertThat(leave(ring(4, 3), nobody)).isEqualTo(Departure.Unknown.INSTANCE);
    assertThat(remove(ring(4, 3), nobody)).isEqualTo(Departure.Unknown.INSTANCE);
  }

  @Test
  void oneOfMoreNodesThanReplicasMayGo() {
    Ring four = ring(4, 3);
    assertThat(granted(leave(four, N1)).moves())
        .hasSize(four.rangesOwnedBy(N1).size())
        .allMatch(move -> move.from().equals(N1));
    assertThat(granted(remove(four, N1)).moves())
        .hasSize(four.rangesOwnedBy(N1).size())
        .allMatch(move -> move.from() == null);
  }

  @Test
  void whereFewerThanReplicasWouldBeLeftOnlyForceHelps() {
    assertRefused(leave(ring(3, 3), N1), "2 nodes left (n2, n3)", "3 replicas", "force=true");
    assertRefused(remove(ring(3, 3), N1), "2 nodes left (n2, n3)", "3 replicas", "force=true");
    Ring oneIsLeaving = ring(4, 3).withLeaving(N2);
    assertRefused(leave(oneIsLeaving, N1), "2 nodes left (n3, n4)");
    granted(Departure.judgeLeave(ring(3, 3), N1, true));
    granted(Departure.judgeRemoval(ring(3, 3), N1, false, true));
  }

  /** Each is granted without the other; when both are known, neither would be. */
  @Test
  void ofTwoDeparturesThatTogetherLeaveTooFewTheOneThatSeesBothIsTakenBack() {
    Ring four = ring(4, 3);
    Ring leaves = four.withLeaving(N1).merge(four.withLeaving(N2));
    assertThat(Departure.unlessTooMany(leaves, four, N1)).isEqualTo(leaves.withEntryOf(N1, four));
    assertThat(Departure.unlessTooMany(leaves, four, N1).isLeaving(N1)).isFalse();
    assertThat(Departure.unlessTooMany(leaves, four, N1).isLeaving(N2)).isTrue();

    Ring removals = four.withoutMember(N1).merge(four.withoutMember(N2));
    Ring oneBack = Departure.unlessTooMany(removals, four, N1);
    assertThat(oneBack.isRemoved(N1)).isFalse();
    assertThat(oneBack.isRemoved(N2)).isTrue();
    assertThat(removals.merge(oneBack)).isEqualTo(oneBack);

    Ring mixed = four.withLeaving(N1).merge(four.withoutMember(N2));
    assertThat(Departure.unlessTooMany(mixed, four, N1).isLeaving(N1)).isFalse();
    assertThat(Departure.unlessTooMany(mixed, four, N2).isRemoved(N2)).isFalse();

    Ring alone = four.withLeaving(N1);
    assertThat(Departure.unlessTooMany(alone, four, N1)).isSameAs(alone);
    Ring five = ring(5, 3);
    Ring enough = five.withLeaving(N1).merge(five.withoutMember(N2));
    assertThat(Departure.unlessTooMany(enough, five, N1)).isSameAs(enough);
    assertThat(Departure.unlessTooMany(enough, five, N2)).isSameAs(enough);
  }

  @Test
  void theLastNodeGoesByNoForce() {
    assertRefused(Departure.judgeLeave(ring(1, 3), N1, true), "no node is left");
    assertRefused(Departure.judgeRemoval(ring(1, 3), N1, false, true), "no node is left");
    Ring othersLeave = ring(2, 1).withLeaving(N2);
    assertRefused(Departure.judgeLeave(othersLeave, N1, true), "no node is left");
  }

  @Test
  void whoIsLeavingMayBeToldSoAgainAndMayBeRemoved() {
    Ring leaving = ring(3, 3).withLeaving(N1);
    assertThat(granted(leave(leaving, N1)).moves()).isEmpty();
    granted(remove(leaving, N1));
  }

  @Test
  void aNodeThatIsAliveIsNotRemovedWithoutForce() {
    assertRefused(
        Departure.judgeRemoval(ring(4, 3), N1, true, false), "n1 is alive", "leave", "force=true");
    granted(Departure.judgeRemoval(ring(4, 3), N1, true, true));
  }

  @Test
  void rangesThatWouldLoseTheirMajorityAreNamed() {
    Ring twoGone = ring(6, 3).withoutMember(N1);
    int both =
        (int)
            twoGone.owners().stream()
                .filter(list -> list.owners().containsAll(List.of(N1, N2)))
                .count();
    assertThat(both).isPositive();
    assertRefused(remove(twoGone, N2), both + " of 16 ranges", "n1, n2", "force=true");
    assertThat(granted(Departure.judgeRemoval(twoGone, N2, false, true)).decreed()).hasSize(both);
  }

  @Test
  void whatWasRemovedAndIsStillNamedMayBeRemovedByDecree() {
    Ring gone = ring(4, 3).withoutMember(N1);
    granted(Departure.judgeRemoval(gone, N1, false, true));
    Ring nowhereNamed =
        gone.withOwners(
            gone.owners().stream()
                .map(list -> new RangeOwners(list.range(), 2, List.of(N2, N3)))
                .toList());
    assertThat(remove(nowhereNamed, N1)).isEqualTo(Departure.Unknown.INSTANCE);
  }

  @Test
  void aRemovalAloneLeavesEveryListAsItIs() {
    Ring before = ring(4, 3);
    assertThat(Departure.removed(before, N1).owners()).isEqualTo(before.owners());
    assertThat(Departure.removed(before, N1).isRemoved(N1)).isTrue();
  }

  /** By decree every range has owners that are there, and no list that could decide is touched. */
  @Test
  void aDecreeNamesWhoIsLeftAndTouchesNoListWithAMajority() {
    for (long seed = 0; seed < 200; seed++) {
      RandomGenerator random = Members.random(seed);
      int replicas = 1 + random.nextInt(5);
      Ring ring = ring(3 + random.nextInt(6), replicas);
      for (int i = random.nextInt(3); i > 0 && ring.members().size() > 1; i--) {
        ring = ring.withoutMember(new NodeId("n" + (i + 1)));
      }
      if (ring.members().size() == 1) {
        continue;
      }
      Ring after = Departure.removedByDecree(ring, N1);
      Set<NodeId> members = after.members().keySet();
      for (int range = 0; range < 16; range++) {
        RangeOwners old = ring.ownersOf(range);
        RangeOwners now = after.ownersOf(range);
        List<NodeId> left = old.owners().stream().filter(members::contains).toList();
        if (left.size() > old.n() / 2) {
          assertThat(now).as("seed %d", seed).isEqualTo(old);
          assertThat(after.decreed()).as("seed %d", seed).doesNotContain(range);
        } else {
          assertThat(now.version()).as("seed %d", seed).isGreaterThan(old.version() + 10);
          assertThat(after.decreed()).as("seed %d", seed).contains(range);
          assertThat(members).as("seed %d", seed).containsAll(now.owners());
          assertThat(now.owners())
              .as("seed %d", seed)
              .isEqualTo(left.isEmpty() ? after.target().get(range) : left);
        }
      }
    }
  }
}
