package aitta.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A note behind a segment's header: everything before this offset had been forced to disk. Written
 * when the journal is idle or closed, so that a start can tell damage to the last group from an
 * interrupted write; while it is busy, each record says so of those before it. Far from the end of
 * the records, so that one damage seldom hits both.
 *
 * <pre>
 * 64 int offset, 68 int CRC32C of salt and offset
 * </pre>
 */
final class DurableMark {
  private static final int AT = SegmentHeader.BYTES;
  private static final int BYTES = 8;

  private DurableMark() {}

  /** Forces nothing. */
  static void write(Disk.Handle file, long salt, int durable) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putInt(durable).putInt(crc(salt, durable));
    file.write(bytes.flip(), AT);
  }

  /** The offset, or 0 if there is no intact mark of this life of the segment. */
  static int read(Disk.Handle file, long salt) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    int durable = file.read(bytes, AT) < BYTES ? 0 : bytes.getInt(0);
    return bytes.getInt(4) == crc(salt, durable) ? durable : 0;
  }

  private static int crc(long salt, int durable) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(12).putLong(salt).putInt(durable).flip());
    return (int) crc.getValue();
  }
}
