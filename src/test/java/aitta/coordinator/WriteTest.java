package aitta.coordinator;

import static aitta.coordinator.FakeCluster.KEY;
import static aitta.coordinator.FakeCluster.after;
import static aitta.coordinator.FakeCluster.beside;
import static aitta.coordinator.FakeCluster.latest;
import static aitta.coordinator.FakeCluster.put;
import static aitta.coordinator.FakeCluster.putAt;
import static aitta.coordinator.FakeCluster.strictLatest;
import static aitta.coordinator.FakeCluster.valuesOf;
import static aitta.coordinator.FakeCluster.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.NodeId;
import aitta.peer.Envelope;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.quorum.Level;
import aitta.request.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");
  private FakeCluster cluster = new FakeCluster(5, 3);

  @AfterEach
  void everyRequestEndsOnceAndLeavesNothing() {
    cluster.settle();
    cluster.assertEveryRequestWasAnsweredOnce();
    cluster.close();
  }

  private Outcome.WriteDone done(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.WriteDone.class);
    return (Outcome.WriteDone) outcome;
  }

  @Test
  void aWriteIsOnWOwnersBeforeItIsAnswered() {
    for (Level w : List.of(Level.ONE, Level.QUORUM, Level.ALL)) {
      Outcome.WriteDone written = done(cluster.node("b").ask(putAt(w.toString(), w, true)));
      assertThat(written.answered()).isBetween(w.of(3), 3);
      assertThat(written.n()).isEqualTo(3);
      assertThat(cluster.owners.stream().filter(o -> holds(o, w.toString())).count())
          .isGreaterThanOrEqualTo(w.of(3));
    }
  }

  private boolean holds(NodeId owner, String value) {
    return valuesOf(cluster.nodes.get(owner).replica.stored(KEY)).contains(value);
  }

  @Test
  void everyOwnerHasItInTheEnd() {
    done(cluster.node("a").ask(putAt("v", Level.ONE, false)));
    await().untilAsserted(() -> assertThat(cluster.owners).allMatch(owner -> holds(owner, "v")));
  }

  @Test
  void plainWritesOneAfterTheOtherThroughAllNodesLeaveOneValue() {
    for (int i = 0; i < 30; i++) {
      String through = String.valueOf((char) ('a' + i % 5));
      done(cluster.node(through).ask(put("v" + i)));
      assertThat(cluster.readAt(String.valueOf((char) ('a' + (i + 2) % 5))))
          .containsExactly("v" + i);
    }
  }

  @Test
  void plainWritesThatOverlapAreBothKept() {
    cluster.network.holdWhere((to, envelope) -> FakeNetwork.isStore(envelope));
    CompletableFuture<Outcome> one = cluster.node("a").submit(put("one"));
    CompletableFuture<Outcome> two = cluster.node("b").submit(put("two"));
    await().until(() -> cluster.network.heldCount() == 4);
    cluster.network.release();
    done(FakeCluster.get(one));
    done(FakeCluster.get(two));
    assertThat(cluster.readAt("c")).containsExactly("one", "two");
  }

  @Test
  void aContextSupersedesWhatItCoversAndNothingElse() {
    Outcome.WriteDone first = done(cluster.node("a").ask(put("first")));
    Outcome.WriteDone second = done(cluster.node("b").ask(beside("second")));
    assertThat(cluster.readAt("c")).containsExactly("first", "second");
    done(cluster.node("d").ask(after("third", first.seen())));
    assertThat(cluster.readAt("a")).containsExactly("second", "third");
    done(cluster.node("c").ask(after(null, second.seen())));
    assertThat(cluster.readAt("b")).containsExactly("third");
  }

  @Test
  void aLatestWriteIsNewerThanOneFromAClockThatRunsAhead() {
    cluster.node("b").wallOffsetMillis.set(3_600_000);
    cluster.network.silence(A); // so that its clock does not hear of it
    done(cluster.node("b").ask(latest("from the future")));
    cluster.network.wake(A);
    Outcome.WriteDone written = done(cluster.node("a").ask(latest("now")));
    assertThat(valuesOf(written.siblings())).containsExactly("now");
    assertThat(cluster.readAt("c")).containsExactly("now");
  }

  /** Only c knows of a version that wins by time; b would, had it not lost it. */
  private void leaveTheNewestToOneOwner() {
    cluster.node("c").wallOffsetMillis.set(3_600_000);
    cluster.network.silence(A);
    done(cluster.node("c").ask(strictLatest("from the future")));
    cluster.settle();
    cluster.network.wake(A);
    cluster.node("b").replica.wipe();
  }

  @Test
  void aStrictLatestWriteCountsNoOwnerThatMayHaveLostWhatIsNewer() {
    leaveTheNewestToOneOwner();
    cluster.network.holdWhere((to, envelope) -> isStored(C, envelope));
    CompletableFuture<Outcome> outcome = cluster.node("a").submit(strictLatest("now"));
    await().until(() -> holds(B, "now") && cluster.network.heldCount() > 0);
    await().during(Duration.ofMillis(200)).until(() -> !outcome.isDone());
    cluster.network.release();
    assertThat(valuesOf(done(FakeCluster.get(outcome)).siblings())).containsExactly("now");
    assertThat(cluster.readAt("c")).containsExactly("now");
  }

  private static boolean isStored(NodeId by, Envelope envelope) {
    return envelope.from().equals(by) && envelope.message() instanceof PeerMessage.Stored;
  }

  /** They count with their copies as they are: a write that is not strict is never kept waiting. */
  @Test
  void aLatestWriteThatIsNotStrictCountsThemAll() {
    leaveTheNewestToOneOwner();
    cluster.network.holdWhere((to, envelope) -> isStored(C, envelope));
    assertThat(done(cluster.node("a").ask(latest("now"))).answered()).isEqualTo(2);
    cluster.network.release();
  }

  @Test
  void aStrictLatestWriteAsksAgainUntilOwnersHaveCaughtUp() {
    cluster.takeAway("c");
    cluster.node("b").replica.wipe();
    CompletableFuture<Outcome> outcome =
        cluster.node("a").submit(within(strictLatest("v"), Duration.ofSeconds(20)));
    await().until(() -> holds(B, "v"));
    await().during(Duration.ofMillis(200)).until(() -> !outcome.isDone());
    cluster.node("b").replica.setFit(true);
    cluster.skip(Duration.ofSeconds(1));
    assertThat(done(FakeCluster.get(outcome)).answered()).isEqualTo(2);
  }

  @Test
  void aStrictLatestWriteThatIsNotKnownToWinSaysWhoHasToCatchUp() {
    cluster.takeAway("c");
    cluster.node("a").replica.wipe(); // the coordinator's own copy is no exception
    CompletableFuture<Outcome> outcome = cluster.node("a").submit(strictLatest("v"));
    await().until(() -> holds(A, "v") && holds(B, "v"));
    cluster.skip(FakeCluster.TIMEOUT);
    assertThat(FakeCluster.get(outcome))
        .isInstanceOfSatisfying(
            Outcome.QuorumNotMet.class,
            missed -> {
              assertThat(missed.received()).isEqualTo(1);
              assertThat(missed.detail()).contains("have not caught up: [a]");
            });
  }

  @Test
  void aNodeThatIsNoOwnerForwards() {
    Outcome.WriteDone written = done(cluster.node("e").ask(putAt("v", Level.ALL, true)));
    assertThat(written.answered()).isEqualTo(3);
    assertThat(cluster.node("e").hints.heldFor(A, KEY).isEmpty()).isTrue();
  }

  @Test
  void aForwarderPassesOverOwnersThatAreSilentOrRefuse() {
    cluster.network.silence(A);
    cluster.node("b").replica.refuse(Reason.STARTING);
    done(cluster.node("e").ask(put("v")));
    assertThat(holds(C, "v")).isTrue();
  }

  @Test
  void aStandInCoordinatesWhereNoOwnerCanBeReached() {
    List.of("a", "b", "c").forEach(cluster::takeAway);
    Outcome.WriteDone written = done(cluster.node("d").ask(put("v")));
    assertThat(written.answered()).isEqualTo(2);
    assertThat(valuesOf(cluster.node("d").hints.heldFor(A, KEY))).containsExactly("v");
    assertThat(cluster.node("d").ask(putAt("w", Level.QUORUM, true)))
        .isInstanceOf(Outcome.QuorumNotMet.class);
  }

  @Test
  void aStandInTakesOverFromOwnersThatAreAllSilent() {
    cluster.owners.forEach(cluster.network::silence);
    done(cluster.node("d").ask(put("v")));
    assertThat(valuesOf(cluster.node("d").hints.heldFor(C, KEY))).containsExactly("v");
  }

  @Test
  void anOwnerThatIsAwayGetsAHintThatCounts() {
    cluster.takeAway("c");
    done(cluster.node("a").ask(putAt("v", Level.ALL, false)));
    assertThat(valuesOf(cluster.node("d").hints.heldFor(C, KEY))).containsExactly("v");
  }

  @Test
  void anOwnerThatIsSilentGetsAHintAfterTheAnswer() {
    cluster.network.silence(C);
    done(cluster.node("a").ask(put("v")));
    await().until(() -> valuesOf(cluster.node("d").hints.heldFor(C, KEY)).contains("v"));
  }

  @Test
  void whereNoNodeIsLeftTheCoordinatorKeepsTheHintAndCountsOnce() {
    cluster.takeAway("b");
    cluster.takeAway("c");
    cluster.takeAway("d");
    cluster.takeAway("e");
    Outcome outcome = cluster.node("a").ask(put("v"));
    assertThat(outcome).isInstanceOf(Outcome.QuorumNotMet.class);
    Outcome.QuorumNotMet missed = (Outcome.QuorumNotMet) outcome;
    assertThat(missed.required()).isEqualTo(2);
    assertThat(missed.received()).isEqualTo(1);
    assertThat(valuesOf(cluster.node("a").hints.heldFor(B, KEY))).containsExactly("v");
  }

  @Test
  void strictCountsOwnersAloneAndGivesUpBeforeTheTimeout() {
    cluster.takeAway("c");
    long began = System.nanoTime();
    Outcome outcome = cluster.node("a").ask(putAt("v", Level.ALL, true));
    assertThat(outcome).isInstanceOf(Outcome.QuorumNotMet.class);
    assertThat(((Outcome.QuorumNotMet) outcome).received()).isBetween(1, 2);
    assertThat(System.nanoTime() - began).isLessThan(FakeCluster.TIMEOUT.toNanos());
  }

  @Test
  void aWriteLeavesWhenNobodyTakesItsHints() {
    cluster.takeAway("c");
    cluster.nodes.values().forEach(node -> node.hints.setFull(true));
    Outcome.WriteDone written = done(cluster.node("a").ask(put("v")));
    assertThat(written.answered()).isEqualTo(2);
    await().until(() -> cluster.node("a").peers.openCount() == 0); // and no time was skipped
  }

  @Test
  void whatASilentOwnerMayStillWriteIsNotCalledUndone() {
    cluster.network.silence(A);
    cluster.node("b").replica.refuse(Reason.OVERLOADED);
    cluster.node("c").replica.refuse(Reason.OVERLOADED);
    cluster.node("d").hints.setFull(true);
    assertThat(cluster.node("d").ask(put("v"))).isInstanceOf(Outcome.QuorumNotMet.class);
    cluster.network.wake(A);
    cluster.node("a").replica.refuse(Reason.OVERLOADED);
    assertThat(cluster.node("d").ask(put("v"))).isInstanceOf(Outcome.Overloaded.class);
  }

  @Test
  void aPlainWriteLearnsFromTheOtherOwnersWhereOneIsSilent() {
    done(cluster.node("a").ask(putAt("old", Level.ALL, true)));
    cluster.network.silence(C);
    done(cluster.node("a").ask(putAt("newer", Level.QUORUM, true)));
    cluster.network.wake(C);
    cluster.network.silence(A);
    done(cluster.node("c").ask(put("newest")));
    assertThat(cluster.readAt("b")).containsExactly("newest");
  }

  /** They can be reached, and know what the write has to supersede. */
  @Test
  void aPlainWriteWaitsForOwnersThatAreSlow() {
    cluster.network.silence(A);
    done(cluster.node("b").ask(putAt("newer", Level.QUORUM, true)));
    cluster.network.wake(A);
    cluster.network.holdWhere((to, envelope) -> envelope.message() instanceof PeerMessage.Known);
    CompletableFuture<Outcome> outcome =
        cluster.node("a").submit(within(put("newest"), Duration.ofSeconds(20)));
    await().until(() -> cluster.network.heldCount() >= 2);
    cluster.skip(Duration.ofSeconds(2));
    await()
        .during(Duration.ofMillis(200))
        .until(() -> cluster.owners.stream().noneMatch(owner -> holds(owner, "newest")));
    cluster.network.release();
    done(FakeCluster.get(outcome));
    assertThat(cluster.readAt("c")).containsExactly("newest");
  }

  /**
   * An owner that is cut off, and nobody knows it yet; the link is mended before the time is up.
   */
  @Test
  void aStrictQuorumSupersedesEarlierOnesHoweverLongOwnersAreSilent() {
    cluster.network.silence(A);
    done(cluster.node("b").ask(putAt("newer", Level.QUORUM, true)));
    cluster.network.wake(A);
    cluster.network.holdWhere((to, envelope) -> envelope.message() instanceof PeerMessage.Known);
    CompletableFuture<Outcome> outcome =
        cluster
            .node("a")
            .submit(within(putAt("newest", Level.QUORUM, true), Duration.ofSeconds(20)));
    await().until(() -> cluster.network.heldCount() >= 2);
    cluster.skip(Duration.ofSeconds(15));
    await()
        .during(Duration.ofMillis(200))
        .until(() -> cluster.owners.stream().noneMatch(owner -> holds(owner, "newest")));
    cluster.network.release();
    done(FakeCluster.get(outcome));
    assertThat(cluster.readAt("c")).containsExactly("newest");
  }

  /** Their disks may be the only ones that know what it has to supersede. */
  @Test
  void aStrictQuorumWaitsForOwnersThatAreReadingTheirCopiesBack() {
    cluster.network.silence(A);
    done(cluster.node("b").ask(putAt("newer", Level.QUORUM, true)));
    cluster.network.wake(A);
    cluster.node("b").replica.refuse(Reason.STARTING);
    cluster.node("c").replica.refuse(Reason.STARTING);
    CompletableFuture<Outcome> outcome =
        cluster
            .node("a")
            .submit(within(putAt("newest", Level.QUORUM, true), Duration.ofSeconds(20)));
    await()
        .during(Duration.ofMillis(200))
        .until(() -> cluster.owners.stream().noneMatch(owner -> holds(owner, "newest")));
    cluster.node("b").replica.refuse(null);
    cluster.node("c").replica.refuse(null);
    cluster.skip(Duration.ofSeconds(2));
    done(FakeCluster.get(outcome));
    assertThat(cluster.readAt("c")).containsExactly("newest");
  }

  @Test
  void aStrictOverwriteThatIsNotMintedGotAsFarAsTheOwnersThatWereHeard() {
    cluster.network.silence(B);
    cluster.network.silence(C);
    CompletableFuture<Outcome> outcome =
        cluster.node("a").submit(putAt("unheard", Level.QUORUM, true));
    cluster.settle();
    cluster.skip(FakeCluster.TIMEOUT);
    assertThat(FakeCluster.get(outcome))
        .isInstanceOfSatisfying(
            Outcome.QuorumNotMet.class,
            refused -> {
              assertThat(refused.required()).isEqualTo(2);
              assertThat(refused.received()).isEqualTo(1);
            });
    assertThat(cluster.owners).noneMatch(owner -> holds(owner, "unheard"));
  }

  @Test
  void pastItsDeadlineNothingIsMinted() {
    cluster.network.holdWhere((to, envelope) -> envelope.message() instanceof PeerMessage.Known);
    CompletableFuture<Outcome> outcome =
        cluster.node("a").submit(within(put("late"), Duration.ofSeconds(5)));
    await().until(() -> cluster.network.heldCount() > 0);
    cluster.skip(Duration.ofSeconds(6));
    assertThat(FakeCluster.get(outcome)).isInstanceOf(Outcome.QuorumNotMet.class);
    cluster.network.release();
    cluster.settle();
    assertThat(cluster.owners).noneMatch(owner -> holds(owner, "late"));
  }

  @Test
  void requestsPastTheBoundAreShedAtOnce() {
    cluster.close();
    cluster = new FakeCluster(3, 3, 1, 4);
    cluster.network.silence(B);
    cluster.network.silence(C);
    List<CompletableFuture<Outcome>> running =
        IntStream.range(0, 4)
            .mapToObj(i -> cluster.node("a").submit(putAt("v" + i, Level.ALL, true)))
            .toList();
    assertThat(cluster.node("a").ask(put("one more"))).isInstanceOf(Outcome.Overloaded.class);
    cluster.skip(FakeCluster.TIMEOUT);
    running.forEach(
        one -> assertThat(FakeCluster.get(one)).isInstanceOf(Outcome.QuorumNotMet.class));
  }

  /** An owner that came back with an empty disk knows nothing of what it should supersede. */
  @Test
  void aCoordinatorThatHasNotCaughtUpLearnsFromAQuorumOfOthers() {
    for (int i = 0; i < 5; i++) { // whichever of the two is asked first
      cluster.network.silence(B);
      done(cluster.node("c").ask(putAt("newer " + i, Level.QUORUM, true)));
      cluster.network.wake(B);
      cluster.node("a").replica.wipe();
      cluster.node("a").forgetHealth();
      done(cluster.node("a").ask(putAt("newest " + i, Level.ALL, true)));
      assertThat(cluster.readAt("c")).containsExactly("newest " + i);
    }
  }

  @Test
  void whereNoQuorumOfTheFitIsLeftAWriteSupersedesWhatTheReachableKnow() {
    done(cluster.node("a").ask(putAt("old", Level.ALL, true)));
    cluster.node("a").replica.wipe();
    cluster.takeAway("c");
    done(cluster.node("a").ask(put("new")));
    assertThat(cluster.readAt("b")).containsExactly("new");
  }
}
