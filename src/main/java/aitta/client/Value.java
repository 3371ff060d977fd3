package aitta.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * What is stored under a key, with what its reader needs to make sense of it. The store never looks
 * inside.
 *
 * @param bytes shared, not copied; nobody writes to them after that
 * @param contentType a media type, {@code application/octet-stream} where nothing else is known
 * @param contentEncoding such as {@code gzip}; null for none. Nothing is unpacked on the way.
 */
public record Value(byte[] bytes, String contentType, String contentEncoding) {
  /** What a value is where its writer said nothing. */
  public static final String OCTET_STREAM = "application/octet-stream";

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  public Value {
    Objects.requireNonNull(bytes, "a value has bytes, be it none");
    Objects.requireNonNull(contentType, "a value has a content type");
  }

  public static Value of(byte[] bytes) {
    return new Value(bytes, OCTET_STREAM, null);
  }

  public static Value of(byte[] bytes, String contentType) {
    return new Value(bytes, contentType, null);
  }

  /** Plain text in UTF-8. */
  public static Value text(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8), TEXT);
  }

  public static Value json(byte[] document) {
    return of(document, JSON);
  }

  /** The bytes read as UTF-8. */
  public String asText() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Value that
        && Arrays.equals(bytes, that.bytes)
        && contentType.equals(that.contentType)
        && Objects.equals(contentEncoding, that.contentEncoding);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + contentType.hashCode();
  }

  /** Size and type, not the bytes: values can be large, and secret. */
  @Override
  public String toString() {
    return bytes.length + " bytes of " + contentType;
  }
}
