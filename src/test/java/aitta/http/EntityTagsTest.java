package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

  @Test
  void listKeepsWeakTagsApart() throws Exception {
    EntityTags tags = EntityTags.parse("If-Match", "\"a\" ,, W/\"b\",\"c,d\"");
    assertThat(tags).isEqualTo(new EntityTags(false, Set.of("a", "c,d"), Set.of("b")));
    assertThat(tags.hasStrongly("a")).isTrue();
    assertThat(tags.hasStrongly("b")).isFalse();
    assertThat(tags.hasWeakly("b")).isTrue();
    assertThat(tags.hasWeakly("x")).isFalse();
  }

  @Test
  void asteriskIsAnything() throws Exception {
    EntityTags tags = EntityTags.parse("If-Match", "*");
    assertThat(tags.hasStrongly("x")).isTrue();
    assertThat(tags.hasWeakly("x")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "a",
        "\"a",
        "a\"",
        "'a'",
        "\"a\"\"b\"",
        "\"a\" \"b\"",
        "w/\"a\"",
        "W/",
        "W/a",
        "*, \"a\"",
        "\"a\", *",
        "\"a b\""
      })
  void anythingElseIsRefusedByName(String value) {
    assertThatThrownBy(() -> EntityTags.parse("If-Match", value))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("If-Match")
        .hasMessageContaining("double quotes");
  }

  @Test
  void randomTextNeverDoesAnythingElse() {
    Random random = new Random(5);
    for (int i = 0; i < 10_000; i++) {
      StringBuilder value = new StringBuilder();
      for (int j = random.nextInt(10); j > 0; j--) {
        value.append("\"\",, W/a*".charAt(random.nextInt(9)));
      }
      try {
        EntityTags tags = EntityTags.parse("If-Match", value.toString());
        assertThat(tags.any() || !tags.all().isEmpty()).isTrue();
      } catch (Refusal refusal) {
        assertThat(refusal.problem().status()).isEqualTo(400);
      }
    }
  }
}
