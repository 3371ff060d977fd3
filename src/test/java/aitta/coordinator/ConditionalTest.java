package aitta.coordinator;

import static aitta.coordinator.FakeCluster.KEY;
import static aitta.coordinator.FakeCluster.etagOf;
import static aitta.coordinator.FakeCluster.put;
import static aitta.coordinator.FakeCluster.putIf;
import static aitta.coordinator.FakeCluster.valuesOf;
import static aitta.coordinator.FakeCluster.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.NodeId;
import aitta.quorum.Ballot;
import aitta.request.Outcome;
import aitta.version.Precondition;
import aitta.version.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalTest {
  private static final Precondition NOTHING_LIVE = Precondition.NothingLive.INSTANCE;
  private FakeCluster cluster = new FakeCluster(4, 3);

  @AfterEach
  void everyRequestEndsAtMostOnceAndLeavesNothing() {
    cluster.settle();
    assertThat(cluster.answers.get()).isLessThanOrEqualTo(cluster.asked.get());
    cluster.close();
  }

  private static Precondition matches(String etag) {
    return new Precondition.Matches(Set.of(etag));
  }

  @Test
  void aConditionIsJudgedByTheLastWriteWhicheverNodeIsAsked() {
    var first = (Outcome.WriteDone) cluster.node("d").ask(putIf("1", NOTHING_LIVE));
    assertThat(cluster.node("b").ask(putIf("x", NOTHING_LIVE)))
        .isInstanceOf(Outcome.PreconditionFailed.class);
    var second = (Outcome.WriteDone) cluster.node("c").ask(putIf("2", matches(etagOf(first))));
    var refused =
        (Outcome.PreconditionFailed) cluster.node("a").ask(putIf("y", matches(etagOf(first))));
    assertThat(View.of(refused.current(), false, 0).currentEtag()).isEqualTo(etagOf(second));
    cluster.node("b").ask(put("plain"));
    assertThat(cluster.node("a").ask(putIf("z", matches(etagOf(second)))))
        .isInstanceOf(Outcome.PreconditionFailed.class);
    assertThat(cluster.readAt("d")).containsExactly("plain");
  }

  /** Twenty race each round; every round is judged by the winner of the one before. */
  @Test
  void ofRacingWritersExactlyOneWinsEachRound() {
    Precondition condition = NOTHING_LIVE;
    for (int round = 0; round < 5; round++) {
      List<Outcome.WriteDone> winners = winners(race(round, condition));
      assertThat(winners).as("round " + round).hasSize(1);
      assertThat(cluster.readAt("b")).isEqualTo(valuesOf(winners.get(0).siblings()));
      condition = matches(etagOf(winners.get(0)));
      if (round % 2 == 1) {
        cluster.node("a").restart();
      }
    }
  }

  private List<CompletableFuture<Outcome>> race(int round, Precondition condition) {
    List<CompletableFuture<Outcome>> racing = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String through = String.valueOf((char) ('a' + i % 4));
      racing.add(cluster.node(through).submit(putIf(round + "." + i, condition)));
    }
    return racing;
  }

  private static List<Outcome.WriteDone> winners(List<CompletableFuture<Outcome>> racing) {
    return racing.stream()
        .map(FakeCluster::get)
        .filter(Outcome.WriteDone.class::isInstance)
        .map(Outcome.WriteDone.class::cast)
        .toList();
  }

  /** Messages are lost, reordered and delayed, and the first owner starts again in between. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void atMostOneWinsWhateverIsLost(long seed) {
    cluster.close();
    cluster = new FakeCluster(4, 3, seed, 1000);
    Precondition condition = NOTHING_LIVE;
    for (int round = 0; round < 3; round++) {
      cluster.network.disturb(0.1, 3000);
      List<CompletableFuture<Outcome>> racing = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String through = String.valueOf((char) ('b' + i % 3)); // all through the network
        var write = within(putIf(round + "." + i, condition), Duration.ofMillis(400));
        racing.add(cluster.node(through).submit(write));
      }
      if ((seed + round) % 2 == 0) {
        await().until(() -> racing.stream().anyMatch(CompletableFuture::isDone));
        cluster.node("a").restart();
      }
      List<Outcome.WriteDone> winners = winners(racing);
      assertThat(winners).as("seed " + seed + ", round " + round).hasSizeLessThanOrEqualTo(1);
      cluster.network.disturb(0, 0);
      cluster.settle();
      condition = assertThatTheWinnerStands(winners);
    }
  }

  /** Also against a half-failed write that came before it; one after it would need its tag. */
  private Precondition assertThatTheWinnerStands(List<Outcome.WriteDone> winners) {
    var probe =
        (Outcome.PreconditionFailed)
            cluster.node("a").ask(putIf("probe", matches("no such version")));
    View now = View.of(probe.current(), false, 0);
    if (!winners.isEmpty()) {
      assertThat(now.currentEtag()).isEqualTo(etagOf(winners.get(0)));
    }
    return now.currentEtag() == null ? NOTHING_LIVE : matches(now.currentEtag());
  }

  @Test
  void aHalfFailedWriteNeverTakesEffectOverALaterWinner() {
    cluster.network.holdWhere((to, envelope) -> FakeNetwork.isStore(envelope));
    var lost = cluster.node("a").submit(within(putIf("lost", NOTHING_LIVE), Duration.ofSeconds(5)));
    await().until(() -> cluster.network.heldCount() >= 2);
    cluster.network.silence(new NodeId("a"));
    cluster.skip(Duration.ofSeconds(6));
    assertThat(FakeCluster.get(lost)).isInstanceOf(Outcome.QuorumNotMet.class);
    cluster.node("a").replica.restart();
    cluster.node("a").restart();
    cluster.network.wake(new NodeId("a"));
    var held = cluster.network.heldCount();
    assertThat(held).isGreaterThanOrEqualTo(2);
    cluster.network.holdWhere((to, envelope) -> false); // those that are held stay so
    Outcome won = cluster.node("b").ask(putIf("won", matches("lost-to-nobody")));
    assertThat(won).isInstanceOf(Outcome.PreconditionFailed.class);
    Precondition now = new Precondition.MatchesNone(Set.of("other"));
    assertThat(cluster.node("b").ask(putIf("won", now))).isInstanceOf(Outcome.WriteDone.class);
    cluster.network.release();
    cluster.settle();
    assertThat(cluster.readAt("c")).containsExactly("won");
  }

  @Test
  void withoutTheFirstOwnerOrAQuorumThereIsNoJudgement() {
    cluster.takeAway("a");
    assertThat(cluster.node("b").ask(within(putIf("v", NOTHING_LIVE), Duration.ofMillis(300))))
        .isInstanceOf(Outcome.QuorumNotMet.class);
    cluster.bringBack("a");
    cluster.takeAway("b");
    cluster.takeAway("c");
    assertThat(cluster.node("a").ask(within(putIf("v", NOTHING_LIVE), Duration.ofMillis(300))))
        .isInstanceOf(Outcome.QuorumNotMet.class);
    assertThat(cluster.node("a").replica.stored(KEY).isEmpty()).isTrue();
  }

  @Test
  void aWriteWhoseTurnDoesNotComeIsAnsweredByItsOwnTimeout() {
    cluster.network.silence(new NodeId("b"));
    cluster.network.silence(new NodeId("c"));
    var first = cluster.node("a").submit(within(putIf("1", NOTHING_LIVE), Duration.ofMinutes(1)));
    var second = cluster.node("a").submit(within(putIf("2", NOTHING_LIVE), Duration.ofMillis(50)));
    assertThat(FakeCluster.get(second)).isInstanceOf(Outcome.QuorumNotMet.class);
    assertThat(first).isNotDone();
  }

  /** Its starts are counted from one again: its ballots must still be above all that were used. */
  @Test
  void aFirstOwnerWithALowerOrTheSameStartClaimsAboveTheOneBefore() {
    cluster.node("a").restartAsStart(7);
    var last = (Outcome.WriteDone) cluster.node("b").ask(putIf("0", NOTHING_LIVE));
    for (int start : new int[] {2, 2, 7, 1, 9}) {
      cluster.node("a").restartAsStart(start);
      var next =
          (Outcome.WriteDone) cluster.node("c").ask(putIf("by " + start, matches(etagOf(last))));
      assertThat(next.dot()).as("start " + start).isGreaterThan(last.dot());
      assertThat(cluster.readAt("b")).containsExactly("by " + start);
      last = next;
    }
  }

  @Test
  void aFirstOwnerThatHasNotCaughtUpJudgesNothingAndSaysSoAtOnce() {
    cluster.node("a").ask(putIf("v", NOTHING_LIVE));
    cluster.node("a").replica.wipe();
    for (boolean startsAgain : new boolean[] {false, true}) {
      if (startsAgain) {
        cluster.node("a").restart();
      }
      for (String through : List.of("a", "b", "d")) {
        var missed = (Outcome.QuorumNotMet) cluster.node(through).ask(putIf("x", NOTHING_LIVE));
        assertThat(missed.detail()).contains("a, the first of them, has not caught up");
      }
    }
  }

  @Test
  void anotherOwnerThatHasNotCaughtUpDoesNotCountAndIsNamed() {
    cluster.node("a").ask(putIf("v", NOTHING_LIVE));
    cluster.node("b").replica.wipe();
    assertThat(cluster.node("d").ask(putIf("x", NOTHING_LIVE)))
        .isInstanceOf(Outcome.PreconditionFailed.class);
    assertThat(cluster.node("d").ask(putIf("w", Precondition.SomethingLive.INSTANCE)))
        .isInstanceOf(Outcome.WriteDone.class);
    cluster.node("c").replica.wipe();
    var missed = (Outcome.QuorumNotMet) cluster.node("d").ask(putIf("x", NOTHING_LIVE));
    assertThat(missed.received()).isEqualTo(1);
    assertThat(missed.detail()).contains("2 more answered").contains("nothing was done");
  }

  /** It was stopped while another start of it, as of a copied disk, has taken over. */
  @Test
  void aFirstOwnerThatWakesUpBehindALaterClaimLosesItsWriteAndGoesOnAboveIt() {
    cluster.node("a").ask(putIf("0", NOTHING_LIVE));
    long rival = Ballot.claim(1, 40);
    for (String other : List.of("b", "c")) {
      cluster.node(other).replica.promised(rival);
    }
    var outcome = cluster.node("a").ask(putIf("1", Precondition.SomethingLive.INSTANCE));
    assertThat(outcome).isInstanceOf(Outcome.QuorumNotMet.class);
    var next =
        (Outcome.WriteDone) cluster.node("a").ask(putIf("2", Precondition.SomethingLive.INSTANCE));
    assertThat(next.dot().counter()).isGreaterThan(rival);
    cluster.settle();
    assertThat(cluster.readAt("b")).containsExactly("2");
  }
}
