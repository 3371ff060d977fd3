package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaRangesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "",
        "application/json",
        "Application/JSON;q=0.1",
        "application/*",
        "text/html, application/xhtml+xml, */*;q=0.8",
        "text/html, application/*;q=0, application/json",
        "text/plain;x=\",\", application/json",
        "application/json;q=high"
      })
  void jsonIsTaken(String accept) {
    assertThat(MediaRanges.takeJson(accept)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "application/json;q=0",
        "application/json; q=0.0, */*",
        "application/*;q=0, */*",
        "multipart/mixed",
        "text/plain;x=\"application/json,application/json\""
      })
  void jsonIsNotTaken(String accept) {
    assertThat(MediaRanges.takeJson(accept)).isFalse();
  }

  @Test
  void withoutTheHeaderAnythingIsTaken() {
    assertThat(MediaRanges.takeJson(null)).isTrue();
  }
}
