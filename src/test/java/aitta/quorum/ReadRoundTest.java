package aitta.quorum;

import static aitta.quorum.Sets.beside;
import static aitta.quorum.Sets.deleted;
import static aitta.quorum.Sets.node;
import static aitta.quorum.Sets.nodes;
import static aitta.quorum.Sets.overwritten;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.quorum.ReadRound.Answer;
import aitta.quorum.ReadRound.Ask;
import aitta.quorum.ReadRound.Asking;
import aitta.quorum.ReadRound.GiveUp;
import aitta.quorum.ReadRound.Plan;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Newest;
import aitta.version.Siblings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadRoundTest {
  private static final Siblings OLD = overwritten(Siblings.EMPTY, 101, 1);
  private static final Siblings NEW = overwritten(OLD, 102, 1);

  private static ReadRound round(
      int r, List<NodeId> here, List<NodeId> away, List<NodeId> standIns) {
    return new ReadRound(new Plan(here, away, standIns, r, false), 0);
  }

  private static List<Ask> asks(ReadRound round) {
    return ((Asking) round.step()).asks();
  }

  @Test
  void asksOneForTheValueAndTheOthersForVersionsAlone() {
    ReadRound round = round(2, nodes("a", "b", "c"), List.of(), List.of());
    assertThat(asks(round))
        .containsExactly(new Ask(node("a"), false, true), new Ask(node("b"), false, false));
    assertThat(asks(round)).isEmpty();
  }

  @Test
  void answersOnceRHaveReplied() {
    ReadRound round = round(2, nodes("a", "b", "c"), List.of(), List.of());
    round.step();
    round.replied(node("b"), NEW.summary(), true);
    assertThat(asks(round)).isEmpty();
    round.replied(node("a"), NEW, true);
    assertThat(round.step()).isEqualTo(new Answer(NEW, 2, List.of()));
  }

  @Test
  void fetchesAVersionThatOnlyTheOtherHas_andRepairsTheStaleOne() {
    ReadRound round = round(2, nodes("a", "b"), List.of(), List.of());
    round.step();
    round.replied(node("a"), OLD, true);
    round.replied(node("b"), NEW.summary(), true);
    assertThat(asks(round)).containsExactly(new Ask(node("b"), false, true));
    assertThat(asks(round)).isEmpty();
    round.replied(node("b"), NEW, true);
    assertThat(round.step()).isEqualTo(new Answer(NEW, 2, nodes("a")));
  }

  /** Else a read would revive what was deleted, and forgotten while that copy was away. */
  @Test
  void whatOnlyACopyKnowsThatHasNotCaughtUpIsBroughtToNobody() {
    ReadRound round = round(2, nodes("a", "b"), List.of(), List.of());
    round.step();
    round.replied(node("a"), NEW, false);
    round.replied(node("b"), Siblings.EMPTY.summary(), true);
    assertThat(round.step()).isEqualTo(new Answer(NEW, 2, List.of()));

    ReadRound other = round(2, nodes("a", "b"), List.of(), List.of());
    other.step();
    other.replied(node("a"), NEW, true);
    other.replied(node("b"), OLD.summary(), false);
    assertThat(other.step()).isEqualTo(new Answer(NEW, 2, nodes("b")));
  }

  /** It may have been deleted, and forgotten by the others. */
  @Test
  void whatOnlyACopyKnowsThatHasNotCaughtUpIsNotAnsweredWhereOthersCanBeHad() {
    ReadRound round = round(2, nodes("a", "b", "c"), List.of(), List.of());
    round.step();
    round.replied(node("a"), OLD, false);
    assertThat(asks(round)).containsExactly(new Ask(node("c"), false, false));
    round.replied(node("b"), Siblings.EMPTY.summary(), true);
    assertThat(asks(round)).isEmpty();
    round.replied(node("c"), Siblings.EMPTY.summary(), true);
    assertThat(round.step()).isEqualTo(new Answer(Siblings.EMPTY, 2, List.of()));
  }

  @Test
  void aCopyThatHasNotCaughtUpIsBroughtWhatTheOthersAnswer() {
    ReadRound round = round(1, nodes("a", "b"), List.of(), List.of());
    round.step();
    round.replied(node("a"), OLD, false);
    assertThat(asks(round)).containsExactly(new Ask(node("b"), false, true));
    round.replied(node("b"), NEW, true);
    assertThat(round.step()).isEqualTo(new Answer(NEW, 1, nodes("a")));
  }

  @Test
  void wordOfACopyThatHasNotCaughtUpIsAnsweredWhereNobodyElseAnswersInTime() {
    for (int how = 0; how < 3; how++) {
      ReadRound round = round(2, nodes("a", "b", "c"), List.of(), List.of());
      round.step();
      round.replied(node("a"), NEW, false);
      round.replied(node("b"), OLD.summary(), true);
      assertThat(asks(round)).hasSize(1);
      if (how == 0) {
        round.failed(node("c"));
      } else if (how == 1) {
        round.slow();
      } else {
        round.late();
      }
      assertThat(round.step()).isEqualTo(new Answer(NEW, 2, List.of()));
    }
  }

  @Test
  void wordOfACopyThatHasNotCaughtUpIsAnsweredAtOnceWhereTheOthersSeemAway() {
    ReadRound round = round(1, nodes("a"), nodes("b", "c"), List.of());
    round.step();
    round.replied(node("a"), OLD, false);
    assertThat(round.step()).isEqualTo(new Answer(OLD, 1, List.of()));
    ReadRound withStandIns = round(2, nodes("a"), nodes("b", "c"), nodes("d", "e"));
    withStandIns.step();
    withStandIns.replied(node("a"), OLD, false);
    withStandIns.replied(node("d"), Siblings.EMPTY, true);
    assertThat(withStandIns.step()).isEqualTo(new Answer(OLD, 2, List.of()));
  }

  @Test
  void strictReadsDoNotAnswerWhatOnlyTheUnfitKnow() {
    ReadRound round =
        new ReadRound(new Plan(nodes("a", "b", "c"), List.of(), List.of(), 2, true), 0);
    round.step();
    round.replied(node("a"), OLD, false);
    round.step();
    round.replied(node("b"), Siblings.EMPTY.summary(), true);
    round.replied(node("c"), Siblings.EMPTY.summary(), true);
    assertThat(round.step()).isEqualTo(new Answer(Siblings.EMPTY, 2, List.of()));
  }

  @Test
  void asksAnotherOwnerWhenTheOneThatHasTheValueIsSlow() {
    ReadRound round = round(2, nodes("a", "b", "c"), List.of(), List.of());
    round.step();
    round.replied(node("a"), OLD, true);
    round.replied(node("b"), NEW.summary(), true);
    round.step();
    round.slow();
    assertThat(asks(round)).containsExactly(new Ask(node("c"), false, true));
    round.replied(node("c"), NEW, true);
    assertThat(round.step()).isEqualTo(new Answer(NEW, 3, nodes("a")));
  }

  @Test
  void aVersionThatTheOtherKnowsToBeSupersededIsNotAnswered() {
    Siblings gone = deleted(OLD, 102, 1);
    Siblings forgotten = new Siblings(gone.context(), List.of(), gone.newest());
    ReadRound round = round(2, nodes("a", "b"), List.of(), List.of());
    round.step();
    round.replied(node("a"), OLD, true);
    round.replied(node("b"), forgotten.summary(), true);
    Answer answer = (Answer) round.step();
    assertThat(answer.merged().versions()).isEmpty();
    assertThat(answer.repairs()).containsExactly(node("a"));
  }

  @Test
  void asksTheNextOneAtOnceWhenOneFails_andGivesUpWhenNoneIsLeft() {
    ReadRound round = round(2, nodes("a", "b", "c"), List.of(), List.of());
    round.step();
    round.failed(node("a"));
    assertThat(asks(round)).extracting(Ask::node).containsExactly(node("c"));
    round.replied(node("b"), NEW.summary(), true);
    round.step();
    round.failed(node("c"));
    round.failed(node("b"));
    assertThat(round.step()).isEqualTo(new GiveUp(2, 0, List.of()));
  }

  @Test
  void asksOneMoreWhenThoseAskedAreSlow() {
    ReadRound round = round(2, nodes("a", "b", "c"), List.of(), List.of());
    round.step();
    round.slow();
    assertThat(asks(round)).containsExactly(new Ask(node("c"), false, true));
    round.replied(node("c"), NEW, true);
    round.replied(node("b"), NEW.summary(), true);
    assertThat(round.step()).isInstanceOf(Answer.class);
  }

  @Test
  void standInsCountWhileOwnersAreAway() {
    ReadRound round = round(2, nodes("a"), nodes("b", "c"), nodes("x"));
    assertThat(asks(round)).extracting(Ask::node).containsExactly(node("a"), node("x"));
    round.replied(node("a"), OLD, true);
    round.replied(node("x"), NEW, true);
    assertThat(round.step()).isEqualTo(new Answer(NEW, 2, nodes("a")));
  }

  @Test
  void absenceNeedsTheWordOfAnOwner() {
    ReadRound round = round(2, List.of(), nodes("a", "b"), nodes("x", "y"));
    round.step();
    round.replied(node("x"), Siblings.EMPTY, true);
    round.replied(node("y"), Siblings.EMPTY, true);
    assertThat(asks(round)).extracting(Ask::node).containsExactly(node("a"));
    round.replied(node("a"), Siblings.EMPTY, true);
    assertThat(round.step()).isEqualTo(new Answer(Siblings.EMPTY, 3, List.of()));
  }

  @Test
  void whatStandInsHoldIsAnsweredWithoutAnOwner() {
    ReadRound round = round(2, List.of(), nodes("a", "b", "c"), nodes("x", "y"));
    round.step();
    round.replied(node("x"), NEW, true);
    round.replied(node("y"), Siblings.EMPTY, true);
    assertThat(round.step()).isEqualTo(new Answer(NEW, 2, List.of()));
  }

  @Test
  void ownersThatSeemAwayAreAskedLast_andNotWaitedForForever() {
    ReadRound round = round(2, nodes("a"), nodes("b", "c"), List.of());
    assertThat(asks(round)).extracting(Ask::node).containsExactly(node("a"), node("b"));
    round.replied(node("a"), NEW, true);
    assertThat(asks(round)).isEmpty();
    round.slow();
    assertThat(asks(round)).extracting(Ask::node).containsExactly(node("c"));
    round.slow();
    assertThat(round.step()).isEqualTo(new GiveUp(2, 1, List.of()));
  }

  @Test
  void strictReadsCountNeitherStandInsNorTheUnfit() {
    ReadRound round =
        new ReadRound(new Plan(nodes("a", "b", "c"), List.of(), nodes("x"), 2, true), 0);
    round.step();
    round.replied(node("a"), NEW, false);
    round.replied(node("b"), NEW.summary(), true);
    assertThat(asks(round)).containsExactly(new Ask(node("c"), false, true));
    round.replied(node("c"), NEW, true);
    assertThat(round.step()).isEqualTo(new Answer(NEW, 2, List.of()));
  }

  @Test
  void tellsWhoAnsweredAndDidNotCount() {
    ReadRound round = new ReadRound(new Plan(nodes("a", "b", "c"), List.of(), nodes(), 2, true), 0);
    round.step();
    round.replied(node("a"), NEW, false);
    round.replied(node("b"), NEW.summary(), true);
    round.step();
    round.replied(node("c"), NEW.summary(), false);
    assertThat(round.step()).isEqualTo(new GiveUp(2, 1, nodes("a", "c")));
  }

  @Test
  void givesUpAtTheDeadline() {
    ReadRound round = round(2, nodes("a", "b", "c"), List.of(), List.of());
    round.step();
    round.replied(node("a"), NEW, true);
    round.late();
    assertThat(round.step()).isEqualTo(new GiveUp(2, 1, List.of()));
  }

  @Test
  void whatIsSupersededByTheSuccessorOfAVersionNotHeldIsLeftOut() {
    Siblings a = overwritten(Siblings.EMPTY, 101, 1);
    Siblings b = overwritten(a, 102, 1);
    Siblings c =
        overwritten(new Siblings(Context.ofDot(new Dot(102, 1)), List.of(), Newest.NONE), 103, 1);
    Siblings g =
        overwritten(new Siblings(Context.ofDot(new Dot(103, 1)), List.of(), Newest.NONE), 104, 1);
    ReadRound round = round(3, nodes("x", "y", "z"), List.of(), List.of());
    round.step();
    round.replied(node("x"), a.join(g), true);
    round.replied(node("y"), b.summary(), true);
    round.replied(node("z"), c.summary(), true);
    Answer answer = (Answer) round.step();
    assertThat(answer.merged()).isEqualTo(a.join(g).join(b).join(c));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsAnsweredDoesNotDependOnTheOrderOfReplies(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 300; run++) {
      Map<NodeId, Siblings> held = randomCopies(random);
      Siblings expected = held.values().stream().reduce(Siblings.EMPTY, Siblings::join);
      List<NodeId> owners = new ArrayList<>(held.keySet());
      ReadRound round = round(owners.size(), owners, List.of(), List.of());
      List<Ask> open = new ArrayList<>();
      ReadRound.Step step = round.step();
      while (step instanceof Asking asking) {
        open.addAll(asking.asks());
        assertThat(open).as("seed %d run %d", seed, run).isNotEmpty();
        Ask ask = open.remove(random.nextInt(open.size()));
        Siblings copy = held.get(ask.node());
        if (ask.full()) {
          round.replied(ask.node(), copy, true);
        } else {
          round.replied(ask.node(), copy.summary(), true);
        }
        step = round.step();
      }
      Answer answer = (Answer) step;
      assertThat(answer.merged()).as("seed %d run %d", seed, run).isEqualTo(expected);
      held.forEach(
          (node, copy) ->
              assertThat(answer.repairs().contains(node)).isEqualTo(!copy.includes(expected)));
    }
  }

  private static Map<NodeId, Siblings> randomCopies(SplittableRandom random) {
    List<Siblings> known = new ArrayList<>(List.of(Siblings.EMPTY));
    for (int i = 1; i <= 6; i++) {
      Siblings base = known.get(random.nextInt(known.size()));
      Siblings other = known.get(random.nextInt(known.size()));
      known.add(
          random.nextBoolean()
              ? overwritten(base.join(other), 100 + i, 1)
              : beside(base.join(other), 100 + i, 1));
    }
    Map<NodeId, Siblings> held = new HashMap<>();
    for (String name : List.of("a", "b", "c", "d")) {
      held.put(node(name), known.get(random.nextInt(known.size())));
    }
    return held;
  }
}
