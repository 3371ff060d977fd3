package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "Text/HTML;Charset=\"utf-8\"",
        "text/html; charset=utf-8",
        "text/html ; charset=utf-8 ; x=1",
        "a/b;",
        "a/b; ;x=y",
        "a/b;x=\"\"",
        "a/b;x=\"\\\"\\\\;\"",
        "application/vnd.x+json"
      })
  void mediaTypes(String text) {
    assertThat(ContentTypeText.isMediaType(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "text/",
        "/plain",
        "te xt/plain",
        "text/plain x",
        "text/plain, text/html",
        "a/b;x",
        "a/b;x=",
        "a/b;=y",
        "a/b;x = y",
        "a/b;x=\"y",
        "a/b;x=\"y\\",
        "a/b;x=\"\\\u00e4\"",
        "a/b;x=\"\u00e4\"",
        "a/b/c"
      })
  void malformed(String text) {
    assertThat(ContentTypeText.isMediaType(text)).isFalse();
  }

  @Test
  void randomTextIsJudgedAsByTheGrammar() {
    String token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
    String quoted = "\"([ -!#-\\[\\]-~]|\\\\[ -~])*\"";
    String grammar =
        token + "/" + token + "( *; *(" + token + "=(" + token + "|" + quoted + "))?)* *";
    Random random = new Random(17);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder("a/b");
      for (int j = random.nextInt(12); j > 0; j--) {
        text.append("a=;; \"\"\\/x".charAt(random.nextInt(10)));
      }
      assertThat(ContentTypeText.isMediaType(text.toString()))
          .as(text.toString())
          .isEqualTo(text.toString().matches(grammar));
    }
  }
}
