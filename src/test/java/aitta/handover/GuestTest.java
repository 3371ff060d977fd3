package aitta.handover;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class GuestTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");
  private static final NodeId D = new NodeId("d");
  private static final RangeOwners LIST = new RangeOwners(6, 3, List.of(A, B, C));
  private static final Predicate<NodeId> ALL = node -> true;
  private static final long LIFE = 70;

  private final Guest arriving = new Guest(LIST, true, 0);
  private final Guest leaving = new Guest(LIST, false, 0);

  @Test
  void aCopyThatIsOnItsWayToWhereTheRangeIsNotPlacedAnyMoreGoesSoon() {
    assertThat(arriving.isOver(15_000, ALL)).isFalse();
    arriving.isPlaced(false);
    assertThat(arriving.isOver(5_000, ALL)).isFalse();
    assertThat(arriving.isOver(15_000, ALL)).isTrue();
    arriving.wanted(14_000); // by a driver that has not heard of it
    assertThat(arriving.isOver(15_000, ALL)).isFalse();
  }

  @Test
  void newcomerIsFilledByAsManyOwnersAsAQuorumsWriteMayHaveMissed() {
    arriving.livesAs(LIFE);
    assertThat(arriving.begin(0, ALL)).as("several would send the same").containsExactly(A);
    assertThat(arriving.begin(0, ALL)).as("while it is under way").isEmpty();
    arriving.ended(A, LIFE, 3, true, 10);
    assertThat(arriving.isFilled()).isFalse();
    assertThat(arriving.begin(10, ALL)).containsExactly(B, C);
    arriving.ended(B, 0, 0, true, 10);
    assertThat(arriving.isFilled()).as("one was broken off").isFalse();
    arriving.ended(C, LIFE, 3, true, 10);
    assertThat(arriving.isFilled()).isTrue();
  }

  @Test
  void nextOwnerFillsWhereTheFirstCannot() {
    arriving.livesAs(LIFE);
    assertThat(arriving.begin(0, ALL)).containsExactly(A);
    arriving.ended(A, 0, 0, true, 10);
    assertThat(arriving.begin(10, ALL)).containsExactly(B);
  }

  @Test
  void rangesAreFilledByDifferentOwners() {
    Guest next = new Guest(new RangeOwners(7, 3, List.of(A, B, C)), true, 0);
    next.livesAs(LIFE);
    assertThat(next.begin(0, ALL)).containsExactly(B);
  }

  @Test
  void loneOwnerFillsANewcomerAlone() {
    Guest guest = new Guest(new RangeOwners(7, 1, List.of(A)), true, 0);
    guest.livesAs(LIFE);
    guest.begin(0, ALL);
    guest.ended(A, LIFE, 1, true, 1);
    assertThat(guest.isFilled()).isTrue();
  }

  @Test
  void emptyCopyInThePlaceOfAFilledOneIsNotFilled() {
    arriving.livesAs(LIFE);
    arriving.begin(0, ALL);
    arriving.ended(A, LIFE, 3, true, 1);
    arriving.ended(B, LIFE, 3, true, 1);
    arriving.livesAs(LIFE + 1);
    assertThat(arriving.isFilled()).isFalse();
    arriving.ended(C, LIFE, 3, true, 1); // what the one before it was given
    assertThat(arriving.isFilled()).isFalse();
  }

  @Test
  void newcomerGoesOnExchangingUntilItIsWanted() {
    arriving.livesAs(LIFE);
    arriving.begin(0, ALL);
    arriving.ended(A, LIFE, 3, true, 100);
    arriving.begin(100, ALL).forEach(peer -> arriving.ended(peer, LIFE, 3, true, 100));
    assertThat(arriving.begin(200, ALL)).isEmpty();
    assertThat(arriving.begin(2_100, ALL)).containsExactly(A, B, C);
  }

  @Test
  void newcomerThatNobodyWantsAnyMoreGoesAfterAMinute() {
    assertThat(arriving.isOver(60_000, ALL)).isFalse();
    arriving.wanted(50_000);
    assertThat(arriving.isOver(110_000, ALL)).isFalse();
    assertThat(arriving.isOver(110_001, ALL)).isTrue();
  }

  @Test
  void copyGoesOnceAllOwnersThatCanBeReachedHaveAllOfItUnderTheNewestList() {
    leaving.livesAs(LIFE);
    assertThat(leaving.begin(0, node -> node != A)).as("one at a time").containsExactly(B);
    leaving.ended(B, LIFE, 2, true, 10);
    assertThat(leaving.isOver(10, ALL)).as("given to one with an older list").isFalse();
    assertThat(leaving.begin(600, ALL)).hasSize(1);
    leaving.ended(A, LIFE, 3, true, 700);
    assertThat(leaving.isOver(700, ALL)).as("it would be on one disk alone").isFalse();
    assertThat(leaving.begin(1_300, node -> node == A)).as("it has all already").isEmpty();
    assertThat(leaving.begin(1_300, ALL)).containsExactly(B);
    leaving.ended(B, LIFE, 3, true, 1_400);
    assertThat(leaving.isOver(1_400, ALL)).as("all three may have acknowledged it").isFalse();
    assertThat(leaving.isOver(1_400, node -> node != C)).isTrue();
    assertThat(leaving.begin(1_400, ALL)).containsExactly(C);
    leaving.ended(C, LIFE, 3, true, 1_410);
    assertThat(leaving.isOver(1_410, ALL)).isTrue();
  }

  /** Those that have just crashed may need it as they come back. */
  @Test
  void whereNoQuorumOfOwnersIsThereItWaitsForThemAsLongAsForOneThatTakesNothing() {
    leaving.livesAs(LIFE);
    leaving.ended(A, LIFE, 3, true, 10);
    leaving.ended(B, LIFE, 3, false, 20);
    assertThat(leaving.isOver(30, node -> false)).isFalse();
    assertThat(leaving.isOver(30, node -> node == A)).isFalse();
    assertThat(leaving.isOver(20_020, node -> false)).isFalse();
    assertThat(leaving.isOver(20_021, node -> false)).isTrue();
  }

  @Test
  void anOwnerThatTakesNothingIsNotWaitedForForEver() {
    leaving.livesAs(LIFE);
    assertThat(leaving.isOver(70_000, ALL)).as("nobody has anything of it").isFalse();
    leaving.ended(A, LIFE, 3, true, 70_000);
    assertThat(leaving.isOver(140_000, ALL)).as("only one has it").isFalse();
    leaving.ended(B, LIFE, 3, true, 140_000);
    leaving.ended(C, 0, 0, true, 140_100);
    assertThat(leaving.isOver(160_000, ALL)).isFalse();
    leaving.ended(B, LIFE, 3, true, 160_000); // that it had it already changes nothing
    assertThat(leaving.isOver(160_001, ALL)).isTrue();
  }

  @Test
  void whoHasNotCaughtUpMayStillNeedIt() {
    leaving.livesAs(LIFE);
    leaving.ended(A, LIFE, 3, true, 10);
    leaving.ended(B, LIFE, 3, true, 20);
    leaving.ended(C, LIFE, 3, false, 30);
    assertThat(leaving.isOver(30, ALL)).isFalse();
    assertThat(leaving.begin(600, ALL)).containsExactly(C);
    leaving.ended(C, LIFE, 3, true, 610);
    assertThat(leaving.isOver(610, ALL)).isTrue();
  }

  @Test
  void ownersThatHadAllOfItUnderAnOlderListAreGivenItAgain() {
    leaving.livesAs(LIFE);
    leaving.begin(0, ALL);
    leaving.ended(A, LIFE, 3, true, 10);
    leaving.learn(new RangeOwners(6, 4, List.of(A, B, D)));
    leaving.ended(B, LIFE, 4, true, 20);
    assertThat(leaving.isOver(20, ALL)).isFalse();
    assertThat(leaving.begin(600, node -> node == A)).containsExactly(A);
    leaving.ended(A, LIFE, 4, true, 700);
    assertThat(leaving.isOver(700, node -> node != D)).isTrue();
  }

  /** Else a copy that nobody confirms any more, as it has no owner's place, would stay for ever. */
  @Test
  void copyThatNobodyHasConfirmedGoesLikeAnyOther() {
    leaving.livesAs(LIFE);
    leaving.begin(0, ALL);
    leaving.ended(A, Guest.WHICHEVER, 3, true, 10);
    leaving.ended(B, Guest.WHICHEVER, 3, true, 15);
    leaving.ended(C, Guest.WHICHEVER, 3, true, 20);
    assertThat(leaving.isOver(20, ALL)).isTrue();
  }

  @Test
  void whoHasGoneFromTheListMeanwhileDoesNotCount() {
    leaving.livesAs(LIFE);
    leaving.begin(0, node -> node == A);
    leaving.learn(new RangeOwners(7, 4, List.of(D, B, C)));
    leaving.ended(A, LIFE, 4, true, 10);
    leaving.ended(B, LIFE, 4, true, 20);
    assertThat(leaving.isOver(20, ALL)).isFalse();
  }

  @Test
  void copyThatIsTooOldToBeGivenBackGoesToo() {
    leaving.isTooOld();
    assertThat(leaving.isOver(1, ALL)).isTrue();
    arriving.isTooOld();
    assertThat(arriving.isOver(1, ALL)).as("an empty one takes its place").isFalse();
  }
}
