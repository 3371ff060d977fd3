package aitta.load;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the requests of one connection: all that does not change is made once. */
final class RequestWriter {
  /** How a key's number is written: ten digits. */
  private static final int DIGITS = 10;

  private final byte[] readBefore;
  private final byte[] readAfter;
  private final byte[] writeBefore;
  private final byte[] writeAfter;
  private final byte[] digits = new byte[DIGITS];

  /**
   * @param readQuery and {@code writeQuery}: empty, or beginning with a question mark
   * @param token empty for none
   */
  RequestWriter(
      URI url, String bucket, String readQuery, String writeQuery, String token, int valueBytes) {
    String path = " /v1/buckets/" + bucket + "/keys/key";
    String host = " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n";
    String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
    readBefore = ascii("GET" + path);
    readAfter = ascii(readQuery + host + authorization + "\r\n");
    writeBefore = ascii("PUT" + path);
    writeAfter =
        ascii(writeQuery + host + authorization + "Content-Length: " + valueBytes + "\r\n\r\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Bytes that the longest request takes. */
  int longest(int valueBytes) {
    return Math.max(readBefore.length + readAfter.length, writeBefore.length + writeAfter.length)
        + DIGITS
        + valueBytes;
  }

  void write(ByteBuffer out, Operation operation, Values values) {
    int rest = operation.key;
    for (int i = DIGITS - 1; i >= 0; i--) {
      digits[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    out.put(operation.read ? readBefore : writeBefore).put(digits);
    out.put(operation.read ? readAfter : writeAfter);
    if (!operation.read) {
      values.put(out, operation.key, operation.number);
    }
  }
}
