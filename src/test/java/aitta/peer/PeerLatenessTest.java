package aitta.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerLatenessTest {
  private final PeerLateness lateness = new PeerLateness();

  @Test
  void clocksThatDisagreeMakeNothingLate() {
    assertThat(lateness.of(0, 1_000_000, 5_000)).isZero();
    assertThat(lateness.of(0, 1_000_100, 5_100)).isZero();
  }

  @Test
  void whatTakesLongerThanTheQuickestIsLateByTheDifference() {
    lateness.of(0, 1_000, 50_000);
    assertThat(lateness.of(0, 2_000, 53_500)).isEqualTo(2_500);
    assertThat(lateness.of(0, 2_000, 50_900)).as("quicker than ever").isZero();
    assertThat(lateness.of(0, 3_000, 52_000)).isEqualTo(100);
  }

  @Test
  void aClockThatWasSetIsFollowedAfterTwoWindows() {
    lateness.of(0, 0, 0);
    assertThat(lateness.of(0, 1_000, 11_000)).isEqualTo(10_000);
    lateness.of(0, 60_000, 70_000);
    lateness.of(0, 121_000, 131_000);
    assertThat(lateness.of(0, 122_000, 132_000)).isZero();
  }

  /** Its clock was an hour ahead, was set right, and the peer started anew. */
  @Test
  void whatIsSentAfterARestartIsNotLateBecauseOfTheClockBefore() {
    lateness.of(3_600_000, 1_000, 1_000);
    assertThat(lateness.of(500, 2_000, 2_500)).isZero();
    assertThat(lateness.of(3_600_000, 1_100, 2_600)).as("sent before, held up").isEqualTo(1_500);
  }
}
