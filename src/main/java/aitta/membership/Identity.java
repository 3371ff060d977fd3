package aitta.membership;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.NodeId;

/**
 * Whose data a directory holds.
 *
 * @param incarnation random name of this very directory; a wiped or copied one gets another
 * @param trust whether what lies here is all that the node ever acknowledged
 * @param made whether the first copies of all ranges were made here. Not in a file of its own: one
 *     that is lost would turn lost copies into new ones.
 */
record Identity(NodeId node, String cluster, String incarnation, Trust trust, boolean made) {
  private static final int FORMAT = 1;

  /** Whether a directory can be believed to hold all that its node ever acknowledged. */
  enum Trust {
    /** It was there when its ring was made, or its copies have caught up since. */
    OWN,
    /** It was empty when it took over a place in the ring, or was given a new one. */
    NEW,
    /** It is a copy of another directory, which may have gone on since. */
    COPIED
  }

  Identity with(String newIncarnation, Trust newTrust) {
    return new Identity(node, cluster, newIncarnation, newTrust, made);
  }

  Identity withRangesMade() {
    return new Identity(node, cluster, incarnation, trust, true);
  }

  byte[] toBytes() {
    return new Output(128)
        .putByte(FORMAT)
        .putString(node.value())
        .putString(cluster)
        .putString(incarnation)
        .putByte(trust.ordinal())
        .putByte(made ? 1 : 0)
        .toBytes();
  }

  static Identity of(byte[] bytes) {
    Input in = new Input(bytes);
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("identity of format " + format);
    }
    NodeId node = new NodeId(in.getString());
    String cluster = in.getString();
    String incarnation = in.getString();
    int trust = in.getByte();
    if (trust >= Trust.values().length) {
      throw new MalformedException("trust " + trust);
    }
    int made = in.getByte();
    if (made > 1) {
      throw new MalformedException("made " + made);
    }
    in.expectEnd();
    return new Identity(node, cluster, incarnation, Trust.values()[trust], made == 1);
  }
}
