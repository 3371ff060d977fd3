package aitta.membership;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.NodeId;

/**
 * That this node agreed to a ring which it does not have yet. Kept on disk until the ring is there:
 * as long as it stands, no other node gets this one into a ring of its own.
 */
public record Vote(NodeId proposer, String ring) {
  private static final int FORMAT = 1;

  byte[] toBytes() {
    return new Output(64).putByte(FORMAT).putString(proposer.value()).putString(ring).toBytes();
  }

  static Vote of(byte[] bytes) {
    Input in = new Input(bytes);
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("vote of format " + format);
    }
    Vote vote = new Vote(new NodeId(in.getString()), in.getString());
    in.expectEnd();
    return vote;
  }
}
