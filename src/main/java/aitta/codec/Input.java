package aitta.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads what {@link Output} wrote. Whatever the bytes are, a read ends with a value or a {@link
 * MalformedException}; a length that is larger than what is left is refused before anything is
 * allocated for it.
 */
public final class Input {
  private final byte[] bytes;
  private final int end;
  private int position;

  public Input(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /**
   * @throws IndexOutOfBoundsException unless these {@code length} bytes are within the array
   */
  public Input(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.position = Objects.checkFromIndexSize(from, length, bytes.length);
    this.end = from + length;
  }

  public int getByte() {
    need(1);
    return bytes[position++] & 0xff;
  }

  public long getLong() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | bytes[position++] & 0xff;
    }
    return value;
  }

  /** One number has one form: the shortest, of ten bytes at most. */
  public long getVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = getByte();
      value |= (long) (b & 0x7f) << shift;
      if (b == 0 && shift > 0 || b > 1 && shift == 63) {
        break;
      }
      if (b < 0x80) {
        return value;
      }
    }
    throw new MalformedException("a number that is too long, or not in its short form");
  }

  /**
   * A varint that counts things of at least {@code eachBytes} bytes, all still to come.
   *
   * @throws MalformedException if so many cannot be left
   */
  public int getCount(int eachBytes) {
    long count = getVarint();
    if (count < 0 || count > remaining() / Math.max(1, eachBytes)) {
      throw new MalformedException(
          "a count of " + Long.toUnsignedString(count) + " with " + remaining() + " bytes left");
    }
    return (int) count;
  }

  public byte[] getBytes() {
    return getRaw(getCount(1));
  }

  public byte[] getRaw(int length) {
    need(length);
    byte[] value = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return value;
  }

  public String getString() {
    int length = getCount(1);
    String value = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return value;
  }

  public int remaining() {
    return end - position;
  }

  /**
   * @throws MalformedException if something is left
   */
  public void expectEnd() {
    if (remaining() != 0) {
      throw new MalformedException(remaining() + " bytes too many");
    }
  }

  private void need(int length) {
    if (length < 0 || end - position < length) {
      throw new MalformedException(
          "cut short: " + length + " bytes wanted at " + position + " of " + end);
    }
  }
}
