package aitta.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.antientropy.ConfirmAnswer.Seen;
import aitta.peer.RangeMessage.RangeLife;
import aitta.replica.Fitness;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfirmAnswerTest {
  private static final RangeLife CLAIM = new RangeLife(3, 70, 12);
  private final SimulatedCluster cluster = new SimulatedCluster(1);
  private final SimulatedNode node = cluster.node("n1");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void copyThatWasNeverSeenFurtherIsConfirmed() {
    expect(null, true);
    expect(new Seen(70, 12), true);
    expect(new Seen(70, 3), true);
  }

  @Test
  void copyThatWasSeenFurtherOrWasAnotherThenIsDenied() {
    expect(new Seen(70, 13), false);
    expect(new Seen(71, 1), false);
  }

  @Test
  void whoIsNotFitHimselfAbstainsOnlyWhereHeMayHaveForgotten() {
    node.be(3, Fitness.UNCONFIRMED);
    expect(null, true);
    node.be(3, Fitness.BEHIND);
    ConfirmAnswer answer = ConfirmAnswer.to(List.of(CLAIM), node.copies(), range -> null);
    assertThat(answer.confirmed()).isEmpty();
    assertThat(answer.denied()).isEmpty();
    node.copies.clear();
    assertThat(ConfirmAnswer.to(List.of(CLAIM), node.copies(), range -> null).confirmed())
        .isEmpty();
  }

  @Test
  void newcomerThatHasLostNothingTellsWhatItKnowsThoughItHasNotCaughtUp() {
    node.be(3, Fitness.BEHIND, true);
    expect(null, true);
    expect(new Seen(70, 12), true);
    expect(new Seen(70, 13), false);
    expect(new Seen(71, 1), false);
  }

  private void expect(Seen seen, boolean confirmed) {
    ConfirmAnswer answer = ConfirmAnswer.to(List.of(CLAIM), node.copies(), range -> seen);
    assertThat(answer.confirmed()).containsExactly(confirmed ? new int[] {3} : new int[0]);
    assertThat(answer.denied()).containsExactly(confirmed ? new int[0] : new int[] {3});
  }
}
