package aitta.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelTest {
  @ParameterizedTest
  @CsvSource({
    "one, 1, 1, 1, 1",
    "quorum, 1, 2, 2, 3",
    "all, 1, 2, 3, 4",
    "1, 1, 1, 1, 1",
    "2, 1, 2, 2, 2",
    "3, 1, 2, 3, 3"
  })
  void aLevelMeansANumberOfTheOwnersThereAre(String text, int of1, int of2, int of3, int of4) {
    Level level = Level.parse(text, 3).orElseThrow();
    assertThat(level.of(1)).isEqualTo(of1);
    assertThat(level.of(2)).isEqualTo(of2);
    assertThat(level.of(3)).isEqualTo(of3);
    assertThat(level.of(4)).isEqualTo(of4);
  }

  @Test
  void twoQuorumsAlwaysMeetAndNoLevelAsksForMoreThanThereAre() {
    for (int n = 1; n <= Level.MAX_REPLICAS; n++) {
      assertThat(2 * Level.QUORUM.of(n)).isGreaterThan(n);
      for (int number = 1; number <= Level.MAX_REPLICAS; number++) {
        assertThat(new Level(number).of(n)).isBetween(1, n);
      }
      assertThat(Level.QUORUM.of(n)).isBetween(1, n);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "4",
        "16",
        "100",
        "-1",
        "-2",
        "+1",
        "01",
        "1.0",
        "1e0",
        " 1",
        "1 ",
        "ONE",
        "Quorum",
        "ALL",
        "none",
        "two",
        "99999999999",
        "١",
        "null"
      })
  void anythingElseIsNoLevelOfThreeReplicas(String text) {
    assertThat(Level.parse(text, 3)).isEmpty();
  }

  @Test
  void everyLevelReadsAsItIsWritten() {
    for (int number = -2; number <= Level.MAX_REPLICAS; number++) {
      if (number != 0) {
        Level level = new Level(number);
        assertThat(Level.parse(level.toString(), Level.MAX_REPLICAS)).contains(level);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -3, 17, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void numbersOutOfBoundsAreRefused(int number) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Level(number));
  }
}
