package aitta.peer;

import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts messages into pieces and puts them together again. Pieces of one transfer come in order or
 * not at all. What stays incomplete is thrown away: whoever waits for it has a deadline. Used by
 * one thread.
 */
public final class Chunks {
  private record TransferId(String from, long transfer) {}

  private static final class Partial {
    final byte[][] pieces;
    final long startedNanos;
    int present;
    long bytes;

    Partial(int count, long startedNanos) {
      this.pieces = new byte[count][];
      this.startedNanos = startedNanos;
    }
  }

  private final long maxBytes;
  private final long maxAgeNanos;
  private final Map<TransferId, Partial> partials = new LinkedHashMap<>(); // oldest first
  private long held;

  /**
   * @param maxBytes of unfinished messages together; the oldest make room
   * @param maxAgeNanos after which an unfinished message is given up
   */
  public Chunks(long maxBytes, long maxAgeNanos) {
    this.maxBytes = maxBytes;
    this.maxAgeNanos = maxAgeNanos;
  }

  public static List<Chunk> cut(NodeId from, long transfer, byte[] message) {
    int count = (message.length + Chunk.BYTES - 1) / Chunk.BYTES;
    List<Chunk> chunks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int end = Math.min(message.length, (i + 1) * Chunk.BYTES);
      chunks.add(
          new Chunk(from, transfer, i, count, Arrays.copyOfRange(message, i * Chunk.BYTES, end)));
    }
    return chunks;
  }

  /**
   * @return the whole message once its last piece is in, else null
   */
  public byte[] add(Chunk chunk, long nowNanos) {
    dropOld(nowNanos);
    boolean possible = chunk.count() >= 1 && chunk.count() <= Chunk.MAX_COUNT;
    if (!possible || chunk.index() < 0 || chunk.index() >= chunk.count()) {
      return null;
    }
    TransferId id = new TransferId(chunk.from().value(), chunk.transfer());
    Partial partial = partials.computeIfAbsent(id, k -> new Partial(chunk.count(), nowNanos));
    if (partial.pieces.length != chunk.count() || partial.pieces[chunk.index()] != null) {
      return null;
    }
    partial.pieces[chunk.index()] = chunk.bytes();
    partial.present++;
    partial.bytes += chunk.bytes().length;
    held += chunk.bytes().length;
    if (partial.present < chunk.count()) {
      return null;
    }
    partials.remove(id);
    held -= partial.bytes;
    return together(partial);
  }

  private static byte[] together(Partial partial) {
    byte[] whole = new byte[Math.toIntExact(partial.bytes)];
    int at = 0;
    for (byte[] piece : partial.pieces) {
      System.arraycopy(piece, 0, whole, at, piece.length);
      at += piece.length;
    }
    return whole;
  }

  private void dropOld(long nowNanos) {
    Iterator<Partial> oldest = partials.values().iterator();
    while (oldest.hasNext()) {
      Partial partial = oldest.next();
      if (nowNanos - partial.startedNanos < maxAgeNanos && held < maxBytes) {
        return;
      }
      held -= partial.bytes;
      oldest.remove();
    }
  }
}
