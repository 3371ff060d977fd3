package aitta.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Writes and reads the records of this package. Safe for use by many threads. */
public final class Json {
  public static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final ObjectWriter WRITER = MAPPER.writer();

  private Json() {}

  /** UTF-8 bytes without line breaks. */
  public static byte[] bytes(Object document) {
    try {
      return WRITER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "a " + document.getClass().getSimpleName() + " can't be written", e);
    }
  }
}
