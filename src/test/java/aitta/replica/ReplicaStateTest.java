package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.model.Key;
import aitta.request.Request;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.HybridTime;
import aitta.version.Seen;
import aitta.version.Siblings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaStateTest {
  private static final long WRITER = 1L << 20;
  private static final long PEER = 2L << 20;
  private static final Key KEY = Key.of("bucket", "key");
  private static final Key OTHER = Key.of("bucket", "other");
  private static final long NOW = 1_000;
  private final ReplicaState state = state(Writes.NO_LIMITS);

  private static ReplicaState state(ReplicaState.Limits limits) {
    return new ReplicaState(WRITER, Figures.NONE, Promise.NONE, limits);
  }

  @Test
  void aPlainOverwriteSupersedesWhatIsHereAndWhatWasLearned() {
    Siblings current = Writes.set(PEER, 1, "here");
    Siblings elsewhere = Writes.set(PEER + 1, 7, "elsewhere");
    ReplicaState.Minted minted =
        minted(current, Writes.put(KEY, "new"), elsewhere.context(), 0, NOW);
    assertThat(Writes.values(minted.siblings())).containsExactly("new");
    assertThat(Writes.values(minted.siblings().join(elsewhere))).containsExactly("new");
    assertThat(minted.superseded()).isEqualTo(current.context().join(elsewhere.context()));
  }

  @Test
  void aWriteThatSupersedesNothingStandsBesideWhatIsHere() {
    Siblings current = Writes.set(PEER, 1, "here");
    ReplicaState.Minted minted = minted(current, Writes.add(KEY, "new"), Context.EMPTY, 0, NOW);
    assertThat(Writes.values(minted.siblings())).containsExactlyInAnyOrder("here", "new");
    assertThat(minted.superseded()).isEqualTo(Context.EMPTY);
  }

  @Test
  void aWriteWithAContextSupersedesWhatItsClientHasSeenAlone() {
    Siblings seen = Writes.set(PEER, 1, "seen");
    Siblings current = Writes.plus(seen, PEER, 2, "unseen");
    Request.Write write = Writes.put(KEY, "new", seen.seen());
    ReplicaState.Minted minted = minted(current, write, Context.EMPTY, 0, NOW);
    assertThat(Writes.values(minted.siblings())).containsExactlyInAnyOrder("unseen", "new");
  }

  @Test
  void aDeleteLeavesATombstone() {
    ReplicaState.Minted minted =
        minted(Writes.set(PEER, 1, "here"), Writes.delete(KEY), Context.EMPTY, 0, NOW);
    assertThat(minted.siblings().versions()).singleElement().matches(v -> v.deleted());
  }

  @Test
  void theCounterRunsOverAllKeys() {
    assertThat(mint(KEY, "1").dot()).isEqualTo(new Dot(WRITER, 1));
    assertThat(mint(OTHER, "2").dot()).isEqualTo(new Dot(WRITER, 2));
    assertThat(mint(KEY, "3").dot()).isEqualTo(new Dot(WRITER, 3));
  }

  @Test
  void theNextVersionIsMintedFromWhatIsNotStoredYet() {
    mint(KEY, "1");
    state.nextBatch(1000);
    Siblings waiting =
        minted(state.pending(KEY), Writes.add(KEY, "2"), Context.EMPTY, 0, NOW).siblings();
    assertThat(Writes.values(waiting)).containsExactlyInAnyOrder("1", "2");
    assertThat(state.pending(KEY)).isEqualTo(waiting);
  }

  @Test
  void aTimestampIsAboveAllThatTheWriteComesAfter() {
    long late = HybridTime.ofMillis(5_000);
    Siblings lateSet = Writes.set(PEER, 5_000, "late");
    assertThat(lateSet.highestTimestamp()).isEqualTo(late);
    Siblings none = Siblings.EMPTY;
    Request.Write put = Writes.put(KEY, "x");
    assertThat(minted(none, put, Context.EMPTY, 0, NOW).timestamp())
        .isEqualTo(HybridTime.ofMillis(NOW));
    assertThat(minted(none, put, Context.EMPTY, late, NOW).timestamp()).isEqualTo(late + 1);
    assertThat(minted(lateSet, put, Context.EMPTY, 0, NOW).timestamp()).isEqualTo(late + 1);
    Request.Write seen = Writes.put(KEY, "x", new Seen(Context.EMPTY, late));
    assertThat(minted(none, seen, Context.EMPTY, 0, NOW).timestamp()).isEqualTo(late + 1);
  }

  @Test
  void tooManySiblingsAreRefusedAndNothingIsUsedUp() {
    ReplicaState limited = state(new ReplicaState.Limits(2, 1000));
    Siblings two = Writes.plus(Writes.set(PEER, 1, "a"), PEER, 2, "b");
    assertThat(limited.mint(two, Writes.add(KEY, "c"), Context.EMPTY, 0, NOW))
        .isEqualTo(new ReplicaState.TooMany(3, 3));
    requireUntouched(limited);
  }

  @Test
  void siblingsTooLargeTogetherAreRefusedAndNothingIsUsedUp() {
    ReplicaState limited = state(new ReplicaState.Limits(10, 5));
    Siblings one = Writes.set(PEER, 1, "abc");
    assertThat(limited.mint(one, Writes.add(KEY, "def"), Context.EMPTY, 0, NOW))
        .isEqualTo(new ReplicaState.TooMany(2, 6));
    requireUntouched(limited);
  }

  @Test
  void aVersionThatStandsAloneIsNoMatterForTheLimits() {
    ReplicaState limited = state(new ReplicaState.Limits(2, 5));
    Siblings two = Writes.plus(Writes.set(PEER, 1, "abc"), PEER, 2, "def");
    assertThat(limited.mint(two, Writes.put(KEY, "0123456789"), Context.EMPTY, 0, NOW))
        .isInstanceOf(ReplicaState.Minted.class);
  }

  @Test
  void aContextThatNamesDotsOfTheFutureIsRefusedAndNothingIsUsedUp() {
    for (Context future : List.of(Context.upTo(WRITER, 1), Context.ofDot(new Dot(WRITER, 1)))) {
      Request.Write write = Writes.put(KEY, "x", new Seen(future, 0));
      assertThat(state.mint(Siblings.EMPTY, write, Context.EMPTY, 0, NOW))
          .isEqualTo(new ReplicaState.NeverMinted(1, 0));
    }
    requireUntouched(state);
  }

  @Test
  void aReservedWriterIdIsRefused() {
    assertThatThrownBy(
            () -> new ReplicaState(Dot.CONDITIONAL, Figures.NONE, Promise.NONE, Writes.NO_LIMITS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void joiningWhatIsKnownDoesNothing() {
    Siblings current = Writes.plus(Writes.set(PEER, 1, "a"), PEER, 2, "b");
    assertThat(state.join(KEY, current, Writes.set(PEER, 1, "a"))).isSameAs(current);
    assertThat(state.join(KEY, current, Siblings.EMPTY)).isSameAs(current);
    requireUntouched(state);
  }

  @Test
  void joiningTakesInWhatIsNew() {
    Siblings current = Writes.set(PEER, 1, "a");
    Siblings joined = state.join(KEY, current, Writes.set(PEER + 1, 1, "b"));
    assertThat(Writes.values(joined)).containsExactlyInAnyOrder("a", "b");
    assertThat(state.pending(KEY)).isEqualTo(joined);
    assertThat(state.isWaiting(KEY)).isTrue();
    assertThat(state.unwrittenBytes()).isPositive();
  }

  @Test
  void joinsKnowNoLimits() {
    ReplicaState limited = state(new ReplicaState.Limits(2, 1));
    Siblings many = Siblings.EMPTY;
    for (int i = 1; i <= 20; i++) {
      many = Writes.plus(many, PEER, i, "value");
    }
    assertThat(limited.join(KEY, Writes.set(WRITER + 1, 1, "x"), many).versions()).hasSize(21);
  }

  @Test
  void oneBatchIsWrittenAtATime() {
    assertThat(state.nextBatch(1000)).isNull();
    mint(KEY, "1");
    ReplicaState.Batch first = state.nextBatch(1000);
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.sets()).containsOnlyKeys(KEY);
    mint(OTHER, "2");
    assertThat(state.nextBatch(1000)).isNull();
    state.written();
    assertThat(state.nextBatch(1000).number()).isEqualTo(2);
  }

  @Test
  void whatDoesNotFitIntoABatchGoesWithTheNextAndSoDoItsFigures() {
    mint(KEY, "x".repeat(600));
    mint(OTHER, "y".repeat(600));
    ReplicaState.Batch first = state.nextBatch(1000);
    assertThat(first.sets()).containsOnlyKeys(KEY);
    assertThat(first.figures()).isEqualTo(new Figures(1, 600));
    state.written();
    ReplicaState.Batch second = state.nextBatch(1000);
    assertThat(second.sets()).containsOnlyKeys(OTHER);
    assertThat(second.figures()).isEqualTo(new Figures(2, 1200));
  }

  @Test
  void aPromiseGoesToDiskOnce() {
    assertThat(state.promise(5, 1)).isTrue();
    assertThat(state.isPromiseWaiting()).isTrue();
    ReplicaState.Batch batch = state.nextBatch(1000);
    assertThat(batch.promised()).isEqualTo(new Promise(5, 1));
    assertThat(batch.sets()).isEmpty();
    assertThat(state.isPromiseWaiting()).isFalse();
    state.written();
    assertThat(state.promise(5, 1)).isTrue();
    assertThat(state.nextBatch(1000)).isNull();
  }

  @Test
  void aLowerBallotIsNotPromised() {
    state.promise(5, 1);
    assertThat(state.promise(4, 1)).isFalse();
    assertThat(state.promised()).isEqualTo(5);
    ReplicaState stored =
        new ReplicaState(WRITER, Figures.NONE, new Promise(7, 1), Writes.NO_LIMITS);
    assertThat(stored.promise(6, 1)).isFalse();
    assertThat(stored.promise(8, 1)).isTrue();
  }

  @Test
  void oneBallotIsPromisedToOneClaimantAlone() {
    assertThat(state.promise(5, 1)).isTrue();
    assertThat(state.promise(5, 2)).isFalse();
    assertThat(state.promise(5, 1)).isTrue();
    assertThat(state.promise(6, 2)).isTrue();
    assertThat(state.promise(6, 1)).isFalse();
  }

  @Test
  void aPromiseMadeWhileABatchIsWrittenWaitsForTheNext() {
    state.promise(5, 1);
    state.nextBatch(1000);
    state.promise(6, 1);
    assertThat(state.isPromiseWaiting()).isTrue();
    state.written();
    assertThat(state.nextBatch(1000).promised()).isEqualTo(new Promise(6, 1));
  }

  @Test
  void aConditionalVersionCoversLowerBallotsAndAllThatItWasJudgedBy() {
    Siblings current = Writes.set(PEER, 1, "judged");
    Siblings halfFailed =
        ReplicaState.conditional(current, Writes.put(KEY, "lower"), 3, 0, NOW).siblings();
    Siblings winner =
        ReplicaState.conditional(current, Writes.put(KEY, "winner"), 8, 0, NOW).siblings();
    assertThat(Writes.values(winner.join(halfFailed))).containsExactly("winner");
    Siblings ordinary = Writes.set(PEER, 2, "ordinary");
    assertThat(Writes.values(winner.join(ordinary)))
        .containsExactlyInAnyOrder("winner", "ordinary");
  }

  @Test
  void aStandInCountsOnFromWhatItKept() {
    ReplicaState.Minted first = asStandIn(Siblings.EMPTY, Writes.add(KEY, "1"));
    ReplicaState.Minted second = asStandIn(first.siblings(), Writes.add(KEY, "2"));
    assertThat(first.dot()).isEqualTo(new Dot(WRITER, 1));
    assertThat(second.dot()).isEqualTo(new Dot(WRITER, 2));
    assertThat(Writes.values(second.siblings())).containsExactlyInAnyOrder("1", "2");
  }

  private static ReplicaState.Minted asStandIn(Siblings current, Request.Write write) {
    return (ReplicaState.Minted)
        ReplicaState.mintAs(WRITER, current, write, Context.EMPTY, 0, NOW, Writes.NO_LIMITS);
  }

  private ReplicaState.Minted mint(Key key, String value) {
    Siblings pending = state.pending(key);
    Siblings current = pending == null ? Siblings.EMPTY : pending;
    return minted(current, Writes.put(key, value), Context.EMPTY, 0, NOW);
  }

  private ReplicaState.Minted minted(
      Siblings current, Request.Write write, Context learned, long above, long now) {
    return (ReplicaState.Minted) state.mint(current, write, learned, above, now);
  }

  private static void requireUntouched(ReplicaState state) {
    assertThat(state.pending(KEY)).isNull();
    assertThat(state.nextBatch(1000)).isNull();
    ReplicaState.Minted next =
        (ReplicaState.Minted)
            state.mint(Siblings.EMPTY, Writes.put(OTHER, "n"), Context.EMPTY, 0, NOW);
    assertThat(next.dot().counter()).isEqualTo(1);
    assertThat(state.figures()).isEqualTo(Figures.NONE);
  }
}
