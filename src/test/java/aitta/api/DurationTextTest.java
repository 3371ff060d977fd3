package aitta.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({"250ms,250", "0s,0", "30s,30000", "15m,900000", "12h,43200000", "7d,604800000"})
  void unitsMeanWhatTheContractSays(String text, long millis) {
    assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "-5s",
        "+5s",
        "5 s",
        "5S",
        "1.5s",
        "5sec",
        "٥s",
        "9999999999999999s",
        "999999999999999d"
      })
  void anythingElseIsNoDuration(String text) {
    assertThat(DurationText.parse(text)).isNull();
  }

  @Test
  void whatIsWrittenIsReadBackInTheLargestUnit() {
    assertThat(DurationText.format(Duration.ofHours(48))).isEqualTo("2d");
    assertThat(DurationText.format(Duration.ofSeconds(90))).isEqualTo("90s");
    assertThat(DurationText.format(Duration.ZERO)).isEqualTo("0ms");
    Random random = new Random(3);
    for (int i = 0; i < 1000; i++) {
      Duration duration = Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 40)));
      assertThat(DurationText.parse(DurationText.format(duration))).isEqualTo(duration);
    }
  }
}
