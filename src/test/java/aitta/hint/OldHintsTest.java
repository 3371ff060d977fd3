package aitta.hint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.replica.TestJournal;
import aitta.replica.TestSystem;
import aitta.replica.Writes;
import aitta.version.Siblings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hints past their age, hints for nobody, and what the store says of the hints it has. */
class OldHintsTest {
  private static final NodeId TARGET = new NodeId("a");
  private static final NodeId OWNER = new NodeId("b");
  private static final NodeId AWAY = new NodeId("c");
  private static final Key HELD = Key.of("bucket", "held");
  private static final Key LONELY = Key.of("bucket", "lonely");
  private static final Siblings SET = Writes.set(1L << 20, 1, "value");
  @TempDir Path dir;
  private final TestJournal journal = new TestJournal();
  private final FakeTargets targets = new FakeTargets();
  private TestSystem system;

  @BeforeEach
  void start() {
    system = TestSystem.with(journal, dir);
    targets.setOwners(TARGET, OWNER, AWAY);
    targets.reach(OWNER);
  }

  @AfterEach
  void stop() {
    system.close();
  }

  @Test
  void anOldHintGoesOnceAnOwnerHasItsVersion() {
    HintsUnderTest hints = HintsUnderTest.keepingFor(system, targets, Duration.ofMillis(-1));
    targets.hold(OWNER, HELD, SET);
    HintsUnderTest.get(hints.keep(HELD, SET, TARGET, AWAY));
    HintsUnderTest.get(hints.keep(LONELY, SET, TARGET, AWAY));
    hints.awaitCounts(Map.of(TARGET, 1L, AWAY, 1L));
    assertThat(hints.fetch(LONELY, TARGET)).isEqualTo(SET);
    assertThat(hints.fetch(HELD, TARGET)).isEqualTo(Siblings.EMPTY);
    assertThat(hints.figures.leftToRepairCount()).isEqualTo(2);
    targets.hold(OWNER, LONELY, SET); // as anti-entropy might bring it
    hints.awaitCounts(Map.of());
  }

  @Test
  void aCopyThatHasNotCaughtUpIsNoReasonToDropAHint() {
    HintsUnderTest hints = HintsUnderTest.keepingFor(system, targets, Duration.ofMillis(-1));
    targets.setFit(false);
    targets.hold(OWNER, HELD, SET);
    HintsUnderTest.get(hints.keep(HELD, SET, TARGET));
    awaitWalks(hints);
    assertThat(hints.fetch(HELD, TARGET)).isEqualTo(SET);
    targets.setFit(true);
    hints.awaitCounts(Map.of());
  }

  @Test
  void anOwnerThatHasPartOfItIsNoReasonEither() {
    HintsUnderTest hints = HintsUnderTest.keepingFor(system, targets, Duration.ofMillis(-1));
    targets.hold(OWNER, HELD, SET);
    Siblings more = SET.join(Writes.set((1L << 20) + 1, 1, "more"));
    HintsUnderTest.get(hints.keep(HELD, more, TARGET));
    awaitWalks(hints);
    assertThat(hints.fetch(HELD, TARGET)).isEqualTo(more);
  }

  @Test
  void aYoungHintStaysWhoeverHasItsVersion() {
    HintsUnderTest hints = HintsUnderTest.ready(system, targets);
    targets.hold(OWNER, HELD, SET);
    HintsUnderTest.get(hints.keep(HELD, SET, TARGET));
    awaitWalks(hints);
    assertThat(hints.fetch(HELD, TARGET)).isEqualTo(SET);
  }

  /** Each tick looks at old hints, too: a hint that is delivered by one has seen one. */
  private void awaitWalks(HintsUnderTest hints) {
    for (int i = 0; i < 3; i++) {
      HintsUnderTest.get(hints.keep(Key.of("bucket", "tick" + i), SET, OWNER));
      await().atMost(HintsUnderTest.PATIENCE).until(() -> !hints.counts().containsKey(OWNER));
    }
  }

  /** Who asked for hints before it was deleted asked another state of this directory. */
  @Test
  void inACopiedDirectoryHintsOlderThanTombstonesGoUndelivered() {
    HintsUnderTest before = HintsUnderTest.ready(system, targets);
    HintsUnderTest.get(before.keep(HELD, SET, TARGET));
    long later = before.clock.millis() + 1;
    await().atMost(HintsUnderTest.PATIENCE).until(() -> before.clock.millis() > later);
    HintsUnderTest.get(before.keep(LONELY, SET, TARGET));
    system.stop(before.actor);
    HintsUnderTest copied = HintsUnderTest.ofCopy(system, targets, later);
    copied.awaitCounts(Map.of(TARGET, 1L));
    await()
        .atMost(HintsUnderTest.PATIENCE)
        .until(() -> copied.fetch(HELD, TARGET).equals(Siblings.EMPTY));
    assertThat(copied.held(HELD, LONELY)).containsExactly(1);
    assertThat(copied.fetch(LONELY, TARGET)).isEqualTo(SET);
  }

  @Test
  void refusalsOfAFullStoreAreCounted() {
    HintsUnderTest hints = HintsUnderTest.ready(system, targets, 1000);
    HintsUnderTest.get(hints.keep(HELD, Writes.set(1, 1, "x".repeat(1000)), TARGET));
    HintsUnderTest.get(hints.keep(LONELY, SET, TARGET));
    HintsUnderTest.get(hints.mint(Writes.put(LONELY, "more"), TARGET).minted());
    assertThat(hints.figures.refusedCount()).isEqualTo(2);
    assertThat(hints.figures.bytes()).isGreaterThan(1000);
  }
}
