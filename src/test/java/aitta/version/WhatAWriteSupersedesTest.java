package aitta.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The rules of a context on the way into a write. */
class WhatAWriteSupersedesTest {
  private final Life a = new Life(0xa0000);
  private final Life b = new Life(0xb0000);

  @Test
  void aContextSupersedesWhatItCoversAndNothingElse() {
    Seen first = a.put("one", Seen.NOTHING);
    a.put("two", Seen.NOTHING);
    a.put("three", first);
    assertThat(a.values()).isEqualTo("two three");
  }

  @Test
  void noneStandsBesideWhateverIsThere() {
    a.put("one", Seen.NOTHING);
    a.put("two", Seen.NOTHING);
    assertThat(a.values()).isEqualTo("one two");
  }

  @Test
  void theContextOfAllSiblingsReconcilesThem() {
    a.put("one", Seen.NOTHING);
    b.put("two", Seen.NOTHING);
    a.hears(b.siblings);
    assertThat(a.values()).isEqualTo("one two");
    a.put("both", a.siblings.seen());
    b.hears(a.siblings);
    assertThat(b.values()).isEqualTo("both");
  }

  @Test
  void aDeleteWithAnOldContextLeavesTheNewerVersion() {
    Seen old = a.put("one", Seen.NOTHING);
    b.hears(a.siblings);
    a.put("two", old);
    b.delete(old);
    assertThat(b.values()).isEqualTo("deleted");
    b.hears(a.siblings);
    assertThat(b.values()).isEqualTo("two deleted");
    assertThat(b.siblings.hasLive(0)).isTrue();
  }

  @Test
  void aCoordinatorThatHoldsNothingStillSupersedesWhatTheContextCovers() {
    Seen seen = a.put("one", Seen.NOTHING);
    b.put("two", seen);
    assertThat(b.values()).isEqualTo("two");
    b.hears(a.siblings);
    assertThat(b.values()).isEqualTo("two");
    a.hears(b.siblings);
    assertThat(a.siblings).isEqualTo(b.siblings);
  }

  @Test
  void havingSeenALaterSiblingOfAWriterSaysNothingOfItsEarlierOnes() {
    a.put("one", Seen.NOTHING);
    Seen second = a.countsOn(3).put("two", Seen.NOTHING);
    b.put("three", second); // knows neither
    assertThat(b.siblings.context().covers(new Dot(a.writer, 1))).isFalse();
    b.hears(a.siblings);
    assertThat(b.values()).isEqualTo("one three");
    a.hears(b.siblings);
    assertThat(a.values()).isEqualTo("one three");
  }

  @Test
  void aSiblingSeenAloneStaysGoneWhenAnOlderCopyOfItsSetTurnsUp() {
    a.put("one", Seen.NOTHING);
    Siblings copy = a.siblings;
    Seen second = a.put("two", Seen.NOTHING);
    b.put("three", second);
    b.hears(copy);
    assertThat(b.values()).isEqualTo("one three");
    b.hears(a.siblings);
    assertThat(b.values()).isEqualTo("one three");
    assertThat(b.siblings.context().size()).as("the vector has taken in the dot").isEqualTo(2);
  }

  @Test
  void oneThatHasHeardOfEveryVersionOfAnotherMayStillHoldWhatThatOneHasDropped() {
    Seen one = a.put("one", Seen.NOTHING);
    b.hears(a.siblings);
    a.put("two", one);
    Dot two = a.last();
    b.put("three", new Seen(Context.ofDot(two), a.siblings.highestTimestamp()));
    assertThat(b.values()).isEqualTo("one three");
    assertThat(b.siblings.summary().lacksVersionOf(a.siblings.summary())).isFalse();
    assertThat(b.siblings.includes(a.siblings)).isFalse();
    b.hears(a.siblings);
    assertThat(b.values()).isEqualTo("three");
  }

  @Test
  void theNewestLatestVersionWinsWhicheverIsHeardFirst() {
    a.putLatest("early", Seen.NOTHING, 10);
    b.putLatest("late", Seen.NOTHING, 20);
    Siblings early = a.siblings;
    a.hears(b.siblings);
    b.hears(early);
    assertThat(a.values()).isEqualTo("late");
    assertThat(b.siblings).isEqualTo(a.siblings);
  }

  @Test
  void equalTimesAreDecidedByTheDots() {
    a.putLatest("a", Seen.NOTHING, 10);
    b.putLatest("b", Seen.NOTHING, 10);
    a.hears(b.siblings);
    assertThat(a.values()).isEqualTo("b");
  }

  @Test
  void whatWasBeatenOnceStaysBeatenAfterTheWinnerIsSuperseded() {
    a.putLatest("beaten", Seen.NOTHING, 10);
    Siblings beaten = a.siblings;
    Life c = new Life(0xc0000);
    Seen winner = b.putLatest("winner", Seen.NOTHING, 20);
    c.put("after", winner); // by one that never met the winner itself
    Siblings one = b.siblings.join(beaten).join(c.siblings);
    Siblings other = b.siblings.join(c.siblings).join(beaten);
    assertThat(one).isEqualTo(other);
    assertThat(one.versions()).containsExactlyElementsOf(c.siblings.versions());
  }

  @Test
  void timeDecidesAmongLatestVersionsAlone() {
    a.put("kept", Seen.NOTHING); // at 1000 ms
    b.putLatest("latest", Seen.NOTHING, HybridTime.ofMillis(9000));
    a.hears(b.siblings);
    assertThat(a.values()).isEqualTo("kept latest");
    a.putLatest("late", Seen.NOTHING, 5);
    assertThat(a.values()).as("late to arrive, older by time").isEqualTo("kept latest");
  }

  @Test
  void aLatestVersionOlderThanWhatItSupersedesIsRefusedForBothWouldBeGone() {
    Seen seen = a.putLatest("one", Seen.NOTHING, 20);
    assertThatThrownBy(() -> a.putLatest("two", seen, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("comes after the later");
    assertThat(a.values()).isEqualTo("one");
    Seen unmarked = a.put("unmarked", seen);
    Seen alone = new Seen(Context.ofDot(a.last()), unmarked.timestamp());
    assertThatThrownBy(() -> a.putLatest("three", alone, 10))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(a.values()).isEqualTo("unmarked");
  }

  /** At one time the dot decides: whoever lost has to be told to write later than that. */
  @Test
  void whoLosesByTheDotAloneHasToExceedTheTimeOfBoth() {
    Siblings one = latestAt(7, new Dot(1, 1));
    Siblings other = latestAt(7, new Dot(2, 1));
    Siblings joined = one.join(other);
    Siblings winner = joined.newest().equals(one.newest()) ? one : other;
    Siblings loser = winner == one ? other : one;
    assertThat(joined.toExceed(winner)).isEqualTo(7);
    assertThat(joined.toExceed(loser)).isEqualTo(8);
    assertThat(joined.toExceed(latestAt(6, new Dot(3, 1)))).isEqualTo(7);
  }

  private static Siblings latestAt(long timestamp, Dot dot) {
    return Siblings.EMPTY.write(Context.EMPTY, Version.tombstone(dot, timestamp, true));
  }
}
