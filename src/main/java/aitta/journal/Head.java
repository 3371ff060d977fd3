package aitta.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The records at the head of each segment: together with the older segments that they name, all
 * that a start needs to know. So older segments can go in any order, and nothing is lost but
 * deleted events.
 */
final class Head {
  /** One record of marks stays below this many bytes, so that it is read and checked in parts. */
  private static final int CHUNK_BYTES = 64 << 10;

  private static final int EXTENT_BYTES = 12;
  private static final int MARK_BYTES = 26;

  private Head() {}

  /** Body of {@link RecordType#SEGMENTS}: {@code (long generation, int end)*}. */
  static byte[] segments(List<Segments.Extent> extents) {
    ByteBuffer body = ByteBuffer.allocate(extents.size() * EXTENT_BYTES);
    extents.forEach(extent -> body.putLong(extent.generation()).putInt(extent.end()));
    return body.array();
  }

  static List<Segments.Extent> readSegments(byte[] bytes) {
    ByteBuffer body = ByteBuffer.wrap(bytes);
    List<Segments.Extent> extents = new ArrayList<>();
    while (body.hasRemaining()) {
      extents.add(new Segments.Extent(body.getLong(), body.getInt()));
    }
    return extents;
  }

  /** Body of {@link RecordType#DROPPED}: generations. */
  static byte[] dropped(List<Long> generations) {
    ByteBuffer body = ByteBuffer.allocate(generations.size() * Long.BYTES);
    generations.forEach(body::putLong);
    return body.array();
  }

  static List<Long> readDropped(byte[] bytes) {
    ByteBuffer body = ByteBuffer.wrap(bytes);
    List<Long> generations = new ArrayList<>();
    while (body.hasRemaining()) {
      generations.add(body.getLong());
    }
    return generations;
  }

  /**
   * Bodies of {@link RecordType#MARKS}: {@code (short length, id, long highest, long deletedTo,
   * long damagedTo)*} each.
   */
  static List<byte[]> marks(Collection<IdIndex> ids) {
    List<byte[]> bodies = new ArrayList<>();
    ByteBuffer body = ByteBuffer.allocate(CHUNK_BYTES);
    for (Iterator<IdIndex> each = ids.iterator(); each.hasNext(); ) {
      IdIndex id = each.next();
      if (body.remaining() < MARK_BYTES + id.idBytes().length) {
        bodies.add(filled(body));
        body.clear();
      }
      IdIndex.Marks marks = id.marks();
      body.putShort((short) id.idBytes().length).put(id.idBytes());
      body.putLong(marks.highest()).putLong(marks.deletedTo()).putLong(marks.damagedTo());
    }
    if (body.position() > 0) {
      bodies.add(filled(body));
    }
    return bodies;
  }

  static void readMarks(byte[] bytes, BiConsumer<String, IdIndex.Marks> each) {
    ByteBuffer body = ByteBuffer.wrap(bytes);
    while (body.hasRemaining()) {
      byte[] id = new byte[Short.toUnsignedInt(body.getShort())];
      body.get(id);
      each.accept(
          new String(id, StandardCharsets.UTF_8),
          new IdIndex.Marks(body.getLong(), body.getLong(), body.getLong()));
    }
  }

  private static byte[] filled(ByteBuffer body) {
    byte[] bytes = new byte[body.position()];
    body.get(0, bytes);
    return bytes;
  }
}
