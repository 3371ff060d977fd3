package aitta.hint;

import static aitta.hint.HintsUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.replica.RangeReplica;
import aitta.replica.TestJournal;
import aitta.replica.TestSystem;
import aitta.replica.Writes;
import aitta.version.Siblings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the hint store acknowledges, refuses and mints, on a journal that can be held up. */
class HintStoreTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final Key KEY = Key.of("bucket", "key");
  private static final long PEER = 1L << 20;
  @TempDir Path dir;
  private final TestJournal journal = new TestJournal();
  private final FakeTargets targets = new FakeTargets();
  private TestSystem system;

  @BeforeEach
  void start() {
    system = TestSystem.with(journal, dir);
  }

  @AfterEach
  void stop() {
    system.close();
  }

  @Test
  void keysOfWhichAHintIsKeptForAnybodyAreTold() {
    HintsUnderTest hints = HintsUnderTest.ready(system, targets);
    Key other = Key.of("bucket", "other");
    Key waiting = Key.of("bucket", "waiting");
    get(hints.keep(KEY, Writes.set(PEER, 1, "value"), A, B));
    assertThat(hints.held(other, KEY)).containsExactly(1);
    journal.hold();
    hints.keep(waiting, Writes.set(PEER, 2, "value"), B);
    awaitHeld();
    assertThat(hints.held(other, KEY, waiting)).containsExactly(1, 2);
    journal.release();
  }

  @Test
  void deliveredHintIsHeldUntilItsEndIsOnDisk() {
    HintsUnderTest hints = HintsUnderTest.ready(system, targets);
    get(hints.keep(KEY, Writes.set(PEER, 1, "value"), A));
    journal.hold();
    targets.reach(A);
    hints.awaitCounts(Map.of());
    assertThat(hints.held(KEY)).containsExactly(0);
    journal.release();
    await().atMost(HintsUnderTest.PATIENCE).until(() -> hints.held(KEY).length == 0);
  }

  @Test
  void aHintIsAcknowledgedAndShownOnceItIsOnDisk() {
    HintsUnderTest hints = HintsUnderTest.ready(system, targets);
    Siblings siblings = Writes.set(PEER, 1, "value");
    journal.hold();
    CompletableFuture<PeerMessage.Reply> kept = hints.keep(KEY, siblings, A, B);
    awaitHeld();
    CompletableFuture<PeerMessage.Reply> again = hints.keep(KEY, siblings, A);
    assertThat(hints.fetch(KEY, A, B)).isEqualTo(Siblings.EMPTY);
    assertThat(kept).isNotDone();
    assertThat(again).isNotDone();
    journal.release();
    assertThat(((PeerMessage.Kept) get(kept)).targets()).isEqualTo(Set.of(A, B));
    assertThat(((PeerMessage.Kept) get(again)).targets()).isEqualTo(Set.of(A));
    assertThat(hints.fetch(KEY, A)).isEqualTo(siblings);
    assertThat(hints.fetch(KEY, B)).isEqualTo(siblings);
    assertThat(journal.events()).hasSize(1);
  }

  @Test
  void hintsAreMergedPerKeyAndCountedPerTarget() {
    HintsUnderTest hints = HintsUnderTest.ready(system, targets);
    get(hints.keep(KEY, Writes.set(PEER, 1, "one"), A, B));
    get(hints.keep(KEY, Writes.set(PEER + 1, 1, "two"), A));
    get(hints.keep(Key.of("bucket", "other"), Writes.set(PEER, 2, "three"), A));
    assertThat(Writes.values(hints.fetch(KEY, A))).containsExactlyInAnyOrder("one", "two");
    assertThat(Writes.values(hints.fetch(KEY, B))).containsExactly("one");
    hints.awaitCounts(Map.of(A, 2L, B, 1L));
  }

  @Test
  void aFullStoreRefusesAndHoldsWhatItHeld() {
    HintsUnderTest hints = HintsUnderTest.ready(system, targets, 1000);
    Siblings large = Writes.set(PEER, 1, "x".repeat(1000));
    get(hints.keep(KEY, large, A));
    requireRefused(get(hints.keep(KEY, Writes.set(PEER, 2, "more"), B)), Reason.OVERLOADED);
    RangeReplica.MintReply minted = get(hints.mint(Writes.put(KEY, "more"), B).minted());
    assertThat(((RangeReplica.MintRefused) minted).reason()).isEqualTo(Reason.OVERLOADED);
    assertThat(hints.fetch(KEY, A)).isEqualTo(large);
    assertThat(hints.fetch(KEY, B)).isEqualTo(Siblings.EMPTY);
    targets.reach(A);
    hints.awaitCounts(Map.of());
    assertThat(get(hints.keep(KEY, Writes.set(PEER, 2, "more"), B)))
        .isInstanceOf(PeerMessage.Kept.class);
  }

  @Test
  void aNodeThatMayGoAtAnyMomentTakesNoMoreHintsAndHandsOverThoseThatItHas() {
    HintsUnderTest hints = HintsUnderTest.ready(system, targets);
    get(hints.keep(KEY, Writes.set(PEER, 1, "value"), A));
    targets.mayGo();
    requireRefused(get(hints.keep(KEY, Writes.set(PEER, 2, "more"), A)), Reason.LEAVING);
    RangeReplica.MintReply minted = get(hints.mint(Writes.put(KEY, "more"), A).minted());
    assertThat(((RangeReplica.MintRefused) minted).reason()).isEqualTo(Reason.LEAVING);
    targets.reach(A);
    hints.awaitCounts(Map.of());
  }

  @Test
  void aFullDiskTakesNothingNewAndHintsAreReadAllTheSame() {
    HintsUnderTest hints = HintsUnderTest.ready(system, targets);
    Siblings siblings = Writes.set(PEER, 1, "value");
    get(hints.keep(KEY, siblings, A));
    hints.diskFull.set(true);
    requireRefused(get(hints.keep(KEY, Writes.set(PEER, 2, "more"), A)), Reason.DISK);
    RangeReplica.MintReply minted = get(hints.mint(Writes.put(KEY, "more"), A).minted());
    assertThat(((RangeReplica.MintRefused) minted).reason()).isEqualTo(Reason.DISK);
    assertThat(hints.fetch(KEY, A)).isEqualTo(siblings);
  }

  @Test
  void lateQuestionsAreRefused() {
    HintsUnderTest hints = HintsUnderTest.ready(system, targets);
    PeerMessage.Keep keep = new PeerMessage.Keep(9, KEY, Set.of(A), Writes.set(PEER, 1, "late"));
    requireRefused(get(hints.ask(keep, hints.clock.nanos() - 1)), Reason.LATE);
    assertThat(hints.fetch(KEY, A)).isEqualTo(Siblings.EMPTY);
  }

  @Test
  void aStoreThatIsReadingItsDataBackSaysSo() {
    journal.hold();
    HintsUnderTest hints = HintsUnderTest.starting(system, targets);
    awaitHeld();
    requireRefused(get(hints.keep(KEY, Writes.set(PEER, 1, "value"), A)), Reason.STARTING);
    RangeReplica.MintReply minted = get(hints.mint(Writes.put(KEY, "x"), A).minted());
    assertThat(((RangeReplica.MintRefused) minted).reason()).isEqualTo(Reason.STARTING);
    journal.release();
  }

  @Test
  void aStandInMintsUnderOneIdUntilItsHintsAreDelivered() {
    HintsUnderTest hints = HintsUnderTest.ready(system, targets);
    HintsUnderTest.Mint first = hints.mint(Writes.add(KEY, "first"), A, B);
    HintsUnderTest.Mint second = hints.mint(Writes.add(KEY, "second"), A, B);
    assertThat(second.outcome().dot().counter()).isEqualTo(2);
    assertThat(second.writer()).isEqualTo(first.writer());
    assertThat(((PeerMessage.Kept) get(second.kept())).targets()).isEqualTo(Set.of(A, B));
    assertThat(hints.fetch(KEY, A)).isEqualTo(second.outcome().siblings());
    assertThat(hints.fetch(KEY, B)).isEqualTo(second.outcome().siblings());
    targets.reach(A);
    hints.awaitCounts(Map.of(B, 1L));
    HintsUnderTest.Mint third = hints.mint(Writes.add(KEY, "third"), A, B);
    assertThat(third.writer()).isNotEqualTo(first.writer());
    get(third.kept());
    await()
        .atMost(HintsUnderTest.PATIENCE)
        .until(() -> targets.copy(A, KEY).versions().size() == 3);
  }

  @Test
  void aStandInMintsUnderAFreshIdForOwnersThatHaveNoHintsYet() {
    HintsUnderTest hints = HintsUnderTest.ready(system, targets);
    HintsUnderTest.Mint first = hints.mint(Writes.add(KEY, "first"), A);
    HintsUnderTest.Mint second = hints.mint(Writes.add(KEY, "second"), B);
    assertThat(second.writer()).isNotEqualTo(first.writer());
  }

  @Test
  void aStandInThatStartsAnewMintsUnderAFreshIdFromAllItKept() {
    HintsUnderTest hints = HintsUnderTest.ready(system, targets);
    HintsUnderTest.Mint first = hints.mint(Writes.add(KEY, "first"), A);
    get(first.kept());
    system.stop(hints.actor);
    hints = HintsUnderTest.ready(system, targets);
    HintsUnderTest.Mint second = hints.mint(Writes.add(KEY, "second"), A);
    assertThat(second.writer()).isNotEqualTo(first.writer());
    assertThat(Writes.values(second.outcome().siblings()))
        .containsExactlyInAnyOrder("first", "second");
  }

  @ParameterizedTest
  @EnumSource
  void aFailedPersistFailsWhatWaitedAndTheStoreGoesOn(TestJournal.Break how) {
    HintsUnderTest hints = HintsUnderTest.ready(system, targets);
    Siblings durable = Writes.set(PEER, 1, "durable");
    get(hints.keep(KEY, durable, B));
    journal.hold();
    HintsUnderTest.Mint mint = hints.mint(Writes.put(KEY, "minted"), A);
    long writer = mint.writer();
    awaitHeld();
    CompletableFuture<PeerMessage.Reply> behind = hints.keep(KEY, Writes.set(PEER, 2, "behind"), B);
    hints.fetch(KEY, A); // all before were looked at
    journal.failNext(how);
    journal.release();
    requireRefused(get(mint.kept()), Reason.DISK);
    requireRefused(get(behind), Reason.DISK);
    boolean written = how == TestJournal.Break.AFTER_WRITING;
    hints.awaitReady();
    hints.awaitCounts(written ? Map.of(A, 1L, B, 1L) : Map.of(B, 1L));
    assertThat(hints.fetch(KEY, B)).isEqualTo(durable);
    assertThat(hints.fetch(KEY, A)).isEqualTo(written ? mint.outcome().siblings() : Siblings.EMPTY);
    HintsUnderTest.Mint next = hints.mint(Writes.add(KEY, "next"), A);
    assertThat(next.writer()).isNotEqualTo(writer);
    assertThat(get(next.kept())).isInstanceOf(PeerMessage.Kept.class);
  }

  private void awaitHeld() {
    await().atMost(HintsUnderTest.PATIENCE).until(() -> journal.held() == 1);
  }

  private static void requireRefused(PeerMessage.Reply reply, Reason reason) {
    assertThat(reply).isInstanceOf(PeerMessage.Refused.class);
    assertThat(((PeerMessage.Refused) reply).reason()).isEqualTo(reason);
  }
}
