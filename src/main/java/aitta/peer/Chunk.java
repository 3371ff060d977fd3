package aitta.peer;

import aitta.model.NodeId;

/**
 * A piece of an {@link Envelope} that is too large to be sent whole.
 *
 * @param transfer the sender's number for the envelope
 * @param index from 0 on
 * @param count how many pieces there are
 */
public record Chunk(NodeId from, long transfer, int index, int count, byte[] bytes) {
  /** Bytes of each piece but the last: well below the frame of the large channel. */
  public static final int BYTES = 256 * 1024;

  /** Pieces of the largest envelope: a set of siblings at its limit, twice over. */
  public static final int MAX_COUNT = 160;
}
