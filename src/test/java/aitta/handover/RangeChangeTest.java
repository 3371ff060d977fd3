package aitta.handover;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.ownership.NextList;
import aitta.peer.OwnerMessage.Stands;
import aitta.ring.RangeOwners;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RangeChangeTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");
  private static final NodeId D = new NodeId("d");
  private static final RangeOwners LIST = new RangeOwners(7, 3, List.of(A, B, C));
  private static final RangeOwners NEXT = new RangeOwners(7, 4, List.of(A, B, D));

  private RangeChange change = new RangeChange(LIST, Optional.of(NEXT), Set.of());

  private static Stands stands(RangeOwners list, boolean sealed, boolean fit, NodeId... level) {
    return new Stands(1, list, sealed, fit, 10, 1000, List.of(level));
  }

  private void allAreLevel() {
    change.stands(A, stands(LIST, false, true, B, C));
    change.stands(B, stands(LIST, false, true, C));
    change.stands(C, stands(LIST, false, true));
  }

  @Test
  void nextListIsProposedWhenTheNewcomerIsFilledAndTheOwnersAreLevel() {
    assertThat(change.newcomer()).contains(D);
    assertThat(change.leaver()).contains(C);
    assertThat(change.proposal()).isEmpty();
    allAreLevel();
    assertThat(change.missing()).hasValueSatisfying(why -> assertThat(why).contains("d is being"));
    change.filled(true);
    assertThat(change.missing()).isEmpty();
    assertThat(change.proposal()).contains(NEXT);
    assertThat(change.bytes()).isEqualTo(1000);
  }

  @Test
  void pairThatHasNotExchangedUnderThisListHoldsItBack() {
    change.filled(true);
    allAreLevel();
    change.stands(B, stands(LIST, false, true));
    assertThat(change.toCompare()).containsExactly(B);
    assertThat(change.proposal()).isEmpty();
    change.stands(C, stands(LIST, false, true, B)); // whoever of the two has begun
    assertThat(change.proposal()).contains(NEXT);
  }

  @Test
  void ownerThatIsSilentOrBehindOrHasAnotherListHoldsItBack() {
    change.filled(true);
    allAreLevel();
    change.silent(C);
    assertThat(change.missing()).hasValueSatisfying(why -> assertThat(why).contains("no word"));
    change.stands(C, stands(LIST, false, false));
    assertThat(change.missing()).hasValueSatisfying(why -> assertThat(why).contains("caught up"));
    change.stands(C, stands(new RangeOwners(7, 2, List.of(A, B, C)), false, true));
    assertThat(change.missing()).hasValueSatisfying(why -> assertThat(why).contains("another"));
    assertThat(change.proposal()).isEmpty();
  }

  @Test
  void ownersThatHaveLeftTheRingAreNotWaitedFor() {
    change = new RangeChange(LIST, Optional.of(NEXT), Set.of(C));
    change.filled(true);
    change.stands(A, stands(LIST, false, true, B));
    change.stands(B, stands(LIST, false, true));
    assertThat(change.owners()).containsExactly(A, B);
    assertThat(change.proposal()).contains(NEXT);
  }

  @Test
  void sealIsEndedByTheSameOwnersAgainWhereNothingElseMayBeProposed() {
    change.stands(A, stands(LIST, true, true));
    assertThat(change.proposal()).contains(NextList.unchanged(LIST));
    change = new RangeChange(LIST, Optional.empty(), Set.of());
    allAreLevel();
    assertThat(change.proposal()).as("nothing is to be changed").isEmpty();
    change.stands(C, stands(LIST, true, true));
    assertThat(change.proposal()).contains(NextList.unchanged(LIST));
  }

  @Test
  void listThatGrowsHasANewcomerAndNobodyWhosePlaceItTakes() {
    change =
        new RangeChange(
            new RangeOwners(7, 1, List.of(A)),
            Optional.of(new RangeOwners(7, 2, List.of(A, D))),
            Set.of());
    assertThat(change.newcomer()).contains(D);
    assertThat(change.leaver()).isEmpty();
    change.filled(true);
    change.stands(A, stands(new RangeOwners(7, 1, List.of(A)), false, true));
    assertThat(change.proposal()).isPresent();
  }

  @Test
  void whileOnlyTheNewcomerIsMissingTheOwnersNeedNotSayMore() {
    assertThat(change.isOnlyBeingFilled()).isFalse(); // nobody has said anything
    change.stands(A, stands(LIST, false, true, B, C));
    change.stands(B, stands(LIST, false, true, C));
    assertThat(change.isOnlyBeingFilled()).isFalse();
    change.stands(C, stands(LIST, false, true));
    assertThat(change.isOnlyBeingFilled()).isTrue();
    change.stands(C, stands(LIST, false, false));
    assertThat(change.isOnlyBeingFilled()).isFalse();
    change.stands(C, stands(LIST, true, true));
    assertThat(change.isOnlyBeingFilled()).isFalse();
    allAreLevel();
    change.filled(true);
    assertThat(change.isOnlyBeingFilled()).isFalse();
  }
}
