package aitta.hint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.replica.TestJournal;
import aitta.replica.TestSystem;
import aitta.replica.Writes;
import aitta.storage.TableId;
import aitta.version.Siblings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of hints that cannot be read back as a whole: another takes its place. */
class LostTableTest {
  private static final NodeId A = new NodeId("a");
  private static final TableId NEXT = HintStore.TABLE.next();
  private static final Key EARLY = Key.of("bucket", "early");
  private static final Key LOST = Key.of("bucket", "lost");
  private static final Key LATE = Key.of("bucket", "late");
  @TempDir Path dir;
  private final FakeTargets targets = new FakeTargets();
  private final TestJournal journal = new TestJournal();

  @Test
  void hintsBehindAMarkThatMakesNoSenseAreKeptInAnotherTable() {
    try (TestSystem system = TestSystem.with(journal, dir)) {
      HintsUnderTest hints = HintsUnderTest.ready(system, targets);
      keep(hints, EARLY);
      keep(hints, LATE);
      system.stop(hints.actor);
      system.store().apply(HintStore.TABLE, 3, List.of(), new byte[] {99});
    }
    try (TestSystem system = TestSystem.with(journal, dir)) {
      HintsUnderTest hints = HintsUnderTest.ready(system, targets);
      assertThat(hints.fetch(EARLY, A)).isEqualTo(set(EARLY));
      assertThat(hints.fetch(LATE, A)).isEqualTo(set(LATE));
      keep(hints, LOST);
      await()
          .atMost(HintsUnderTest.PATIENCE)
          .untilAsserted(() -> assertThat(HintsUnderTest.tables(system)).containsExactly(NEXT));
    }
    expectDelivered(EARLY, LATE, LOST);
  }

  @Test
  void hintsBeforeAGapInTheJournalAreKeptInAnotherTable() {
    try (TestSystem system = TestSystem.with(journal, dir)) {
      HintsUnderTest hints = HintsUnderTest.ready(system, targets);
      keep(hints, EARLY);
      keep(hints, LOST);
      keep(hints, LATE);
    }
    TestSystem.loseUnflushedRows(dir);
    journal.lose(HintStore.TABLE.persistenceId(), 2);
    try (TestSystem system = TestSystem.with(journal, dir)) {
      HintsUnderTest hints = HintsUnderTest.ready(system, targets);
      assertThat(hints.fetch(EARLY, A)).isEqualTo(set(EARLY));
      assertThat(hints.held(EARLY, LOST)).containsExactly(0);
    }
    expectDelivered(EARLY);
  }

  /** That it was delivered may be what is lost of it, and the key may be deleted since. */
  @Test
  void hintsOlderThanTombstonesAreNotReadBackFromADamagedTable() {
    long later;
    try (TestSystem system = TestSystem.with(journal, dir)) {
      HintsUnderTest hints = HintsUnderTest.ready(system, targets);
      keep(hints, EARLY);
      long afterwards = hints.clock.millis() + 1;
      await().atMost(HintsUnderTest.PATIENCE).until(() -> hints.clock.millis() > afterwards);
      later = afterwards;
      keep(hints, LATE);
      system.stop(hints.actor);
      system.store().apply(HintStore.TABLE, 3, List.of(), new byte[] {99});
    }
    try (TestSystem system = TestSystem.with(journal, dir)) {
      HintsUnderTest hints = HintsUnderTest.rememberingSince(system, targets, later);
      assertThat(hints.held(EARLY, LATE)).containsExactly(1);
      assertThat(hints.fetch(LATE, A)).isEqualTo(set(LATE));
    }
    expectDelivered(LATE);
    assertThat(targets.copy(A, EARLY)).isEqualTo(Siblings.EMPTY);
  }

  private void expectDelivered(Key... keys) {
    try (TestSystem system = TestSystem.with(journal, dir)) {
      HintsUnderTest.ready(system, targets);
      targets.reach(A);
      for (Key key : keys) {
        await().atMost(HintsUnderTest.PATIENCE).until(() -> targets.copy(A, key).equals(set(key)));
      }
    }
  }

  private static void keep(HintsUnderTest hints, Key key) {
    assertThat(HintsUnderTest.get(hints.keep(key, set(key), A)))
        .isInstanceOf(PeerMessage.Kept.class);
  }

  private static Siblings set(Key key) {
    return Writes.set(1L << 20, 1, key.toString());
  }
}
