package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.quorum.Level;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
  private static final List<String> KNOWN = List.of("r", "timeout", "strict", "return", "key");

  private static Query parse(String raw) throws Refusal {
    return Query.parse(raw, KNOWN);
  }

  @Test
  void whatIsNotGivenIsTheDefault() throws Exception {
    for (String raw : new String[] {null, "", "&", "&&"}) {
      Query query = parse(raw);
      assertThat(query.level("r", 3, Level.ALL)).isEqualTo(Level.ALL);
      assertThat(query.flag("strict", true)).isTrue();
      assertThat(query.timeout(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
      assertThat(query.word("return", "body")).isFalse();
    }
  }

  @Test
  void valuesAreDecodedOnce() throws Exception {
    Query query = parse("key=a+%2B%2525%FF&r=%32&strict=false&return=body&timeout=60s");
    assertThat(PercentText.bytes(query.text("key")))
        .containsExactly('a', ' ', '+', '%', '2', '5', 0xff);
    assertThat(query.level("r", 3, Level.ALL)).isEqualTo(new Level(2));
    assertThat(query.flag("strict", true)).isFalse();
    assertThat(query.word("return", "body")).isTrue();
    assertThat(query.timeout(null)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void unknownParameterIsNamedTogetherWithTheKnownOnes() {
    assertThatThrownBy(() -> parse("r=1&sibling=x"))
        .hasMessage(
            "parameter 'sibling' is unknown here; known are r, timeout, strict, return, key");
    assertThatThrownBy(() -> Query.parse("%C3%A4=1", List.of()))
        .hasMessage("parameter 'ä' is unknown here; none are taken");
  }

  @Test
  void doubledParameterIsRefusedEvenIfEqual() {
    assertThatThrownBy(() -> parse("r=1&r=1")).hasMessageContaining("'r' is given twice");
    assertThatThrownBy(() -> parse("r=1&%72=1")).hasMessageContaining("'r' is given twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "4", "-1", "two", "", "ONE", "1.0", "01"})
  void levelIsAWordOrANumberOfReplicas(String text) {
    assertThatThrownBy(() -> parse("r=" + text).level("r", 3, Level.ONE))
        .hasMessageContaining("'r' is '" + text + "'")
        .hasMessageContaining("1 to 3, one, quorum or all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0ms", "60001ms", "2", "", "61s", "2m", "1h", "-1s", "1e3ms"})
  void timeoutIsOneMillisecondToOneMinute(String text) {
    assertThatThrownBy(() -> parse("timeout=" + text).timeout(null))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("'timeout'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes", "TRUE", "1"})
  void flagIsTrueOrFalse(String text) {
    assertThatThrownBy(() -> parse("strict=" + text).flag("strict", false))
        .hasMessageContaining("true or false");
  }

  @Test
  void endlessValueIsShownInPart() {
    assertThatThrownBy(() -> parse("strict=" + "x".repeat(5_000)).flag("strict", false))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }
}
