package aitta.cli;

import aitta.api.KeyText;
import aitta.model.Key;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/** Keys as they are typed and shown: as text, or percent-encoded, which any bytes can be. */
final class KeyNames {
  @Option(
      names = {"-e", "--encoded"},
      description = "Keys are percent-encoded, as in a%%2Fb, in what is read and what is shown.")
  private boolean encoded;

  /**
   * The bytes of a key, or of a part of one.
   *
   * @param typed null for none
   * @param verb complains in its name where this can't be right
   */
  byte[] typed(String typed, ClientVerb verb) {
    if (typed == null) {
      return null;
    }
    try {
      return encoded ? KeyText.decode(typed) : typed.getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw verb.wrong(e.getMessage());
    }
  }

  /** As text where it is text that a line can hold, else percent-encoded. */
  String shown(Key key) {
    if (encoded) {
      return key.encodedName();
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key.name())).toString();
      return text.codePoints().anyMatch(Character::isISOControl) ? key.encodedName() : text;
    } catch (CharacterCodingException e) {
      return key.encodedName();
    }
  }
}
