package aitta.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Turns record headers into bytes and back, for one life of one segment file.
 *
 * <p>Segment files are used again without being wiped. The checksum of a header therefore runs over
 * the salt of the segment's present life and the record's offset too: what an earlier life left
 * behind, or what a client hid inside a value, is never taken for a record.
 *
 * <pre>
 *  0 int   CRC32C of salt, offset and bytes 4 to the end of the id
 *  4 byte  format, 5 byte type, 6 short bytes of the id
 *  8 int   bytes of the body        12 int  CRC32C of the body
 * 16 int   durableBefore            20 int  events
 * 24 long  firstSeqNr               32 long lastSeqNr
 * 40 long  previousSeqNr            48 long deletedTo
 * 56 id in UTF-8, body, zeros up to the next multiple of 8
 * </pre>
 *
 * Not thread-safe.
 */
final class RecordCodec {
  static final byte FORMAT = 1;

  private final CRC32C crc = new CRC32C();
  private final ByteBuffer seed = ByteBuffer.allocate(12);

  RecordCodec(long salt) {
    seed.putLong(0, salt);
  }

  static int crcOf(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** Puts {@code header} at the position of {@code to}, which stands for {@code offset}. */
  void encode(RecordHeader header, ByteBuffer to, int offset) {
    int at = to.position();
    to.putInt(0).put(FORMAT).put(header.type().code()).putShort((short) header.idBytes().length);
    to.putInt(header.bodyBytes()).putInt(header.bodyCrc());
    to.putInt(header.durableBefore()).putInt(header.events());
    to.putLong(header.firstSeqNr()).putLong(header.lastSeqNr());
    to.putLong(header.previousSeqNr()).putLong(header.deletedTo());
    to.put(header.idBytes());
    to.putInt(at, checksum(to, at, to.position(), offset));
  }

  /**
   * The header at index {@code at} of {@code from}, or null if there is no intact one.
   *
   * @param offset where in the segment {@code at} is
   * @param end where the segment ends: a record that would reach further is not intact
   */
  RecordHeader decode(ByteBuffer from, int at, int offset, int end) {
    if (from.limit() - at < RecordHeader.FIXED_BYTES || from.get(at + 4) != FORMAT) {
      return null;
    }
    RecordType type = RecordType.of(from.get(at + 5));
    int idLength = Short.toUnsignedInt(from.getShort(at + 6));
    int headerBytes = RecordHeader.FIXED_BYTES + idLength;
    int bodyBytes = from.getInt(at + 8);
    if (type == null
        || idLength > RecordHeader.MAX_ID_BYTES
        || bodyBytes < 0
        || (long) offset + headerBytes + bodyBytes > end
        || at + headerBytes > from.limit()
        || checksum(from, at, at + headerBytes, offset) != from.getInt(at)) {
      return null;
    }
    byte[] id = new byte[idLength];
    from.get(at + RecordHeader.FIXED_BYTES, id);
    return new RecordHeader(
        type,
        id,
        from.getInt(at + 20),
        from.getLong(at + 24),
        from.getLong(at + 32),
        from.getLong(at + 40),
        from.getLong(at + 48),
        bodyBytes,
        from.getInt(at + 12),
        from.getInt(at + 16));
  }

  private int checksum(ByteBuffer buffer, int at, int end, int offset) {
    seed.putInt(8, offset);
    crc.reset();
    crc.update(seed.array());
    crc.update(buffer.duplicate().limit(end).position(at + 4));
    return (int) crc.getValue();
  }
}
