package aitta.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first 64 bytes of a segment file; they begin one life of it. Behind them is room for a {@link
 * DurableMark}, then come the records.
 *
 * @param generation counts the segments of a journal, never reused
 * @param salt random; tells the records of this life from those of earlier ones
 * @param segmentBytes size of the file when it was made
 * @param createdAtMillis wall clock, ms since 1970; for people only
 * @param headEnd offset behind the {@link Head}, which is on disk before the file is a segment
 */
record SegmentHeader(
    long generation, long salt, int segmentBytes, long createdAtMillis, int headEnd) {
  static final int BYTES = 64;
  static final int FIRST_RECORD = 128;
  static final int FORMAT = 1;
  // "AITTAJNL"
  private static final long MAGIC = 0x41495454414a4e4cL;

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(MAGIC).putInt(FORMAT).putInt(segmentBytes);
    bytes.putLong(generation).putLong(salt).putLong(createdAtMillis).putInt(headEnd);
    bytes.putInt(BYTES - 4, crc(bytes));
    return bytes.clear();
  }

  /**
   * The header of this file, or empty if it is damaged.
   *
   * @throws JournalFormatException if the header is intact and of a newer format
   */
  static Optional<SegmentHeader> read(Disk.Handle file, Path path) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    int read = file.read(bytes, 0);
    if (read < BYTES || bytes.getLong(0) != MAGIC || bytes.getInt(BYTES - 4) != crc(bytes)) {
      return Optional.empty();
    }
    if (bytes.getInt(8) != FORMAT) {
      throw new JournalFormatException(path, bytes.getInt(8), FORMAT);
    }
    return Optional.of(
        new SegmentHeader(
            bytes.getLong(16),
            bytes.getLong(24),
            bytes.getInt(12),
            bytes.getLong(32),
            bytes.getInt(40)));
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), 0, BYTES - 4);
    return (int) crc.getValue();
  }
}
