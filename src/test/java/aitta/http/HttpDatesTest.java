package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDatesTest {
  private static final long RFC_EXAMPLE = 784_111_777_000L;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void allThreeFormsAreRead(String text) {
    assertThat(HttpDates.parse(text)).isEqualTo(RFC_EXAMPLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 32 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37 GMTSun Nov  6 08:49:37 1994"
      })
  void anythingElseIsNoDate(String text) {
    assertThat(HttpDates.parse(text)).isNull();
  }

  @Test
  void whatIsWrittenIsReadBackToTheSecond() {
    Random random = new Random(11);
    for (int i = 0; i < 1_000; i++) {
      long millis = random.nextLong(4_000_000_000_000L);
      assertThat(HttpDates.parse(HttpDates.header(millis))).isEqualTo(millis / 1000 * 1000);
    }
  }
}
