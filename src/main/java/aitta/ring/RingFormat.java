package aitta.ring;

import aitta.model.NodeId;
import aitta.ring.Membership.State;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A ring as bytes, on disk and between nodes. Numbers are big-endian; a varint has seven bits a
 * byte, the lowest first; a text has its length in one byte, then ASCII.
 *
 * <pre>
 * byte     format version: 1
 * text     ring id
 * byte     log2 Q
 * byte     N
 * varint   number of node ids, then each as text; below a node is its index in this list
 * varint   number of members, then of each:
 *            varint node, text zone, 8 bytes weight (IEEE 754), varint version,
 *            byte 0 present, 1 removed, 2 leaving, 3 leaving by force
 * Q times  varint list version, byte n (plus 128 where the list was decreed),
 *            n varints: the owners
 * 4 bytes  CRC32C of all before
 * </pre>
 *
 * Every later format keeps the first byte and the last four, and every later program reads this
 * one.
 */
public final class RingFormat {
  private static final int VERSION = 1;
  private static final int CRC_BYTES = 4;

  /** By the byte that stands for each. */
  private static final List<State> STATES =
      List.of(State.PRESENT, State.REMOVED, State.LEAVING, State.LEAVING_BY_FORCE);

  private static final int DECREED = 0x80;

  private RingFormat() {}

  /** About 5 bytes a range with N = 3, and 40 a member. */
  public static byte[] encode(Ring ring) {
    Writer out = new Writer();
    out.write(VERSION);
    out.text(ring.id());
    out.write(Integer.numberOfTrailingZeros(ring.ranges()));
    out.write(ring.replicas());
    Map<NodeId, Integer> index = writeNodes(ring, out);
    out.varint(ring.memberships().size());
    for (Membership entry : ring.memberships()) {
      out.varint(index.get(entry.id()));
      out.text(entry.member().zone());
      out.writeBytes(ByteBuffer.allocate(8).putDouble(entry.member().weight()).array());
      out.varint(entry.version());
      out.write(STATES.indexOf(entry.state()));
    }
    for (RangeOwners list : ring.owners()) {
      out.varint(list.version());
      out.write(list.n() | (ring.decreed().contains(list.range()) ? DECREED : 0));
      list.owners().forEach(owner -> out.varint(index.get(owner)));
    }
    byte[] body = out.toByteArray();
    return ByteBuffer.allocate(body.length + CRC_BYTES).put(body).putInt(crc(body)).array();
  }

  /** An owner that was replaced in the member list meanwhile is still named, so both are listed. */
  private static Map<NodeId, Integer> writeNodes(Ring ring, Writer out) {
    List<NodeId> nodes =
        Stream.concat(
                ring.memberships().stream().map(Membership::id),
                ring.owners().stream().flatMap(list -> list.owners().stream()))
            .distinct()
            .sorted()
            .toList();
    Map<NodeId, Integer> index = new HashMap<>();
    out.varint(nodes.size());
    for (NodeId node : nodes) {
      index.put(node, index.size());
      out.text(node.value());
    }
    return index;
  }

  /**
   * @throws RingFormatException if the bytes are damaged, incomplete, from a newer program, or
   *     describe no possible ring; the message says which
   */
  public static Ring decode(byte[] bytes) throws RingFormatException {
    if (bytes.length <= CRC_BYTES) {
      throw new RingFormatException("a ring has more than " + bytes.length + " bytes");
    }
    ByteBuffer all = ByteBuffer.wrap(bytes);
    ByteBuffer body = all.slice(0, bytes.length - CRC_BYTES);
    int stored = all.getInt(bytes.length - CRC_BYTES);
    int computed = crc(body.duplicate());
    if (stored != computed) {
      throw new RingFormatException(
          "the checksum of the ring is %08x, not %08x as stored: its %d bytes are damaged"
              .formatted(computed, stored, bytes.length));
    }
    int version = body.get();
    if (version != VERSION) {
      throw new RingFormatException(
          "the ring has format version " + version + "; this program reads version " + VERSION);
    }
    try {
      return read(new Reader(body));
    } catch (BufferUnderflowException e) {
      throw new RingFormatException("the ring ends in the middle, at byte " + body.limit(), e);
    } catch (RingFormatException e) {
      throw e; // says already what is wrong
    } catch (IllegalArgumentException e) {
      throw new RingFormatException("no possible ring: " + e.getMessage(), e);
    }
  }

  private static Ring read(Reader in) throws RingFormatException {
    String id = in.text();
    int logRanges = in.count(16, "log2 of the number of ranges");
    int replicas = in.unsigned();
    List<NodeId> nodes = new ArrayList<>();
    for (int left = in.count(in.remaining(), "number of nodes"); left > 0; left--) {
      nodes.add(new NodeId(in.text()));
    }
    List<Membership> members = new ArrayList<>();
    for (int left = in.count(nodes.size(), "number of members"); left > 0; left--) {
      NodeId node = in.node(nodes);
      RingMember member = new RingMember(node, in.text(), in.weight());
      members.add(new Membership(member, in.varint(), in.state()));
    }
    List<RangeOwners> lists = new ArrayList<>();
    Set<Integer> decreed = new HashSet<>();
    for (int range = 0; range < 1 << logRanges; range++) {
      int version = in.varint();
      List<NodeId> owners = new ArrayList<>();
      int n = in.unsigned();
      if (n >= DECREED) {
        decreed.add(range);
      }
      for (int left = n % DECREED; left > 0; left--) {
        owners.add(in.node(nodes));
      }
      lists.add(new RangeOwners(range, version, owners));
    }
    if (in.remaining() > 0) {
      throw new RingFormatException(in.remaining() + " bytes too many behind the last range");
    }
    return new Ring(id, 1 << logRanges, replicas, members, new AgreedLists(lists, decreed));
  }

  private static int crc(byte[] bytes) {
    return crc(ByteBuffer.wrap(bytes));
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static final class Writer extends ByteArrayOutputStream {
    void varint(int value) {
      int left = value;
      while (left >= 0x80) {
        write(left & 0x7f | 0x80);
        left >>>= 7;
      }
      write(left);
    }

    void text(String text) {
      byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
      write(ascii.length);
      writeBytes(ascii);
    }
  }

  private record Reader(ByteBuffer bytes) {
    int remaining() {
      return bytes.remaining();
    }

    int unsigned() {
      return bytes.get() & 0xff;
    }

    int varint() throws RingFormatException {
      long value = 0;
      for (int shift = 0; shift < 35; shift += 7) {
        byte next = bytes.get();
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          if (value > Integer.MAX_VALUE) {
            break;
          }
          return (int) value;
        }
      }
      throw new RingFormatException("a number before byte " + bytes.position() + " is too large");
    }

    /** A number that cannot be larger than {@code most}: checked before anything is made of it. */
    int count(int most, String what) throws RingFormatException {
      int count = varint();
      if (count > most) {
        throw new RingFormatException(what + " is " + count + ", at most " + most + " is possible");
      }
      return count;
    }

    NodeId node(List<NodeId> nodes) throws RingFormatException {
      return nodes.get(count(nodes.size() - 1, "index of a node"));
    }

    State state() throws RingFormatException {
      return STATES.get(count(STATES.size() - 1, "state of a member"));
    }

    double weight() {
      return bytes.getDouble();
    }

    String text() {
      byte[] ascii = new byte[unsigned()];
      bytes.get(ascii);
      return new String(ascii, StandardCharsets.US_ASCII);
    }
  }
}
