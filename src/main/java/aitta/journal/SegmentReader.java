package aitta.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads single records of one segment, for replay. Each replay opens its own, so that an interrupt
 * of a replaying thread, which closes the channel, cannot harm the writer or other replays.
 */
final class SegmentReader implements AutoCloseable {
  private final Disk.Handle file;
  private final RecordCodec codec;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private RecordHeader header;

  private SegmentReader(Disk.Handle file, RecordCodec codec) {
    this.file = file;
    this.codec = codec;
  }

  /** Empty if the file is damaged, or leads another life by now. */
  static Optional<SegmentReader> open(Disk disk, Path path, long generation) throws IOException {
    Disk.Handle file = disk.read(path);
    try {
      Optional<SegmentHeader> header = SegmentHeader.read(file, path);
      if (header.isPresent() && header.get().generation() == generation) {
        return Optional.of(new SegmentReader(file, new RecordCodec(header.get().salt())));
      }
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
    file.close();
    return Optional.empty();
  }

  /**
   * Reads the record at {@code offset}; false if it is not intact.
   *
   * @param bytes its length as the index knows it
   */
  boolean read(int offset, int bytes) throws IOException {
    if (buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocate(Math.max(bytes, 2 * buffer.capacity()));
    }
    buffer.clear().limit(bytes);
    header = null;
    if (file.read(buffer, offset) < bytes) {
      return false;
    }
    RecordHeader found = codec.decode(buffer.flip(), 0, offset, offset + bytes);
    if (found == null || found.totalBytes() != bytes) {
      return false;
    }
    header = found;
    return RecordCodec.crcOf(body()) == found.bodyCrc();
  }

  /** The body of the record of this type at {@code offset}, or empty if there is no intact one. */
  Optional<byte[]> bodyAt(int offset, RecordType type) throws IOException {
    int end = (int) Math.min(file.size(), Integer.MAX_VALUE);
    ByteBuffer start = ByteBuffer.allocate(RecordHeader.FIXED_BYTES + RecordHeader.MAX_ID_BYTES);
    file.read(start, offset);
    RecordHeader found = codec.decode(start.flip(), 0, offset, end);
    if (found == null || found.type() != type || !read(offset, found.totalBytes())) {
      return Optional.empty();
    }
    return Optional.of(body());
  }

  /** Of the record read last. */
  RecordHeader header() {
    return header;
  }

  /** Of the record read last; a copy. */
  byte[] body() {
    byte[] body = new byte[header.bodyBytes()];
    buffer.get(header.headerBytes(), body);
    return body;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
