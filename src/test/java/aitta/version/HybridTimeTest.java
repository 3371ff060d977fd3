package aitta.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HybridTimeTest {
  private static final long NOW = 1_800_000_000_000L;

  @Test
  void followsTheWallClockWhileThatRuns() {
    long first = HybridTime.next(0, NOW);
    assertThat(HybridTime.millis(first)).isEqualTo(NOW);
    assertThat(HybridTime.next(first, NOW + 1)).isEqualTo(HybridTime.ofMillis(NOW + 1));
  }

  @Test
  void goesOnWhileTheWallClockStandsOrGoesBack() {
    SplittableRandom random = new SplittableRandom(1);
    long last = 0;
    for (int i = 0; i < 100_000; i++) {
      long next = HybridTime.next(last, NOW + random.nextInt(-1000, 10));
      assertThat(next).isGreaterThan(last);
      last = next;
    }
    assertThat(HybridTime.millis(last)).as("never far ahead").isBetween(NOW, NOW + 20);
  }

  @Test
  void moreEventsThanFitIntoAMillisecondBorrowFromTheNext() {
    long last = HybridTime.ofMillis(NOW) + 0xffff;
    assertThat(HybridTime.millis(last)).isEqualTo(NOW);
    assertThat(HybridTime.next(last, NOW)).isEqualTo(HybridTime.ofMillis(NOW + 1));
  }

  @Test
  void whatIsHeardIsTakenOnUpToTheBound() {
    long last = HybridTime.ofMillis(NOW);
    long near = HybridTime.ofMillis(NOW + 500);
    long far = HybridTime.ofMillis(NOW + 501);
    assertThat(HybridTime.observe(last, near, NOW, 500)).isEqualTo(near);
    assertThat(HybridTime.observe(last, far, NOW, 500)).isEqualTo(last);
    assertThat(HybridTime.observe(last, HybridTime.ofMillis(NOW - 9), NOW, 500)).isEqualTo(last);
    assertThat(HybridTime.observe(last, Long.MAX_VALUE, NOW, 500)).isEqualTo(last);
    assertThat(HybridTime.observe(last, Long.MIN_VALUE, NOW, 500)).isEqualTo(last);
  }

  @Test
  void aWriteIsLaterThanAllItsCoordinatorHeardOf() {
    SplittableRandom random = new SplittableRandom(2);
    long here = 0;
    long there = 0;
    for (int i = 0; i < 1000; i++) {
      long now = NOW + i;
      here = HybridTime.next(here, now);
      there = HybridTime.observe(there, here, now - random.nextInt(400), 500);
      assertThat(HybridTime.next(there, now - 400)).isGreaterThan(here);
    }
  }

  @Test
  void millisecondsOfTheFarthestFutureComeBack() {
    long farthest = (1L << 47) - 1; // year 6429
    assertThat(HybridTime.millis(HybridTime.ofMillis(farthest))).isEqualTo(farthest);
    assertThat(HybridTime.ofMillis(farthest)).isPositive();
  }
}
