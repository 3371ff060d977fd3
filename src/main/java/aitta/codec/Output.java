package aitta.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A byte array that grows as it is written. Not safe for use by several threads. */
public final class Output {
  private byte[] bytes;
  private int size;

  public Output(int expectedBytes) {
    bytes = new byte[Math.max(16, expectedBytes)];
  }

  public Output putByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** Eight bytes, most significant first. */
  public Output putLong(long value) {
    ensure(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** One to ten bytes; {@code value} is taken as unsigned. */
  public Output putVarint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  public Output putRaw(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  /** The length as a varint, then the bytes. */
  public Output putBytes(byte[] value) {
    return putVarint(value.length).putRaw(value);
  }

  /** UTF-8, its length in bytes first. */
  public Output putString(String value) {
    return putBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  public int size() {
    return size;
  }

  /** What was written; without a copy where the array is just full. */
  public byte[] toBytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }

  /** How many bytes {@link #putVarint} takes for {@code value}. */
  public static int varintSize(long value) {
    return (Math.max(1, 64 - Long.numberOfLeadingZeros(value)) + 6) / 7;
  }
}
