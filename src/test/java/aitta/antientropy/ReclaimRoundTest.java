package aitta.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.antientropy.ReclaimRound.Apply;
import aitta.antientropy.ReclaimRound.Approve;
import aitta.antientropy.ReclaimRound.AskHints;
import aitta.antientropy.ReclaimRound.End;
import aitta.antientropy.ReclaimRound.Settle;
import aitta.antientropy.ReclaimRound.Step;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.RangeMessage.DeadKey;
import aitta.version.Summary;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReclaimRoundTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final NodeId N4 = new NodeId("n4");
  private static final List<NodeId> OWNERS = List.of(N1, N2, N3);
  private static final List<DeadKey> KEYS =
      IntStream.range(0, 4)
          .mapToObj(i -> new DeadKey(Key.of("b", "k" + i), Summary.EMPTY))
          .toList();

  private long proposals = 100;
  private final ReclaimRound round =
      new ReclaimRound(5, () -> ++proposals, Set.copyOf(OWNERS), Set.of(N1, N2, N3, N4), KEYS);

  @Test
  void whatAllOwnersHoldAndNobodyHintsIsReclaimed() {
    assertThat(round.start()).isEqualTo(new Approve(5, 101, KEYS));
    assertThat(allApprove(0, 1, 2, 3)).isEqualTo(Settle.INSTANCE);
    assertThat(round.settled()).isEqualTo(new AskHints(KEYS));
    assertThat(noHints()).isEqualTo(new Approve(5, 102, KEYS));
    assertThat(allApprove(0, 1, 2, 3)).isEqualTo(new Apply(5, 102, KEYS));
    round.applied(N1);
    round.applied(N2);
    assertThat(round.applied(N3)).isEqualTo(new End(4, null));
  }

  @Test
  void keyThatOneOwnerHoldsOtherwiseIsLeft() {
    round.start();
    round.approved(N1, proposals, new int[] {0, 1, 2, 3});
    round.approved(N2, proposals, new int[] {1, 2, 3});
    assertThat(round.approved(N3, proposals, new int[] {0, 1, 2})).isEqualTo(Settle.INSTANCE);
    assertThat(round.settled()).isEqualTo(new AskHints(KEYS.subList(1, 3)));
  }

  @Test
  void keyOfWhichAnyMemberOfTheRingKeepsAHintIsLeft() {
    round.start();
    allApprove(0, 1, 2, 3);
    round.settled();
    round.hinted(N4, new int[] {0, 3});
    round.hinted(N1, new int[0]);
    round.hinted(N2, new int[0]);
    assertThat(round.hinted(N3, new int[] {1})).isEqualTo(new Approve(5, 102, KEYS.subList(2, 3)));
  }

  @Test
  void keyThatChangedMeanwhileIsLeftAndTheRestIsApprovedOnceMore() {
    round.start();
    allApprove(0, 1, 2, 3);
    round.settled();
    noHints();
    assertThat(allApprove(0, 1, 3)).isInstanceOf(Approve.class);
    assertThat(allApprove(0, 1, 2))
        .isEqualTo(new Apply(5, 103, List.of(KEYS.get(0), KEYS.get(1), KEYS.get(3))));
  }

  @Test
  void keysThatChangeAllTheTimeAreGivenUp() {
    round.start();
    allApprove(0, 1, 2, 3);
    round.settled();
    noHints();
    allApprove(0, 1, 2);
    allApprove(0, 1);
    assertThat(allApprove(0))
        .isInstanceOfSatisfying(End.class, end -> assertThat(end.keys()).isZero());
  }

  @Test
  void nothingIsDoneUnlessAllOwnersAndAllMembersAnswer() {
    round.start();
    assertThat(round.failed(N2, "cannot be reached"))
        .isEqualTo(new End(0, "n2: cannot be reached"));
    assertThat(allApprove(0, 1, 2, 3)).isEqualTo(ReclaimRound.WAIT);

    ReclaimRound other = new ReclaimRound(5, () -> ++proposals, Set.of(N1), Set.of(N1, N4), KEYS);
    other.start();
    other.approved(N1, proposals, new int[] {0});
    other.settled();
    other.hinted(N1, new int[0]);
    assertThat(other.failed(N4, "late")).isEqualTo(new End(0, "n4: late"));
  }

  @Test
  void answersToAnEarlierProposalDoNotCount() {
    round.start();
    allApprove(0, 1, 2, 3);
    round.settled();
    noHints();
    for (NodeId owner : OWNERS) {
      assertThat(round.approved(owner, 101, new int[] {0, 1, 2, 3})).isEqualTo(ReclaimRound.WAIT);
    }
  }

  @Test
  void ownerThatAnswersTwiceCountsOnce() {
    round.start();
    round.approved(N1, proposals, new int[] {0});
    round.approved(N1, proposals, new int[] {0});
    assertThat(round.approved(N1, proposals, new int[] {0})).isEqualTo(ReclaimRound.WAIT);
  }

  @Test
  void decisionStandsAlthoughAnOwnerDoesNotGetToIt() {
    round.start();
    allApprove(0, 1, 2, 3);
    round.settled();
    noHints();
    allApprove(0, 1, 2, 3);
    round.applied(N1);
    round.failed(N2, "cannot be reached");
    assertThat(round.applied(N3)).isEqualTo(new End(4, null));
  }

  private Step allApprove(int... held) {
    Step last = null;
    for (NodeId owner : OWNERS) {
      last = round.approved(owner, proposals, held);
    }
    return last;
  }

  private Step noHints() {
    Step last = null;
    for (NodeId member : List.of(N1, N2, N3, N4)) {
      last = round.hinted(member, new int[0]);
    }
    return last;
  }
}
