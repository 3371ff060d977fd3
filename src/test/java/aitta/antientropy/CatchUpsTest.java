package aitta.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.antientropy.CatchUps.Attempt;
import aitta.antientropy.CatchUps.Gain;
import aitta.model.NodeId;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatchUpsTest {
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final Predicate<NodeId> ALL = node -> true;
  private final CatchUps catchUps = new CatchUps();

  /** With one fewer, a write could have been acknowledged by this copy and those not asked. */
  @ParameterizedTest
  @CsvSource({"1,0", "2,1", "3,2", "4,2", "5,3", "6,3", "7,4"})
  void asManyFitOwnersAreNeededAsEveryQuorumHasOneOf(int n, int needed) {
    List<NodeId> others = IntStream.rangeClosed(2, n).mapToObj(i -> new NodeId("n" + i)).toList();
    catchUps.add(7, 70, others, null);
    for (int i = 0; i < needed; i++) {
      assertThat(catchUps.hasCaughtUp(7)).isFalse();
      catchUps.begin(0, others.get(i)::equals);
      catchUps.ended(new Attempt(7, 70, others.get(i)), Gain.ALL_OF_FIT, 0);
    }
    assertThat(catchUps.hasCaughtUp(7)).isTrue();
  }

  @Test
  void sameOwnerTwiceCountsOnceAndOneThatIsNotFitNotAtAll() {
    catchUps.add(7, 70, List.of(N2, N3), null);
    catchUps.begin(0, ALL);
    catchUps.ended(new Attempt(7, 70, N2), Gain.ALL_OF_FIT, 0);
    catchUps.ended(new Attempt(7, 70, N2), Gain.ALL_OF_FIT, 0);
    catchUps.ended(new Attempt(7, 70, N3), Gain.ALL, 0);
    assertThat(catchUps.hasCaughtUp(7)).isFalse();
  }

  @Test
  void underADecreeAllMustHaveBroughtWhatTheyHaveFitOrNot() {
    catchUps.addOfDecree(7, 70, List.of(N2, N3), List.of());
    assertThat(catchUps.begin(0, ALL)).hasSize(2);
    catchUps.ended(new Attempt(7, 70, N2), Gain.ALL_OF_FIT, 0);
    catchUps.ended(new Attempt(7, 70, N3), Gain.NONE, 0);
    assertThat(catchUps.hasCaughtUp(7)).isFalse();
    catchUps.addOfDecree(7, 70, List.of(N2, N3), List.of());
    assertThat(catchUps.begin(1_000, ALL)).containsExactly(new Attempt(7, 70, N3));
    catchUps.ended(new Attempt(7, 70, N3), Gain.ALL, 1_000);
    assertThat(catchUps.hasCaughtUp(7)).isTrue();
  }

  @Test
  void underADecreeAsManyOwnersThatHaveGoneOnAreEnough() {
    catchUps.addOfDecree(7, 70, List.of(N2, N3), List.of(N2));
    catchUps.begin(0, ALL);
    catchUps.ended(new Attempt(7, 70, N2), Gain.ALL, 0);
    assertThat(catchUps.hasCaughtUp(7)).as("it has not gone on itself").isFalse();
    catchUps.ended(new Attempt(7, 70, N2), Gain.ALL_OF_FIT, 0);
    assertThat(catchUps.hasCaughtUp(7)).isTrue();
  }

  @Test
  void aDecreeForALoneNodeWaitsForNobody() {
    catchUps.addOfDecree(7, 70, List.of(), List.of());
    assertThat(catchUps.hasCaughtUp(7)).isTrue();
    catchUps.addOfDecree(7, 70, List.of(N2), List.of());
    assertThat(catchUps.hasCaughtUp(7)).isFalse();
  }

  @Test
  void attemptIsMadeOnceAtATimeAndAfterAPauseThatGrowsToABound() {
    catchUps.add(7, 70, List.of(N2), null);
    Attempt attempt = new Attempt(7, 70, N2);
    assertThat(catchUps.begin(0, ALL)).containsExactly(attempt);
    assertThat(catchUps.begin(100_000, ALL)).isEmpty();
    long now = 0;
    for (long pause : new long[] {250, 500, 1_000, 2_000, 4_000, 8_000, 8_000}) {
      catchUps.ended(attempt, Gain.NONE, now);
      assertThat(catchUps.begin(now + pause - 1, ALL)).isEmpty();
      now += pause;
      assertThat(catchUps.begin(now, ALL)).containsExactly(attempt);
    }
  }

  @Test
  void whosePlaceWasTakenIsEnoughAlone() {
    catchUps.add(7, 70, List.of(N2), N3);
    assertThat(catchUps.begin(0, ALL))
        .containsExactly(new Attempt(7, 70, N2), new Attempt(7, 70, N3));
    catchUps.ended(new Attempt(7, 70, N2), Gain.NONE, 0);
    assertThat(catchUps.hasCaughtUp(7)).isFalse();
    catchUps.ended(new Attempt(7, 70, N3), Gain.ALL_OF_FIT, 0);
    assertThat(catchUps.hasCaughtUp(7)).isTrue();
    catchUps.add(7, 70, List.of(N2), null); // the owners have changed again
    assertThat(catchUps.hasCaughtUp(7)).isFalse();
  }

  @Test
  void ownersThatCannotBeReachedAreNotTried() {
    catchUps.add(7, 70, List.of(N2, N3), null);
    assertThat(catchUps.begin(0, N3::equals)).containsExactly(new Attempt(7, 70, N3));
  }

  @Test
  void copyThatIsMadeAnewBeginsAnew() {
    catchUps.add(7, 70, List.of(N2, N3), null);
    catchUps.begin(0, ALL);
    catchUps.ended(new Attempt(7, 70, N2), Gain.ALL_OF_FIT, 0);
    catchUps.add(7, 71, List.of(N2, N3), null);
    catchUps.ended(new Attempt(7, 70, N3), Gain.ALL_OF_FIT, 0);
    assertThat(catchUps.begin(0, ALL))
        .containsExactly(new Attempt(7, 71, N2), new Attempt(7, 71, N3));
    assertThat(catchUps.hasCaughtUp(7)).isFalse();
    catchUps.retain(Set.of());
    assertThat(catchUps.isEmpty()).isTrue();
  }
}
