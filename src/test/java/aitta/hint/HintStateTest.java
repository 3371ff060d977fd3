package aitta.hint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.MalformedException;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.replica.Writes;
import aitta.storage.RowChange;
import aitta.version.Dot;
import aitta.version.Siblings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HintStateTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final Key KEY = Key.of("bucket", "key");
  private static final HintId FOR_A = new HintId(A, KEY);
  private static final HintId FOR_B = new HintId(B, KEY);
  private static final long PEER = 1L << 20;
  private static final long FIRST = 2L << 20;
  private static final long SECOND = 3L << 20;
  private final HintState state = new HintState(new byte[0], Map.of(), 1000);

  @Test
  void setsOfOneKeyAndTargetBecomeOneHint() {
    keep(FOR_A, Writes.set(PEER, 1, "one"), 10);
    keep(FOR_A, Writes.set(PEER + 1, 1, "two"), 20);
    Hint hint = state.pending(FOR_A);
    assertThat(hint.sinceMillis()).isEqualTo(10);
    assertThat(Writes.values(hint.siblings())).containsExactlyInAnyOrder("one", "two");
    assertThat(state.counts()).isEqualTo(Map.of(A, 1L));
    assertThat(state.bytes()).isEqualTo(hint.sizeBound());
    HintState.Batch batch = state.nextBatch(1000);
    assertThat(batch.ids()).containsExactly(FOR_A);
    assertThat(Hint.decode(batch.changes().get(0).value())).isEqualTo(hint);
  }

  @Test
  void whatAHintIncludesChangesNothing() {
    Siblings siblings = Writes.set(PEER, 1, "one");
    keep(FOR_A, siblings, 10);
    state.nextBatch(1000);
    state.keep(FOR_A, state.pending(FOR_A), siblings, 20);
    assertThat(state.isWaiting(FOR_A)).isFalse();
    assertThat(state.isWriting(FOR_A)).isTrue();
    state.written();
    assertThat(state.nextBatch(1000)).isNull();
  }

  @Test
  void targetsAreCountedEachForItself() {
    keep(FOR_A, Writes.set(PEER, 1, "one"), 10);
    keep(FOR_B, Writes.set(PEER, 1, "one"), 10);
    keep(new HintId(B, Key.of("bucket", "other")), Writes.set(PEER, 2, "two"), 10);
    assertThat(state.counts()).isEqualTo(Map.of(A, 1L, B, 2L));
    deliver(FOR_A, Writes.set(PEER, 1, "one"));
    assertThat(state.counts()).isEqualTo(Map.of(B, 2L));
    deliver(FOR_B, Writes.set(PEER, 1, "one"));
    assertThat(state.counts()).isEqualTo(Map.of(B, 1L));
  }

  @Test
  void aDeliveredHintIsDeletedAndItsBytesAreFree() {
    Siblings siblings = Writes.set(PEER, 1, "one");
    keep(FOR_A, siblings, 10);
    deliver(FOR_A, siblings);
    assertThat(state.pending(FOR_A).isDelivered()).isTrue();
    assertThat(state.bytes()).isZero();
    assertThat(state.nextBatch(1000).changes()).singleElement().matches(RowChange::isDelete);
  }

  @Test
  void aHintThatHasGrownSinceItWasSentStays() {
    Siblings sent = Writes.set(PEER, 1, "one");
    keep(FOR_A, sent, 10);
    keep(FOR_A, Writes.set(PEER + 1, 1, "two"), 20);
    Hint grown = state.pending(FOR_A);
    deliver(FOR_A, sent);
    assertThat(state.pending(FOR_A)).isEqualTo(grown);
    assertThat(state.counts()).isEqualTo(Map.of(A, 1L));
  }

  @Test
  void aHintIsDeliveredOnce() {
    Siblings siblings = Writes.set(PEER, 1, "one");
    keep(FOR_A, siblings, 10);
    deliver(FOR_A, siblings);
    deliver(FOR_A, siblings);
    assertThat(state.bytes()).isZero();
    assertThat(state.counts()).isEmpty();
  }

  @Test
  void whatComesAfterADeliveryIsANewHint() {
    Siblings siblings = Writes.set(PEER, 1, "one");
    keep(FOR_A, siblings, 10);
    deliver(FOR_A, siblings);
    keep(FOR_A, siblings, 30);
    assertThat(state.pending(FOR_A)).isEqualTo(new Hint(30, siblings));
    assertThat(state.counts()).isEqualTo(Map.of(A, 1L));
    assertThat(state.bytes()).isEqualTo(state.pending(FOR_A).sizeBound());
  }

  @Test
  void itIsFullOnceItsBytesAreUsedAndNotAnyMoreAfterADelivery() {
    Siblings large = Writes.set(PEER, 1, "x".repeat(1000));
    assertThat(state.isFull()).isFalse();
    keep(FOR_A, large, 10);
    assertThat(state.isFull()).isTrue();
    deliver(FOR_A, large);
    assertThat(state.isFull()).isFalse();
  }

  @Test
  void bytesAreReadBackFromTheNote() {
    keep(FOR_A, Writes.set(PEER, 1, "one"), 10);
    byte[] note = state.nextBatch(1000).note();
    HintState next = new HintState(note, Map.of(A, 1L), 1000);
    assertThat(next.bytes()).isEqualTo(state.bytes()).isPositive();
    assertThat(next.counts()).isEqualTo(Map.of(A, 1L));
    note[0] = 2;
    assertThatThrownBy(() -> new HintState(note, Map.of(), 1000))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void aKeyIsMintedUnderOneWriterWhileItsHintsAreHere() {
    Siblings one = mint(FIRST, 1, Siblings.EMPTY);
    assertThat(state.writerOf(KEY, one, SECOND)).isEqualTo(FIRST);
    assertThat(state.writerOf(Key.of("bucket", "other"), Siblings.EMPTY, SECOND)).isEqualTo(SECOND);
  }

  @Test
  void afterAnyDeliveryAKeyIsMintedUnderAFreshWriter() {
    Siblings one = mint(FIRST, 1, Siblings.EMPTY);
    keep(FOR_A, one, 10);
    keep(FOR_B, one, 10);
    deliver(FOR_A, one);
    assertThat(state.writerOf(KEY, one, SECOND)).isEqualTo(SECOND);
  }

  /** As when a range's owners have changed: the hints for the new ones know nothing of the dots. */
  @Test
  void hintsThatDoNotTellOfAllDotsAreNoGroundToMintOn() {
    Siblings one = mint(FIRST, 1, Siblings.EMPTY);
    mint(FIRST, 2, one);
    assertThat(state.writerOf(KEY, Siblings.EMPTY, SECOND)).isEqualTo(SECOND);
    assertThat(state.writerOf(KEY, one, SECOND)).isEqualTo(SECOND);
  }

  private Siblings mint(long writer, long counter, Siblings current) {
    assertThat(state.writerOf(KEY, current, writer)).isEqualTo(writer);
    state.minted(KEY, new Dot(writer, counter));
    return Writes.plus(current, writer, counter, "value " + counter);
  }

  private void keep(HintId id, Siblings siblings, long nowMillis) {
    state.keep(id, state.pending(id), siblings, nowMillis);
  }

  private void deliver(HintId id, Siblings siblings) {
    state.delivered(id, state.pending(id), siblings);
  }
}
