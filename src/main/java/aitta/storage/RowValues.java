package aitta.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How values and marks look in the file: format 1.
 *
 * <ul>
 *   <li>row: the byte 1 and the value; or the byte 2 and the length (4) of the value, which lies in
 *       the large section
 *   <li>large section: the value
 *   <li>mark: format (1), flags (1; bit 0: the table may have large values), sequence number (8),
 *       note
 * </ul>
 *
 * <p>RocksDB checks what it reads; the checks here are against values of a format unknown to us.
 */
final class RowValues {
  static final byte FORMAT = 1;
  static final int STUB_BYTES = 5;

  private static final byte INLINE = 1;
  private static final byte STUB = 2;
  private static final int MARK_BYTES = 10;

  private RowValues() {}

  /** A mark, and what is known of its table beside it. */
  record StoredMark(TableMark mark, boolean large) {}

  static byte[] inline(byte[] value) {
    byte[] stored = new byte[1 + value.length];
    stored[0] = INLINE;
    System.arraycopy(value, 0, stored, 1, value.length);
    return stored;
  }

  static byte[] stub(int valueBytes) {
    return ByteBuffer.allocate(STUB_BYTES).put(STUB).putInt(valueBytes).array();
  }

  /** Whether the stored row in the first {@code length} bytes is a stub. */
  static boolean isStub(byte[] stored, int length) {
    if (length >= 1 && stored[0] == INLINE) {
      return false;
    }
    if (length == STUB_BYTES && stored[0] == STUB) {
      return true;
    }
    throw new IllegalArgumentException("a stored row of " + length + " bytes has no known format");
  }

  static byte[] inlineValue(byte[] stored, int length) {
    return Arrays.copyOfRange(stored, 1, length);
  }

  static int stubValueBytes(byte[] stored) {
    return ByteBuffer.wrap(stored).getInt(1);
  }

  static byte[] mark(long seqNr, byte[] note, boolean large) {
    return ByteBuffer.allocate(MARK_BYTES + note.length)
        .put(FORMAT)
        .put((byte) (large ? 1 : 0))
        .putLong(seqNr)
        .put(note)
        .array();
  }

  /**
   * @throws IllegalArgumentException if a newer version wrote it, or nobody
   */
  static StoredMark parseMark(byte[] stored) {
    if (stored.length < MARK_BYTES || stored[0] != FORMAT) {
      throw new IllegalArgumentException(
          "a mark of "
              + stored.length
              + " bytes, format "
              + (stored.length == 0 ? "none" : stored[0])
              + ": this version reads format "
              + FORMAT);
    }
    ByteBuffer bytes = ByteBuffer.wrap(stored);
    boolean large = (bytes.get(1) & 1) != 0;
    byte[] note = Arrays.copyOfRange(stored, MARK_BYTES, stored.length);
    return new StoredMark(new TableMark(bytes.getLong(2), note), large);
  }
}
