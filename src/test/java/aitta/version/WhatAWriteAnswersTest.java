package aitta.version;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.Key;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The context in the answer to a write: what the client has seen, and no more. */
class WhatAWriteAnswersTest {
  private static final Key KEY = Key.of("b", "k");
  private final ContextTokens tokens = new ContextTokens(List.of(new byte[16]));
  private final Life a = new Life(0xa0000);
  private final Life b = new Life(0xb0000);

  @Test
  void aVersionThatStandsAloneAnswersWithAllThatItReplaced() {
    a.put("one", Seen.NOTHING);
    a.put("two", Seen.NOTHING);
    Seen seen = a.put("both", a.siblings.seen());
    assertThat(seen).isEqualTo(a.siblings.seen());
    assertThat(seen.context().size()).isEqualTo(1);
  }

  @Test
  void aSiblingThatTheClientWasNotShownIsNotCovered() {
    Seen first = a.put("one", Seen.NOTHING);
    Seen second = a.put("two", Seen.NOTHING);
    assertThat(second.context()).isEqualTo(Context.ofDot(a.last()));
    a.put("three", second);
    assertThat(a.values()).isEqualTo("one three");
    assertThat(first.context().covers(a.last())).isFalse();
  }

  @Test
  void aVersionOverwrittenBeforeItsAnswerDoesNotCoverWhatOverwroteIt() {
    a.put("mine", Seen.NOTHING);
    Dot mine = a.last();
    a.put("theirs", a.siblings.seen());
    Seen seen = a.siblings.seenByWriterOf(mine, Context.EMPTY);
    assertThat(seen.context()).isEqualTo(Context.ofDot(mine));
    a.put("mine again", seen);
    assertThat(a.values()).isEqualTo("theirs mine again");
  }

  @Test
  void aVersionBeatenByTimeDoesNotCoverTheSiblingsThatItsClientNeverSaw() {
    a.put("unseen", Seen.NOTHING);
    b.putLatest("newer", Seen.NOTHING, 20);
    a.hears(b.siblings);
    Seen seen = a.putLatest("beaten", Seen.NOTHING, 10);
    assertThat(seen.context()).isEqualTo(Context.ofDot(a.last()));
    assertThat(seen.timestamp()).as("a later write is newer").isGreaterThanOrEqualTo(20);
    a.putLatest("again", seen, HybridTime.next(seen.timestamp(), 0));
    assertThat(a.values()).isEqualTo("unseen again");
  }

  @Test
  void twoClientsThatInterleaveNeverSeeMoreThanTwoSiblings() {
    Seen left = Seen.NOTHING;
    Seen right = Seen.NOTHING;
    for (int i = 0; i < 100; i++) {
      left = a.put("left " + i, left);
      right = a.put("right " + i, right);
      assertThat(a.siblings.versions()).hasSize(2);
    }
    assertThat(a.values()).isEqualTo("left 99 right 99");
  }

  @Test
  void norThroughThreeCoordinatorsThatHearOfEachOtherLate() throws InvalidContextException {
    List<Life> all = List.of(a, b, new Life(0xc0000));
    for (long seed = 1; seed <= 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      all.forEach(one -> one.siblings = Siblings.EMPTY);
      List<Seen> clients = new ArrayList<>(List.of(Seen.NOTHING, Seen.NOTHING));
      Deque<Siblings> late = new ArrayDeque<>();
      for (int i = 0; i < 200; i++) {
        int client = random.nextInt(2);
        Life at = all.get(random.nextInt(3));
        Seen seen = at.put("value", clients.get(client));
        clients.set(client, tokens.decode(KEY, tokens.encode(KEY, seen)));
        late.add(at.siblings);
        all.get(random.nextInt(3)).hears(late.peek());
        if (late.size() > 6) {
          Siblings old = late.poll();
          all.forEach(one -> one.hears(old));
        }
        all.forEach(one -> assertThat(one.siblings.versions()).hasSizeLessThanOrEqualTo(2));
      }
    }
  }

  @Test
  void evenAReadGivesASmallTokenWhereCoordinatorsHearOfEachOtherThroughClientsAlone() {
    List<Seen> clients = new ArrayList<>(List.of(Seen.NOTHING, Seen.NOTHING));
    for (int i = 0; i < 4_000; i++) {
      int client = i / 2 % 2;
      clients.set(client, (i % 2 == 0 ? a : b).put("value", clients.get(client)));
    }
    Seen seen = a.siblings.seen();
    assertThat(tokens.encode(KEY, seen).length()).isLessThan(1024);
    assertThat(a.siblings.versions()).allMatch(version -> seen.context().covers(version.dot()));
    a.hears(b.siblings);
    assertThat(a.siblings.versions()).hasSize(2);
    assertThat(a.siblings.context().size()).isEqualTo(2);
  }

  @Test
  void tenThousandInterleavedWritesThroughThreeCoordinatorsLeaveTokensSmall()
      throws InvalidContextException {
    List<Life> all = List.of(a, b, new Life(0xc0000));
    List<Seen> clients = new ArrayList<>(List.of(Seen.NOTHING, Seen.NOTHING));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      Life at = all.get(random.nextInt(3)).countsOn(random.nextInt(1000));
      int client = i % 2;
      String token = tokens.encode(KEY, at.put("value", clients.get(client)));
      assertThat(token.length()).as("after %d writes", i).isLessThan(1024);
      clients.set(client, tokens.decode(KEY, token));
      all.forEach(one -> one.hears(at.siblings));
    }
    assertThat(a.siblings.versions()).hasSize(2);
    assertThat(tokens.encode(KEY, a.siblings.seen()).length()).isLessThan(128);
  }
}
