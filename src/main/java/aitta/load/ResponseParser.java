package aitta.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Just enough of HTTP/1.1 to read the answers of a node, one at a time: a status line, headers, and
 * a body of the length that they say.
 */
final class ResponseParser {
  private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHUNKED =
      "\r\ntransfer-encoding:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLOSE = "\r\nconnection: close".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_HEAD = 64 * 1024;
  private static final int MAX_BODY = 32 * 1024 * 1024;

  private byte[] bytes = new byte[4096];
  private int end;
  private int scanned;
  private int bodyAt; // 0 while the head is not whole
  private int bodyLength;
  private int status;
  private boolean closes;

  void reset() {
    end = 0;
    scanned = 0;
    bodyAt = 0;
    status = 0;
    closes = false;
  }

  /**
   * Takes some more bytes.
   *
   * @return whether the answer is whole
   * @throws IllegalStateException where it is none that this parser understands
   */
  boolean take(ByteBuffer more) {
    int count = more.remaining();
    if (end + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end + count, bytes.length * 2));
    }
    more.get(bytes, end, count);
    end += count;
    if (bodyAt == 0 && !readHead()) {
      return false;
    }
    if (end > bodyAt + bodyLength) {
      throw new IllegalStateException("more bytes than the answer has");
    }
    return end == bodyAt + bodyLength;
  }

  private boolean readHead() {
    for (; scanned + 3 < end; scanned++) {
      if (bytes[scanned] == '\r'
          && bytes[scanned + 1] == '\n'
          && bytes[scanned + 2] == '\r'
          && bytes[scanned + 3] == '\n') {
        bodyAt = scanned + 4;
        interpret();
        return true;
      }
    }
    if (end > MAX_HEAD) {
      throw new IllegalStateException("a head without an end");
    }
    return false;
  }

  private void interpret() {
    if (bodyAt < 15 || bytes[0] != 'H' || bytes[5] != '1' || bytes[8] != ' ') {
      throw new IllegalStateException("no HTTP/1.1 answer");
    }
    status = digit(9) * 100 + digit(10) * 10 + digit(11);
    if (find(CHUNKED) >= 0) {
      throw new IllegalStateException("an answer in chunks");
    }
    closes = find(CLOSE) >= 0;
    int at = find(LENGTH);
    long length = 0;
    if (at >= 0) {
      for (at += LENGTH.length; bytes[at] != '\r'; at++) {
        if (bytes[at] != ' ') {
          length = length * 10 + digit(at);
        }
        if (length > MAX_BODY) {
          throw new IllegalStateException("a body of more than " + MAX_BODY + " bytes");
        }
      }
    }
    bodyLength = (int) length;
  }

  private int digit(int at) {
    int digit = bytes[at] - '0';
    if (digit < 0 || digit > 9) {
      throw new IllegalStateException("no digit where one should be");
    }
    return digit;
  }

  /** Where {@code line}, in lower case, begins in the head; -1 where it is not. */
  private int find(byte[] line) {
    int last = bodyAt - line.length;
    for (int i = 8; i <= last; i++) {
      if (bytes[i] != '\r') {
        continue;
      }
      int j = 2;
      while (j < line.length && lower(bytes[i + j]) == line[j]) {
        j++;
      }
      if (j == line.length) {
        return i;
      }
    }
    return -1;
  }

  private static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }

  int status() {
    return status;
  }

  /** Whether the server ends the connection after this answer. */
  boolean closes() {
    return closes;
  }

  /** Holds the body at {@link #bodyOffset}. */
  byte[] bytes() {
    return bytes;
  }

  int bodyOffset() {
    return bodyAt;
  }

  int bodyLength() {
    return bodyLength;
  }
}
