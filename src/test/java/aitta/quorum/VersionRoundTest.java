package aitta.quorum;

import static aitta.quorum.Sets.node;
import static aitta.quorum.Sets.nodes;
import static aitta.quorum.Sets.overwritten;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.version.Dot;
import aitta.version.Siblings;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionRoundTest {
  private static final Siblings SET = overwritten(Siblings.EMPTY, 101, 1);

  @Test
  void asksAsManyOthersAsAQuorumNeeds() {
    VersionRound round = new VersionRound(3, true, nodes("b", "c"));
    assertThat(round.asks()).containsExactly(node("b"));
    assertThat(round.isDone()).isFalse();
    round.replied(node("b"), SET.summary(), true);
    assertThat(round.isDone()).isTrue();
    assertThat(round.learned().covers(new Dot(101, 1))).isTrue();
  }

  @Test
  void anUnfitReplyIsTakenInButDoesNotCount() {
    VersionRound round = new VersionRound(3, true, nodes("b", "c"));
    round.asks();
    round.replied(node("b"), SET.summary(), false);
    assertThat(round.isDone()).isFalse();
    assertThat(round.asks()).containsExactly(node("c"));
    assertThat(round.learned().covers(new Dot(101, 1))).isTrue();
  }

  @Test
  void aQuorumHasAnsweredWithOneOtherOfThreeCaughtUpOrNot() {
    VersionRound round = new VersionRound(3, false, nodes("b", "c"));
    round.asks();
    round.failed(node("c"));
    assertThat(round.hasQuorum()).isFalse();
    round.replied(node("b"), SET.summary(), false);
    assertThat(round.hasQuorum()).isTrue();
    assertThat(new VersionRound(1, false, List.of()).hasQuorum()).isTrue();
  }

  @Test
  void isDoneWithWhatThereIsOnceNobodyIsLeft() {
    VersionRound round = new VersionRound(5, true, nodes("b", "c"));
    assertThat(round.asks()).hasSize(2);
    round.failed(node("b"));
    assertThat(round.isDone()).isFalse();
    round.failed(node("c"));
    assertThat(round.isDone()).isTrue();
    assertThat(new VersionRound(1, true, List.of()).isDone()).isTrue();
  }

  @Test
  void asksAllOthersWhenTheFirstAreSlow() {
    VersionRound round = new VersionRound(3, true, nodes("b", "c"));
    round.asks();
    assertThat(round.slow()).containsExactly(node("c"));
    round.replied(node("c"), SET.summary(), true);
    assertThat(round.isDone()).isTrue();
  }

  @Test
  void aCoordinatorThatHasNotCaughtUpDoesNotCountItself() {
    VersionRound round = new VersionRound(3, false, nodes("b", "c"));
    assertThat(round.asks()).containsExactly(node("b"), node("c"));
    round.replied(node("b"), Siblings.EMPTY.summary(), true);
    assertThat(round.isDone()).isFalse();
    round.replied(node("c"), SET.summary(), true);
    assertThat(round.isDone()).isTrue();
    assertThat(round.learned().covers(new Dot(101, 1))).isTrue();
  }

  @Test
  void whereNoQuorumOfTheFitCanBeHadItIsDoneWithWhatTheReachableOnesKnow() {
    VersionRound round = new VersionRound(3, false, nodes("b"));
    assertThat(round.asks()).containsExactly(node("b"));
    round.replied(node("b"), SET.summary(), false);
    assertThat(round.isDone()).isTrue();
    assertThat(round.learned().covers(new Dot(101, 1))).isTrue();
    assertThat(new VersionRound(1, false, List.of()).isDone()).isTrue();
  }
}
