package aitta.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Percent-encoded text of request targets, RFC 3986, section 2.1, decoded to bytes. */
final class PercentText {
  private PercentText() {}

  /** Decodes part of a path, in which {@code +} is a plus. */
  static byte[] decodePath(String text) throws Refusal {
    return decode(text, false);
  }

  /**
   * Decodes a name or value of a query, in which {@code +} is a space, as HTML forms have it.
   *
   * @return a character for each byte, so that {@link #bytes} gives the bytes back
   */
  static String decodeForm(String text) throws Refusal {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    return new String(decode(text, true), StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String decoded) {
    return decoded.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Decodes a key in JSON: bytes as {@code %XX}, or characters in the clear, as UTF-8. */
  static byte[] decodeJson(String text) throws Refusal {
    byte[] bytes;
    try {
      ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      bytes = Arrays.copyOf(utf8.array(), utf8.limit());
    } catch (CharacterCodingException e) {
      throw Refusal.invalid("the key has half of a surrogate pair, which has no bytes");
    }
    int size = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        bytes[size++] = bytes[i];
        continue;
      }
      int high = i + 2 < bytes.length ? hex((char) bytes[i + 1]) : -1;
      int low = i + 2 < bytes.length ? hex((char) bytes[i + 2]) : -1;
      if (high < 0 || low < 0) {
        throw Refusal.invalid(
            "the key has a % without two hexadecimal digits; a percent sign itself is %25");
      }
      bytes[size++] = (byte) (high << 4 | low);
      i += 2;
    }
    return Arrays.copyOf(bytes, size);
  }

  private static byte[] decode(String text, boolean plusIsSpace) throws Refusal {
    byte[] bytes = new byte[text.length()];
    int size = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes[size++] = escaped(text, i);
        i += 2;
      } else if (c <= ' ' || c > '~') {
        throw Refusal.invalid(
            "the request target has a bare byte that must be written as %XX, at '"
                + shown(text, i)
                + "'");
      } else {
        bytes[size++] = (byte) (c == '+' && plusIsSpace ? ' ' : c);
      }
    }
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private static byte escaped(String text, int at) throws Refusal {
    int high = at + 2 < text.length() ? hex(text.charAt(at + 1)) : -1;
    int low = at + 2 < text.length() ? hex(text.charAt(at + 2)) : -1;
    if (high < 0 || low < 0) {
      throw Refusal.invalid(
          "the request target has a % without two hexadecimal digits, at '"
              + shown(text, at)
              + "'; a percent sign itself is %25");
    }
    return (byte) (high << 4 | low);
  }

  private static int hex(char c) {
    return c < 128 ? Character.digit(c, 16) : -1; // digits of other scripts are none here
  }

  private static String shown(String text, int from) {
    return text.substring(from, Math.min(text.length(), from + 12));
  }
}
