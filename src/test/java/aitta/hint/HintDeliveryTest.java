package aitta.hint;

import static aitta.hint.HintsUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.hint.FakeTargets.Manner;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.replica.TestSystem;
import aitta.replica.Writes;
import aitta.version.Siblings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hints on their way to their targets, over a real store and the journal of a node. */
class HintDeliveryTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final int HINTS = 3 * HintsUnderTest.BATCH_COUNT + 1;
  private static final long PEER = 1L << 20;
  @TempDir Path dir;
  private final FakeTargets targets = new FakeTargets();
  private TestSystem system;
  private HintsUnderTest hints;

  @BeforeEach
  void start() {
    system = TestSystem.real(dir);
    hints = HintsUnderTest.ready(system, targets);
  }

  @AfterEach
  void stop() {
    system.close();
  }

  @Test
  void hintsAreDeliveredOnceTheirTargetCanBeReached() {
    keepMany(A, B);
    assertThat(targets.sent()).isZero();
    targets.reach(A);
    hints.awaitCounts(Map.of(B, (long) HINTS));
    requireDelivered(A);
    // They are counted off when their deletion is on its way to the disk.
    await().untilAsserted(() -> assertThat(hints.fetch(key(0), A)).isEqualTo(Siblings.EMPTY));
    assertThat(targets.copy(B, key(0))).isEqualTo(Siblings.EMPTY);
    assertThat(hints.fetch(key(0), B)).isEqualTo(set(0));
    targets.reach(B);
    hints.awaitCounts(Map.of());
    requireDelivered(B);
  }

  @Test
  void hintsForANodeThatHasLeftGoToAnOwnerOfNow() {
    keepMany(A);
    targets.setOwners(B);
    targets.reach(B);
    targets.setStranger(A);
    hints.awaitCounts(Map.of());
    requireDelivered(B);
  }

  @Test
  void hintsOfARangeThatItsTargetOwnsNoMoreGoToAnOwnerOfNow() {
    keepMany(A);
    targets.setOwners(B);
    targets.reach(B);
    targets.reach(A);
    hints.awaitCounts(Map.of());
    requireDelivered(B);
    assertThat(targets.copy(A, key(0))).isEqualTo(Siblings.EMPTY);
  }

  @Test
  void nodeThatLeavesHasOthersKeepItsHints() {
    keepMany(A);
    targets.reach(B);
    targets.leave();
    hints.awaitCounts(Map.of());
    assertThat(targets.keptBy(B)).hasSize(HINTS).containsEntry(key(0), set(0));
    assertThat(targets.copy(B, key(0))).isEqualTo(Siblings.EMPTY);
  }

  /** What an owner has and keeps for another is on one disk. */
  @Test
  void nodeThatLeavesRatherHasOneKeepThemThatIsNoOwner() {
    NodeId other = new NodeId("other");
    NodeId away = new NodeId("away");
    keepMany(A);
    targets.reach(B);
    targets.reach(other);
    targets.setKeepers(away, other);
    targets.leave();
    hints.awaitCounts(Map.of());
    assertThat(targets.keptBy(other)).hasSize(HINTS).containsEntry(key(0), set(0));
    assertThat(targets.keptBy(B)).isEmpty();
  }

  @Test
  void whereOneCannotKeepThemTheNextIsAsked() {
    NodeId full = new NodeId("full");
    NodeId other = new NodeId("other");
    keepMany(A);
    targets.reach(B);
    targets.reach(full);
    targets.reach(other);
    targets.setKeepers(full, other);
    targets.fill(full);
    targets.leave();
    hints.awaitCounts(Map.of());
    assertThat(targets.keptBy(other)).hasSize(HINTS);
  }

  @Test
  void aBatchWaitsForTheRepliesToTheLast() {
    targets.behave(Manner.STORE_AND_WAIT);
    keepMany(A);
    targets.reach(A);
    until(() -> targets.unanswered() == HintsUnderTest.BATCH_COUNT);
    targets.acknowledge();
    until(() -> targets.sent() == 2 * HintsUnderTest.BATCH_COUNT);
    assertThat(targets.unanswered()).isEqualTo(HintsUnderTest.BATCH_COUNT);
    targets.behave(Manner.STORE);
    targets.acknowledge();
    hints.awaitCounts(Map.of());
    requireDelivered(A);
  }

  @Test
  void aRefusedHintStaysAndIsSentAgain() {
    targets.behave(Manner.REFUSE);
    keepMany(A);
    targets.reach(A);
    until(() -> targets.sent() >= 2 * HINTS);
    assertThat(hints.fetch(key(0), A)).isEqualTo(set(0));
    assertThat(hints.counts()).isEqualTo(Map.of(A, (long) HINTS));
    targets.behave(Manner.STORE);
    hints.awaitCounts(Map.of());
    requireDelivered(A);
  }

  @Test
  void whatComesWhileAHintIsDeliveredIsDeliveredToo() {
    targets.behave(Manner.STORE_AND_WAIT);
    get(hints.keep(key(0), set(0), A));
    targets.reach(A);
    until(() -> targets.unanswered() == 1);
    Siblings more = Writes.set(PEER + 1, 1, "more");
    get(hints.keep(key(0), more, A));
    targets.behave(Manner.STORE);
    targets.acknowledge();
    hints.awaitCounts(Map.of());
    assertThat(targets.copy(A, key(0))).isEqualTo(set(0).join(more));
    assertThat(targets.sent()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void anActorThatEndsAmidADeliveryLosesNothingAndMakesNoSiblings() {
    targets.behave(Manner.STORE_AND_WAIT);
    keepMany(A);
    targets.reach(A);
    until(() -> targets.unanswered() == HintsUnderTest.BATCH_COUNT);
    targets.acknowledge(); // of which the actor may or may not still hear
    system.stop(hints.actor);
    until(() -> hints.peers.openCount() == 0);
    targets.behave(Manner.STORE);
    hints = HintsUnderTest.ready(system, targets);
    hints.awaitCounts(Map.of());
    requireDelivered(A);
  }

  @Test
  void hintsThatTheStoreHadNotFlushedComeBackFromTheJournal() {
    keepMany(A, B);
    targets.reach(B);
    hints.awaitCounts(Map.of(A, (long) HINTS));
    HintsUnderTest.Mint mint = hints.mint(Writes.add(key(0), "minted"), A);
    get(mint.kept());
    stop();
    TestSystem.loseUnflushedRows(dir);
    start();
    hints.awaitCounts(Map.of(A, (long) HINTS));
    assertThat(hints.fetch(key(0), A)).isEqualTo(mint.outcome().siblings());
    targets.reach(A);
    hints.awaitCounts(Map.of());
    assertThat(targets.copy(A, key(0))).isEqualTo(mint.outcome().siblings());
    assertThat(targets.copy(A, key(1))).isEqualTo(set(1));
  }

  private void keepMany(NodeId... nodes) {
    List<CompletableFuture<PeerMessage.Reply>> kept = new ArrayList<>();
    for (int i = 0; i < HINTS; i++) {
      kept.add(hints.keep(key(i), set(i), nodes));
    }
    kept.forEach(HintsUnderTest::get);
  }

  private void requireDelivered(NodeId node) {
    for (int i = 0; i < HINTS; i++) {
      assertThat(targets.copy(node, key(i))).isEqualTo(set(i));
    }
  }

  private static Key key(int index) {
    return Key.of("bucket", "key-" + index);
  }

  private static Siblings set(int index) {
    return Writes.set(PEER, index + 1, "value " + index);
  }

  private static void until(BooleanSupplier condition) {
    await().atMost(HintsUnderTest.PATIENCE).until(condition::getAsBoolean);
  }
}
