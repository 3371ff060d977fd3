package aitta.wire;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.NodeId;
import aitta.peer.Bundle;
import aitta.peer.Chunk;
import aitta.peer.Envelope;
import aitta.peer.PeerFormat;
import aitta.replica.RowsChanged;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Delegates to the formats of {@link PeerFormat}, {@link Bundle}, {@link RowsChanged} and of chunks
 * (format 1, fields in order).
 */
public final class AittaSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 7_600_001;
  private static final String ENVELOPE = "m";
  private static final String BUNDLE = "b";
  private static final String CHUNK = "c";
  private static final String ROWS = "r";
  private static final int CHUNK_FORMAT = 1;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object object) {
    if (object instanceof Envelope) {
      return ENVELOPE;
    }
    if (object instanceof Bundle) {
      return BUNDLE;
    }
    if (object instanceof Chunk) {
      return CHUNK;
    }
    if (object instanceof RowsChanged) {
      return ROWS;
    }
    throw new IllegalArgumentException("no format for " + object.getClass().getName());
  }

  @Override
  public byte[] toBinary(Object object) {
    if (object instanceof Envelope envelope) {
      return PeerFormat.encode(envelope);
    }
    if (object instanceof Bundle bundle) {
      return bundle.encode();
    }
    if (object instanceof Chunk chunk) {
      return chunk(chunk);
    }
    if (object instanceof RowsChanged event) {
      return event.encode();
    }
    throw new IllegalArgumentException("no format for " + object.getClass().getName());
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    switch (manifest) {
      case ENVELOPE:
        return PeerFormat.decode(bytes);
      case BUNDLE:
        return Bundle.decode(bytes);
      case CHUNK:
        return chunk(bytes);
      case ROWS:
        return rows(bytes);
      default:
        throw new IllegalArgumentException("no format is named '" + manifest + "'");
    }
  }

  private static RowsChanged rows(byte[] bytes) {
    try {
      return RowsChanged.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(e.getMessage());
    }
  }

  private static byte[] chunk(Chunk chunk) {
    return new Output(64 + chunk.bytes().length)
        .putByte(CHUNK_FORMAT)
        .putString(chunk.from().value())
        .putVarint(chunk.transfer())
        .putVarint(chunk.index())
        .putVarint(chunk.count())
        .putBytes(chunk.bytes())
        .toBytes();
  }

  private static Chunk chunk(byte[] bytes) {
    Input in = new Input(bytes);
    int format = in.getByte();
    if (format != CHUNK_FORMAT) {
      throw new MalformedException("a piece in format " + format);
    }
    String from = in.getString();
    long transfer = in.getVarint();
    long index = in.getVarint();
    long count = in.getVarint();
    byte[] piece = in.getBytes();
    in.expectEnd();
    boolean possible = index >= 0 && index < count && count <= Chunk.MAX_COUNT;
    if (!possible || !NodeId.isLegal(from)) {
      throw new MalformedException("piece " + index + " of " + count + " from '" + from + "'");
    }
    return new Chunk(new NodeId(from), transfer, (int) index, (int) count, piece);
  }
}
