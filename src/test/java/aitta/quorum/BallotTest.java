package aitta.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BallotTest {
  @Test
  void laterListsAndStartsAndWritesCountHigher() {
    long claim = Ballot.claim(1, 1);
    assertThat(claim).isPositive();
    assertThat(Ballot.write(claim, 1)).isGreaterThan(claim);
    assertThat(Ballot.write(claim, 2)).isGreaterThan(Ballot.write(claim, 1));
    assertThat(Ballot.claim(1, 2)).isGreaterThan(Ballot.write(claim, (1L << 32) - 1));
    assertThat(Ballot.claim(2, 1)).isGreaterThan(Ballot.claim(1, (1 << 17) - 1));
    assertThat(Ballot.write(Ballot.claim((1 << 14) - 1, (1 << 17) - 1), (1L << 32) - 1))
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Ballot.claim(1 << 14, 1)).hasMessageContaining("16384");
    assertThatThrownBy(() -> Ballot.claim(1, 1 << 17)).hasMessageContaining("131072");
    assertThatThrownBy(() -> Ballot.write(Ballot.claim(1, 1), 1L << 32))
        .hasMessageContaining("4294967296");
  }

  @Test
  void theUsualLatencyFollowsTheTailOfTheSamples() {
    UsualLatency latency = new UsualLatency(10_000);
    for (int i = 0; i < 20_000; i++) {
      latency.sample(i % 200 == 0 ? 5_000 : 1_000);
    }
    assertThat(latency.p99Micros()).isBetween(500L, 5_500L);
  }
}
