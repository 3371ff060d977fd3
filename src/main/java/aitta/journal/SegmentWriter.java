package aitta.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Appends records to the newest segment: gathers them in a buffer, writes the buffer, forces it to
 * disk. After a failure of {@link #flush} or {@link #force} it must not be used again.
 *
 * <p>For one thread.
 */
final class SegmentWriter implements AutoCloseable {
  private static final byte[] PADDING = new byte[RecordHeader.ALIGNMENT];

  private final SegmentHeader header;
  private final Disk.Handle file;
  private final RecordCodec codec;
  // Shared with the writers of earlier segments: direct memory is freed late.
  private final ByteBuffer buffer;
  private int flushed = SegmentHeader.FIRST_RECORD;
  private int durable = SegmentHeader.FIRST_RECORD;

  SegmentWriter(SegmentHeader header, Disk.Handle file, ByteBuffer buffer) throws IOException {
    this.header = header;
    this.file = file;
    this.codec = new RecordCodec(header.salt());
    this.buffer = buffer.clear();
    file.write(header.encode(), 0);
  }

  long generation() {
    return header.generation();
  }

  /** Where the next record goes. */
  int position() {
    return flushed + buffer.position();
  }

  /** Everything before this offset survives a loss of power. */
  int durable() {
    return durable;
  }

  int freeBytes() {
    return header.segmentBytes() - position();
  }

  /** The caller has made sure that the record fits. Returns where it begins. */
  int append(RecordHeader record, byte[] body) throws IOException {
    int offset = position();
    if (buffer.remaining() < record.headerBytes()) {
      flush();
    }
    codec.encode(record, buffer, offset);
    copy(body, body.length);
    copy(PADDING, record.totalBytes() - record.headerBytes() - body.length);
    return offset;
  }

  private void copy(byte[] bytes, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int part = Math.min(length - done, buffer.remaining());
      buffer.put(bytes, done, part);
      done += part;
    }
  }

  void flush() throws IOException {
    int bytes = buffer.position();
    if (bytes > 0) {
      file.write(buffer.flip(), flushed);
      buffer.clear();
      flushed += bytes;
    }
  }

  void force() throws IOException {
    flush();
    file.force();
    durable = flushed;
  }

  /** Notes what {@link #durable} says; the note itself is not forced. */
  void confirm() throws IOException {
    DurableMark.write(file, header.salt(), durable);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
