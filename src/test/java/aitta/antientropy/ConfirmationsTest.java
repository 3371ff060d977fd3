package aitta.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.antientropy.Confirmations.Verdict;
import aitta.model.NodeId;
import aitta.peer.RangeMessage.RangeLife;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ConfirmationsTest {
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final Predicate<NodeId> ALL = node -> true;
  private static final RangeLife CLAIM = new RangeLife(7, 70, 12);
  private final Confirmations confirmations = new Confirmations(false);

  @Test
  void copyIsConfirmedOnceEveryOwnerThatCanBeReachedHasSaidSo() {
    confirmations.add(CLAIM, List.of(N2, N3));
    confirm(N2);
    assertThat(confirmations.verdict(7, ALL)).isEqualTo(Verdict.OPEN);
    assertThat(confirmations.verdict(7, N2::equals)).isEqualTo(Verdict.CONFIRMED);
    confirm(N3);
    assertThat(confirmations.verdict(7, ALL)).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void nobodyToAskConfirmsNothing() {
    confirmations.add(CLAIM, List.of(N2, N3));
    assertThat(confirmations.verdict(7, node -> false)).isEqualTo(Verdict.OPEN);
    assertThat(confirmations.asks(node -> false)).isEmpty();
  }

  @Test
  void ownerThatIsBehindItselfNeitherBlocksNorCounts() {
    confirmations.add(CLAIM, List.of(N2, N3));
    abstain(N2);
    abstain(N3);
    assertThat(confirmations.verdict(7, ALL)).isEqualTo(Verdict.OPEN);
    confirm(N3);
    assertThat(confirmations.verdict(7, ALL)).isEqualTo(Verdict.CONFIRMED);
  }

  /** So that whichever quorum took a write, one that has confirmed was in it. */
  @Test
  void copyThatMayHaveLostSomethingNeedsOneOfEveryQuorumToConfirmIt() {
    Confirmations suspect = new Confirmations(true);
    suspect.add(CLAIM, List.of(N2, N3));
    suspect.answered(N2, List.of(CLAIM), Set.of(7), Set.of());
    assertThat(suspect.verdict(7, N2::equals)).isEqualTo(Verdict.OPEN);
    suspect.answered(N3, List.of(CLAIM), Set.of(7), Set.of());
    assertThat(suspect.verdict(7, ALL)).isEqualTo(Verdict.CONFIRMED);
    suspect.add(CLAIM, List.of());
    assertThat(suspect.verdict(7, ALL)).as("without any other owner").isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void oneDenialIsEnough() {
    confirmations.add(CLAIM, List.of(N2, N3));
    confirm(N2);
    confirmations.answered(N3, List.of(CLAIM), Set.of(), Set.of(7));
    assertThat(confirmations.verdict(7, N2::equals)).isEqualTo(Verdict.DENIED);
  }

  @Test
  void whoHasConfirmedIsNotAskedAgainAndWhoAbstainedIs() {
    RangeLife other = new RangeLife(8, 80, 1);
    confirmations.add(CLAIM, List.of(N2, N3));
    confirmations.add(other, List.of(N2));
    assertThat(confirmations.asks(ALL).get(N2)).containsExactly(CLAIM, other);
    confirm(N2);
    abstain(N3);
    assertThat(confirmations.asks(ALL).get(N2)).containsExactly(other);
    assertThat(confirmations.asks(ALL).get(N3)).containsExactly(CLAIM);
  }

  @Test
  void answerAboutAnEarlierLifeOfTheCopyCountsForNothing() {
    confirmations.add(CLAIM, List.of(N2));
    confirmations.add(new RangeLife(7, 71, 1), List.of(N2));
    confirm(N2);
    assertThat(confirmations.verdict(7, ALL)).isEqualTo(Verdict.OPEN);
  }

  @Test
  void copyThatIsAddedAgainKeepsItsConfirmations() {
    confirmations.add(CLAIM, List.of(N2));
    confirm(N2);
    confirmations.add(CLAIM, List.of(N2));
    assertThat(confirmations.verdict(7, ALL)).isEqualTo(Verdict.CONFIRMED);
    confirmations.retain(Set.of());
    assertThat(confirmations.isEmpty()).isTrue();
  }

  private void confirm(NodeId node) {
    confirmations.answered(node, List.of(CLAIM), Set.of(7), Set.of());
  }

  private void abstain(NodeId node) {
    confirmations.answered(node, List.of(CLAIM), Set.of(), Set.of());
  }
}
