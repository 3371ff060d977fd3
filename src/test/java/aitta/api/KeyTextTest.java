package aitta.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
  @Test
  void anyBytesComeBack() {
    Random random = new Random(11);
    for (int i = 0; i < 1000; i++) {
      byte[] key = new byte[1 + random.nextInt(40)];
      random.nextBytes(key);
      String text = KeyText.encode(key);
      assertThat(text).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})+");
      assertThat(KeyText.decode(text)).isEqualTo(key);
    }
  }

  @Test
  void bareCharactersMeanTheirUtf8() {
    assertThat(KeyText.decode("ä b+%2b%2B")).isEqualTo("ä b+++".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "a%2", "%zz", "%٣٣"})
  void percentSignAloneIsRefused(String text) {
    assertThatThrownBy(() -> KeyText.decode(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("%25");
  }
}
