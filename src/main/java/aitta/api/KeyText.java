package aitta.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Keys as text, percent-encoded: what JSON carries, and what paths and queries are made of. */
public final class KeyText {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private KeyText() {}

  /** Every byte but {@code A-Za-z0-9-._~} as upper-case {@code %XX}. */
  public static String encode(byte[] key) {
    StringBuilder text = new StringBuilder(key.length + 16);
    for (byte b : key) {
      int c = b & 0xff;
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || "-._~".indexOf(c) >= 0;
      if (plain) {
        text.append((char) c);
      } else {
        text.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    }
    return text.toString();
  }

  /**
   * The bytes back. Characters that stand bare mean their UTF-8.
   *
   * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
   */
  public static byte[] decode(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (text.indexOf('%') < 0) {
      return utf8;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(utf8.length);
    for (int i = 0; i < utf8.length; i++) {
      if (utf8[i] != '%') {
        bytes.write(utf8[i]);
        continue;
      }
      int high = i + 2 < utf8.length ? hex(utf8[i + 1]) : -1;
      int low = i + 2 < utf8.length ? hex(utf8[i + 2]) : -1;
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException(
            "'" + text + "' has a % without two hexadecimal digits; a percent sign itself is %25");
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    return bytes.toByteArray();
  }

  private static int hex(byte c) {
    return c < 0 ? -1 : Character.digit(c, 16);
  }
}
