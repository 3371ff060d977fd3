package aitta.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.ring.Membership.State;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N4 = new NodeId("n4");

  private static RingMember node(int i) {
    return new RingMember(new NodeId("n" + i), "z" + i % 3, 1);
  }

  private static Ring ring(int nodes) {
    return Ring.found(
        "r1", IntStream.rangeClosed(1, nodes).mapToObj(RingTest::node).toList(), 128, 3);
  }

  @Test
  void foundsWithTheFirstListOfEveryRange() {
    Ring ring = ring(5);
    assertThat(ring.owners()).hasSize(128).allMatch(list -> list.version() == 1);
    assertThat(ring.owners()).extracting(RangeOwners::owners).isEqualTo(ring.target());
    assertThat(ring.version()).isEqualTo(5);
    assertThat(ring.members().keySet())
        .extracting(NodeId::value)
        .containsExactly("n1", "n2", "n3", "n4", "n5");
  }

  @Test
  void aSingleNodeOwnsEverythingAlone() {
    Ring ring = ring(1);
    assertThat(ring.owners()).allMatch(list -> list.n() == 1 && list.primary().equals(N1));
    assertThat(ring.standIns(0, Set.of(N1))).isEmpty();
  }

  @Test
  void keysAreOwnedByTheOwnersOfTheirRange() {
    Ring ring = ring(5);
    Key key = Key.of("b", "k"); // token 6e32…: 0x6e = 110, and with 128 ranges half of that
    assertThat(ring.rangeOf(key)).isEqualTo(55);
    assertThat(ring.ownersOf(key)).isEqualTo(ring.ownersOf(55));
    assertThatThrownBy(() -> ring.ownersOf(128)).hasMessageContaining("not one of 0 to 127");
  }

  @Test
  void rangesOfANodeAreThoseWhoseListsNameIt() {
    Ring ring = ring(5);
    List<Integer> owned = ring.rangesOwnedBy(N1);
    assertThat(owned).hasSizeBetween(60, 81).isSorted();
    for (int range = 0; range < 128; range++) {
      assertThat(owned.contains(range)).isEqualTo(ring.ownersOf(range).isOwner(N1));
    }
    assertThat(ring.rangesOwnedBy(new NodeId("nobody"))).isEmpty();
  }

  @Test
  void membersComeAndGoWithoutMovingARange() {
    Ring before = ring(3);
    Ring joined = before.withMember(node(4));
    assertThat(joined.owners()).isEqualTo(before.owners());
    assertThat(joined.target()).isNotEqualTo(before.target());
    assertThat(joined.version()).isEqualTo(before.version() + 1);
    assertThat(joined.withMember(node(4))).isSameAs(joined);

    Ring left = joined.withoutMember(N4);
    assertThat(left.members()).doesNotContainKey(N4);
    assertThat(left.memberships()).contains(new Membership(node(4), 2, State.REMOVED));
    assertThat(left.target()).isEqualTo(before.target());
    assertThat(left.withoutMember(N4)).isSameAs(left);
    assertThat(left.withoutMember(new NodeId("nobody"))).isSameAs(left);
    assertThat(left.withMember(node(4)).memberships())
        .contains(new Membership(node(4), 3, State.PRESENT));
  }

  @Test
  void rangesArePlacedOnNobodyWhoIsLeaving() {
    Ring four = ring(4);
    Ring leaving = four.withLeaving(N4);
    assertThat(leaving.owners()).isEqualTo(four.owners());
    assertThat(leaving.members()).containsKey(N4);
    assertThat(leaving.isLeaving(N4)).isTrue();
    assertThat(leaving.memberships()).contains(new Membership(node(4), 2, State.LEAVING));
    assertThat(leaving.target()).isEqualTo(ring(3).target());
    assertThat(leaving.withLeaving(N4)).isSameAs(leaving);
    assertThat(leaving.withoutMember(N4).isRemoved(N4)).isTrue();
    assertThat(leaving.withoutMember(N4).withLeaving(N4).isRemoved(N4)).isTrue();
    assertThat(leaving.withLeaving(new NodeId("nobody"))).isSameAs(leaving);
  }

  @Test
  void whoIsLeavingGoesOnLeavingUnderOtherSettings() {
    Ring changed = ring(4).withLeaving(N4).withMember(new RingMember(N4, "elsewhere", 7));
    assertThat(changed.isLeaving(N4)).isTrue();
    assertThat(changed.membershipOf(N4).orElseThrow().version()).isEqualTo(3);
    assertThat(changed.members().get(N4).zone()).isEqualTo("elsewhere");
  }

  @Test
  void whereAllAreLeavingEverythingStaysWithThem() {
    Ring all = ring(2).withLeaving(N1).withLeaving(node(2).id());
    assertThat(all.target()).isEqualTo(ring(2).target());
  }

  /** Each of two leaves was granted where nobody knew of the other. */
  @Test
  void soManyOfThoseWhoLeaveAreHeldBackThatNAreLeft() {
    Ring four = ring(4);
    Ring both = four.withLeaving(N1).merge(four.withLeaving(N4));
    assertThat(both.isHeldBack(N1)).isTrue();
    assertThat(both.isHeldBack(N4)).isFalse();
    assertThat(both.target()).isEqualTo(ring(3).target());
    Ring another = both.withMember(node(5));
    assertThat(another.isHeldBack(N1)).isFalse();
    assertThat(another.target()).allMatch(list -> list.size() == 3 && !list.contains(N1));
    assertThat(both.withoutMember(N4).isHeldBack(N1)).isTrue();
  }

  @Test
  void whoLeavesByForceIsNotHeldBack() {
    Ring forced = ring(3).withLeavingByForce(N1);
    assertThat(forced.isLeaving(N1)).isTrue();
    assertThat(forced.isHeldBack(N1)).isFalse();
    assertThat(forced.target()).allMatch(list -> list.size() == 2 && !list.contains(N1));
    assertThat(forced.withLeavingByForce(N1)).isSameAs(forced);
    assertThat(forced.withLeaving(N1)).isSameAs(forced);
    Ring held = ring(3).withLeaving(N1);
    assertThat(held.isHeldBack(N1)).isTrue();
    assertThat(held.withLeavingByForce(N1).isHeldBack(N1)).isFalse();
    assertThat(forced.withMember(new RingMember(N1, "elsewhere", 7)).isHeldBack(N1)).isFalse();
  }

  @Test
  void aDecreedListIsOneUntilTheNextIsDecided() {
    Ring ring = ring(4);
    RangeOwners third = new RangeOwners(7, 3, List.of(N4));
    Ring decreed = ring.withDecreed(List.of(third));
    assertThat(decreed.decreed()).containsExactly(7);
    assertThat(decreed.merge(ring.withOwners(third)).decreed()).containsExactly(7);
    assertThat(ring.withOwners(third).merge(decreed).decreed()).containsExactly(7);
    assertThat(decreed.withoutMember(N1).decreed()).containsExactly(7);
    RangeOwners fourth = new RangeOwners(7, 4, List.of(N4, N1));
    assertThat(decreed.withOwners(fourth).decreed()).isEmpty();
    assertThat(decreed.merge(ring.withOwners(fourth)).decreed()).isEmpty();
  }

  @Test
  void onlyANewerListReplacesTheOneBefore() {
    Ring ring = ring(4);
    RangeOwners second = new RangeOwners(7, 2, List.of(N4, N1));
    Ring changed = ring.withOwners(second);
    assertThat(changed.ownersOf(7)).isEqualTo(second);
    assertThat(changed.ownersOf(8)).isEqualTo(ring.ownersOf(8));
    assertThat(changed.version()).isEqualTo(ring.version() + 1);
    assertThat(changed.withOwners(second)).isSameAs(changed);
    assertThat(changed.withOwners(new RangeOwners(7, 1, List.of(N1)))).isSameAs(changed);
  }

  @Test
  void describesItself() {
    assertThat(ring(3).describe())
        .startsWith("ring r1 (Q=128, N=3), version 3, members: 3, zones: 3")
        .containsPattern("n2 zone z2 weight 1.0: 128 ranges, primary of 4[0-9]")
        .hasLineCount(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ä"})
  void refusesIdsThatCannotBe(String id) {
    assertThatThrownBy(() -> Ring.found(id, List.of(node(1)), 16, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + id + "'");
  }

  @Test
  void refusesPartsThatCannotBe() {
    AgreedLists lists =
        new AgreedLists(Ring.found("r", List.of(node(1)), 16, 1).owners(), Set.of());
    assertThatThrownBy(() -> Ring.found("r", List.of(), 16, 1))
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> new RingMember(N1, "a b", 1))
        .hasMessageContaining("zone 'a b' of node n1");
    assertThatThrownBy(() -> new RingMember(N1, "a", 0.05))
        .hasMessageContaining("0.1 to 100, not 0.05");
    assertThatThrownBy(() -> new RingMember(N1, "a", Double.NaN)).hasMessageContaining("not NaN");
    assertThatThrownBy(() -> new RangeOwners(1, 1, List.of(N1, N1))).hasMessageContaining("twice");
    assertThatThrownBy(() -> new RangeOwners(1, 0, List.of(N1))).hasMessageContaining("version 0");
    assertThatThrownBy(() -> new RangeOwners(1, 1, List.of()))
        .hasMessageContaining("1 to 16 owners");
    assertThatThrownBy(() -> new Ring("r", 32, 1, List.of(), lists))
        .hasMessageContaining("16 lists for 32 ranges");
  }

  @Test
  void listsOfWhatIsNoRangeAreRefusedOneByOneAndMany() {
    Ring ring = ring(5);
    RangeOwners beyond = new RangeOwners(ring.ranges(), 2, List.of(N1));
    assertThatThrownBy(() -> ring.withOwners(beyond))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not one of 0 to");
    assertThatThrownBy(() -> ring.withOwners(List.of(ring.ownersOf(0), beyond)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not one of 0 to");
  }
}
