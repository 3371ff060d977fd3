package aitta.pace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RatePacerTest {
  private static final long SECOND = 1_000_000_000L;
  private long rate = 1000;
  private final RatePacer pacer = new RatePacer(() -> rate, -SECOND);

  @Test
  void whatWasSentIsPaidForByWaiting() {
    assertThat(pacer.waitNanos(0)).isZero();
    pacer.sent(500, 0);
    assertThat(pacer.waitNanos(0)).isEqualTo(SECOND / 2);
    assertThat(pacer.waitNanos(SECOND / 4)).isEqualTo(SECOND / 4);
    pacer.sent(1000, SECOND / 4);
    assertThat(pacer.waitNanos(SECOND / 2)).isEqualTo(SECOND);
    assertThat(pacer.waitNanos(2 * SECOND)).isZero();
  }

  @Test
  void timeInWhichNothingWasSentIsNotSavedUp() {
    pacer.sent(1000, 100 * SECOND);
    assertThat(pacer.waitNanos(100 * SECOND)).isEqualTo(SECOND);
  }

  @Test
  void whatIsLessThanATimerCanTellIsNotWaitedFor() {
    pacer.sent(20, 0);
    assertThat(pacer.waitNanos(0)).isZero();
    pacer.sent(1, 0);
    assertThat(pacer.waitNanos(0)).isEqualTo(21 * SECOND / 1000);
  }

  @Test
  void aRateThatIsChangedHoldsForWhatWasSentBefore() {
    pacer.sent(2000, 0);
    assertThat(pacer.waitNanos(SECOND)).isEqualTo(SECOND);
    rate = 10_000;
    assertThat(pacer.waitNanos(SECOND)).isEqualTo(SECOND / 10);
    assertThat(pacer.waitNanos(SECOND + SECOND / 10)).isZero();
    pacer.sent(1000, 2 * SECOND);
    rate = 2000;
    assertThat(pacer.waitNanos(2 * SECOND)).isEqualTo(SECOND / 2);
  }

  @Test
  void whoeverHasLongToWaitAsksAgainMeanwhile() {
    pacer.sent(60_000, 0);
    assertThat(pacer.waitNanos(0)).isEqualTo(RatePacer.LONGEST_NANOS);
    assertThat(pacer.waitNanos(59 * SECOND)).isEqualTo(SECOND);
    assertThat(pacer.waitNanos(60 * SECOND)).isZero();
  }
}
