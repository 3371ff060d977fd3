package aitta.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Walks through one segment at start and tells an interrupted write from damage.
 *
 * <p>A group of records that was being written when the machine stopped was never acknowledged, and
 * its pages may have reached the disk in any order. So a bad record is no damage in itself, and
 * good records behind it do not make it so. What tells is {@link RecordHeader#durableBefore()}: the
 * highest value found anywhere in the segment, its {@link DurableMark} or the end of its head, is a
 * point up to which everything had been forced to disk. A bad record below it is damage; the first
 * bad record above it is where the segment ends.
 */
final class SegmentScan {
  /** Called for what is found, in the order of offsets. */
  interface Visitor {
    /**
     * @param body its bytes, null for {@link RecordType#EVENTS}
     */
    void intact(RecordHeader header, int offset, byte[] body);

    /** The header is good, the body is not. */
    void damagedBody(RecordHeader header, int offset);

    /** Nothing is known of what was in these bytes. */
    void damagedBytes(int offset, int bytes);
  }

  private static final int WINDOW_BYTES = 1 << 20;
  private static final int UNKNOWN = -1;

  private final Disk.Handle file;
  private final RecordCodec codec;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
  private int windowAt;
  private final int end;
  // Less than the end in a file that somebody has cut.
  private final int readable;
  private final int mark;
  private int confirmed;

  /**
   * @param end where the segment is known to end, or -1 if that is to be found out
   */
  SegmentScan(Disk.Handle file, SegmentHeader header, int end) throws IOException {
    this.file = file;
    this.codec = new RecordCodec(header.salt());
    int size = (int) Math.min(file.size(), Integer.MAX_VALUE);
    this.confirmed = end;
    this.mark = Math.max(header.headEnd(), DurableMark.read(file, header.salt()));
    this.end = end == UNKNOWN ? Math.max(size, mark) : end;
    this.readable = Math.min(size, this.end);
  }

  /** Returns where the segment ends. */
  int run(Visitor visitor) throws IOException {
    int offset = SegmentHeader.FIRST_RECORD;
    int highestMark = mark;
    while (offset < end) {
      RecordHeader header = headerAt(offset);
      if (header != null && bodyIsIntact(header, offset)) {
        visitor.intact(header, offset, controlBody(header, offset));
        highestMark = Math.max(highestMark, header.durableBefore());
        offset += header.totalBytes();
        continue;
      }
      if (confirmed == UNKNOWN) {
        confirmed = Math.max(highestMark, highestMarkFrom(offset));
      }
      if (offset >= confirmed) {
        return offset;
      }
      if (header != null) {
        visitor.damagedBody(header, offset);
        offset += header.totalBytes();
      } else {
        int next = nextHeader(offset + RecordHeader.ALIGNMENT);
        visitor.damagedBytes(offset, next - offset);
        offset = next;
      }
    }
    return offset;
  }

  /** Offset of the next intact header from {@code offset} on, or the end. */
  private int nextHeader(int offset) throws IOException {
    int at = offset;
    while (at < readable && headerAt(at) == null) {
      at += RecordHeader.ALIGNMENT;
    }
    return at < readable ? at : end;
  }

  private int highestMarkFrom(int offset) throws IOException {
    int highest = 0;
    int at = nextHeader(offset);
    while (at < end) {
      RecordHeader header = headerAt(at);
      highest = Math.max(highest, header.durableBefore());
      at = nextHeader(at + header.totalBytes());
    }
    return highest;
  }

  private RecordHeader headerAt(int offset) throws IOException {
    int need = RecordHeader.FIXED_BYTES + RecordHeader.MAX_ID_BYTES;
    if (!holds(offset, Math.min(need, readable - offset))) {
      load(offset);
    }
    return codec.decode(window, offset - windowAt, offset, end);
  }

  private boolean bodyIsIntact(RecordHeader header, int offset) throws IOException {
    int at = offset + header.headerBytes();
    int left = header.bodyBytes();
    crc.reset();
    while (left > 0) {
      if (!holds(at, Math.min(left, WINDOW_BYTES))) {
        load(at);
      }
      int part = Math.min(left, windowAt + window.limit() - at);
      if (part <= 0) {
        return false; // the file is shorter than it ought to be
      }
      crc.update(window.array(), at - windowAt, part);
      at += part;
      left -= part;
    }
    return (int) crc.getValue() == header.bodyCrc();
  }

  private byte[] controlBody(RecordHeader header, int offset) throws IOException {
    if (header.type() == RecordType.EVENTS) {
      return null;
    }
    byte[] body = new byte[header.bodyBytes()];
    file.read(ByteBuffer.wrap(body), (long) offset + header.headerBytes());
    return body;
  }

  private boolean holds(int offset, int bytes) {
    return offset >= windowAt && offset + bytes <= windowAt + window.limit();
  }

  private void load(int offset) throws IOException {
    windowAt = offset;
    window.clear();
    int read = file.read(window, offset);
    window.limit(Math.max(0, Math.min(read, end - offset)));
  }
}
