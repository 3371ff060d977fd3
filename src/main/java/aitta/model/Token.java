package aitta.model;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A point on the ring: an unsigned 128-bit number. The ring wraps behind its largest value.
 *
 * @param high the upper 64 bits, unsigned
 * @param low the lower 64 bits, unsigned
 */
public record Token(long high, long low) implements Comparable<Token> {
  private static final HexFormat HEX = HexFormat.of();

  /** Reads 16 bytes, most significant first. */
  public static Token of(byte[] digest) {
    if (digest.length != 16) {
      throw new IllegalArgumentException("a token has 16 bytes, not " + digest.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(digest);
    return new Token(bytes.getLong(), bytes.getLong());
  }

  @Override
  public int compareTo(Token other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  /** 32 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }
}
