package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBodiesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{ | in line 1, column 2: Unexpected end-of-input: expected close marker for Object",
        "{\"r\":1,\"r\":2} | in line 1, column 12: Duplicate field 'r'"
      })
  void whatIsMalformedIsNamedWithoutAWordOfTheParserItself(String body, String said) {
    Refusal refusal =
        catchThrowableOfType(
            Refusal.class, () -> JsonBodies.object(body.getBytes(StandardCharsets.UTF_8)));
    assertThat(refusal.problem().detail()).isEqualTo("the JSON body is malformed " + said);
  }
}
