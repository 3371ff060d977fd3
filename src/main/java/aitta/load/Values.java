package aitta.load;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * Values that say what they are: a mark, the key's number, the number of the write, a checksum of
 * all, and filler that does not compress. For one thread.
 */
final class Values {
  /** What a value was found to be. */
  enum Finding {
    GOOD,
    /** Not a byte sequence that a load command wrote, or one that has changed since. */
    DAMAGED,
    /** Whole, but of another key. */
    MISPLACED
  }

  /** The shortest value that can be checked. */
  static final int MIN_BYTES = 16;

  private static final int MARK = 0x41495431; // "AIT1"
  private static final int CHECKSUM_AT = 12;
  private static final int SHIFTS = 4096;

  private final int bytes;
  private final byte[] filler;
  private final byte[] value;
  private final ByteBuffer view;
  private final CRC32C crc = new CRC32C();

  Values(int bytes) {
    this.bytes = bytes;
    this.filler = new byte[bytes + SHIFTS];
    new SplittableRandom(1).nextBytes(filler);
    this.value = new byte[bytes];
    this.view = ByteBuffer.wrap(value);
  }

  int bytes() {
    return bytes;
  }

  /** Appends the value that write {@code number} gives to {@code key}. */
  void put(ByteBuffer out, int key, int number) {
    System.arraycopy(filler, Math.floorMod(key * 31 + number, SHIFTS), value, 0, bytes);
    view.putInt(0, MARK).putInt(4, key).putInt(8, number);
    view.putInt(CHECKSUM_AT, checksum(value, 0, bytes));
    out.put(value);
  }

  Finding check(byte[] in, int offset, int length, int key) {
    ByteBuffer found = ByteBuffer.wrap(in);
    if (length < MIN_BYTES
        || found.getInt(offset) != MARK
        || found.getInt(offset + CHECKSUM_AT) != checksum(in, offset, length)) {
      return Finding.DAMAGED;
    }
    return found.getInt(offset + 4) == key ? Finding.GOOD : Finding.MISPLACED;
  }

  /** The number of the write that made a good value. */
  static int numberOf(byte[] in, int offset) {
    return ByteBuffer.wrap(in).getInt(offset + 8);
  }

  private int checksum(byte[] in, int offset, int length) {
    crc.reset();
    crc.update(in, offset, CHECKSUM_AT);
    crc.update(in, offset + MIN_BYTES, length - MIN_BYTES);
    return (int) crc.getValue();
  }
}
