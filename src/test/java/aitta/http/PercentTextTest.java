package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.model.Key;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTextTest {
  private static final long SEED = 20261122;

  @Test
  void anyBytesSurviveEncodingAndDecoding() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      byte[] name = new byte[random.nextInt(1, 40)];
      random.nextBytes(name);
      String encoded = new Key("b", name).encodedName();
      assertThat(PercentText.decodePath(encoded)).as("seed %s", SEED).isEqualTo(name);
      assertThat(PercentText.bytes(PercentText.decodeForm(encoded))).isEqualTo(name);
    }
  }

  @Test
  void randomTextIsDecodedOrRefusedAndNothingElse() {
    Random random = new Random(SEED);
    String alphabet = "%%%09afAFgz+ \u00e4\uff11/?&";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(8); j >= 0; j--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String given = text.toString();
      try {
        assertThat(PercentText.decodePath(given)).isEqualTo(slowly(given));
      } catch (Refusal refusal) {
        assertThat(slowly(given)).as(given).isNull();
      }
    }
  }

  /** The same by regular expressions; null where it can't be decoded. */
  private static byte[] slowly(String text) {
    if (!text.matches("(%[0-9A-Fa-f]{2}|[\\x21-\\x24\\x26-\\x7e])*")) {
      return null;
    }
    String plain =
        java.util.regex.Pattern.compile("%(..)")
            .matcher(text)
            .replaceAll(
                found -> {
                  char c = (char) Integer.parseInt(found.group(1), 16);
                  return c == '\\' || c == '$' ? "\\" + c : String.valueOf(c);
                });
    return plain.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void plusIsAPlusInPathsAndASpaceInForms() throws Exception {
    assertThat(PercentText.decodePath("a+b")).isEqualTo("a+b".getBytes(StandardCharsets.US_ASCII));
    assertThat(PercentText.decodeForm("a+b")).isEqualTo("a b");
    assertThat(PercentText.decodeForm("a%2Bb")).isEqualTo("a+b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "a%2", "%zz", "%1g", "%-1", "%%41", "%\uff11\uff11"})
  void badEscapeIsRefusedWithWhereItIs(String text) {
    assertThatThrownBy(() -> PercentText.decodePath(text))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("%25");
  }
}
