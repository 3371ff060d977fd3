package aitta.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * The text that a client carries from one page of a listing to the next: the row where that begins,
 * with a checksum, so that one that was cut or mistyped is not taken for another place.
 */
final class Cursor {
  private static final int FORMAT = 1;
  private static final int HEAD = 5; // format, checksum

  private Cursor() {}

  /**
   * @param row a character for each byte
   */
  static String encode(String row) {
    byte[] name = row.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + name.length);
    bytes.put((byte) FORMAT).putInt(checksum(name)).put(name);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * The row in it.
   *
   * @param from the listing's first row
   * @param to the first row behind it
   */
  static String decode(String text, String from, String to) throws Refusal {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw damaged();
    }
    if (bytes.length < HEAD || bytes[0] != FORMAT) {
      throw damaged();
    }
    byte[] name = Arrays.copyOfRange(bytes, HEAD, bytes.length);
    if (ByteBuffer.wrap(bytes).getInt(1) != checksum(name)) {
      throw damaged();
    }
    String row = new String(name, StandardCharsets.ISO_8859_1);
    if (row.compareTo(from) < 0 || !to.isEmpty() && row.compareTo(to) > 0) {
      throw Refusal.invalid(
          "parameter 'cursor' is of another listing; give it with the prefix that it came from");
    }
    return row;
  }

  private static int checksum(byte[] name) {
    CRC32C checksum = new CRC32C();
    checksum.update(name);
    return (int) checksum.getValue();
  }

  private static Refusal damaged() {
    return Refusal.invalid(
        "parameter 'cursor' is damaged; give it as the field next of a page had it");
  }
}
