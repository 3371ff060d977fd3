package aitta.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Begins new segments. A file gets the name of a segment only after its head is on disk, so a crash
 * at any moment leaves either the old or the new segment as the newest one, never half a head.
 */
final class SegmentOpener {
  private static final int BUFFER_BYTES = 1 << 20;

  private final JournalFiles files;
  private final Disk disk;
  private final JournalSettings settings;
  private final JournalIndex index;
  private final SparePool spares;
  private final SecureRandom random = new SecureRandom();
  private final ByteBuffer buffer;
  private long nextGeneration;

  SegmentOpener(
      JournalFiles files,
      Disk disk,
      JournalSettings settings,
      JournalIndex index,
      SparePool spares,
      long nextGeneration) {
    this.files = files;
    this.disk = disk;
    this.settings = settings;
    this.index = index;
    this.spares = spares;
    this.nextGeneration = nextGeneration;
    this.buffer = ByteBuffer.allocateDirect(Math.min(BUFFER_BYTES, settings.segmentBytes()));
  }

  /**
   * Opens the next segment, its head on disk.
   *
   * @param alive the older segments that are still needed
   * @param lastResort whether the spare that is kept back may be used
   * @throws JournalFullException if there is no room for it
   */
  SegmentWriter open(List<Segments.Extent> alive, boolean lastResort) throws IOException {
    List<byte[]> marks = Head.marks(index.all());
    long headBytes = marks.stream().mapToLong(body -> body.length).sum();
    if (headBytes > settings.maxHeadBytes()) {
      throw JournalFullException.tooManyIds(
          files.dir(), index.count(), headBytes, settings.maxHeadBytes());
    }
    long generation = nextGeneration++; // not used again, even if this attempt fails
    Path prepared = spares.take(lastResort);
    Path segment = files.segment(generation);
    Disk.Handle file = null;
    try {
      file = disk.write(prepared);
      SegmentWriter writer = writeHead(generation, file, Head.segments(alive), marks);
      disk.rename(prepared, segment);
      disk.forceDirectory(files.dir());
      return writer;
    } catch (IOException e) {
      if (file != null) {
        file.close();
      }
      spares.deleteQuietly(prepared);
      spares.deleteQuietly(segment);
      throw e;
    }
  }

  private SegmentWriter writeHead(
      long generation, Disk.Handle file, byte[] segments, List<byte[]> marks) throws IOException {
    int begin = SegmentHeader.FIRST_RECORD;
    RecordHeader first = RecordHeader.control(RecordType.SEGMENTS, segments, begin);
    int end = begin + first.totalBytes();
    List<RecordHeader> others = new ArrayList<>(marks.size());
    for (byte[] body : marks) {
      RecordHeader next = RecordHeader.control(RecordType.MARKS, body, begin);
      others.add(next);
      end += next.totalBytes();
    }
    SegmentHeader header =
        new SegmentHeader(
            generation,
            random.nextLong(),
            settings.segmentBytes(),
            System.currentTimeMillis(),
            end);
    SegmentWriter writer = new SegmentWriter(header, file, buffer);
    writer.append(first, segments);
    for (int i = 0; i < marks.size(); i++) {
      writer.append(others.get(i), marks.get(i));
    }
    writer.force();
    return writer;
  }
}
