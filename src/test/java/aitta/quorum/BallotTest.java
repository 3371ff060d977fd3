package aitta.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BallotTest {
  private static final int MAX_LIST = (1 << 14) - 1;
  private static final long MAX_WRITES = (1L << 32) - 1;

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "1, 1, 4294967295",
    "16383, 131071, 4294967295",
    "16383, 1, 1",
    "7, 131071, 2"
  })
  void aBallotSaysWhatItWasMadeOf(int list, long start, long write) {
    long claim = Ballot.claim(list, start);
    long ballot = Ballot.write(claim, write);
    assertThat(claim).isPositive();
    assertThat(ballot).isGreaterThan(claim);
    for (long each : new long[] {claim, ballot}) {
      assertThat(Ballot.claimOf(each)).isEqualTo(claim);
      assertThat(Ballot.listVersionOf(each)).isEqualTo(list);
      assertThat(Ballot.startOf(each)).isEqualTo(start);
    }
  }

  @Test
  void laterListsComeBeforeLaterStartsBeforeLaterWrites() {
    long last = Ballot.write(Ballot.claim(1, Ballot.MAX_START), MAX_WRITES);
    assertThat(last).isLessThan(Ballot.claim(2, 1));
    assertThat(Ballot.write(Ballot.claim(1, 1), MAX_WRITES)).isLessThan(Ballot.claim(1, 2));
  }

  @Test
  void aClaimAboveABallotIsAboveAllWritesOfItsStart() {
    long promised = Ballot.write(Ballot.claim(3, 9), MAX_WRITES);
    assertThat(Ballot.claimAbove(3, promised)).isEqualTo(Ballot.claim(3, 10));
    assertThat(Ballot.claimAbove(3, Ballot.claim(3, 9))).isEqualTo(Ballot.claim(3, 10));
    assertThat(Ballot.claimAbove(4, promised)).isEqualTo(Ballot.claim(4, 1));
    assertThat(Ballot.claimAbove(1, 0)).isEqualTo(Ballot.claim(1, 1));
    long highest = Ballot.claim(3, Ballot.MAX_START - 1);
    assertThat(Ballot.claimAbove(3, highest)).isEqualTo(Ballot.claim(3, Ballot.MAX_START));
  }

  @Test
  void whereNoneIsAboveThereIsNone() {
    assertThat(Ballot.claimAbove(3, Ballot.claim(4, 1))).isZero();
    assertThat(Ballot.claimAbove(3, Ballot.claim(3, Ballot.MAX_START))).isZero();
    assertThat(Ballot.claimAbove(MAX_LIST, Long.MAX_VALUE)).isZero();
  }

  @Test
  void whatDoesNotFitIsNoBallot() {
    assertThatThrownBy(() -> Ballot.claim(MAX_LIST + 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ballot.claim(1, Ballot.MAX_START + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ballot.claim(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ballot.write(Ballot.claim(1, 1), MAX_WRITES + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
