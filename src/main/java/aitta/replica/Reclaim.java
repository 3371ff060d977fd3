package aitta.replica;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.Key;
import aitta.peer.RangeMessage.DeadKey;
import aitta.version.Summary;
import java.util.ArrayList;
import java.util.List;

/**
 * A decision to forget dead keys, as an owner that has applied it keeps it for those that have not.
 *
 * <p>Format 1: version byte, number, proposal, how many keys; of each bucket, name, summary.
 *
 * @param number counts the decisions of a range, from 1 on
 */
record Reclaim(long number, long proposal, List<DeadKey> keys) {
  static final Reclaim NONE = new Reclaim(0, 0, List.of());
  private static final int FORMAT = 1;

  Reclaim {
    keys = List.copyOf(keys);
  }

  byte[] encode() {
    Output out = new Output(32 + 96 * keys.size()).putByte(FORMAT);
    out.putVarint(number).putLong(proposal).putVarint(keys.size());
    for (DeadKey dead : keys) {
      out.putString(dead.key().bucket()).putBytes(dead.key().name());
      dead.summary().writeTo(out);
    }
    return out.toBytes();
  }

  /** {@link #NONE} where there is no such row. */
  static Reclaim decode(byte[] row) {
    if (row == null) {
      return NONE;
    }
    Input in = new Input(row);
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("a reclaim in format " + format);
    }
    long number = in.getVarint();
    long proposal = in.getLong();
    List<DeadKey> keys = new ArrayList<>();
    for (int left = in.getCount(5); left > 0; left--) {
      keys.add(new DeadKey(new Key(in.getString(), in.getBytes()), Summary.readFrom(in)));
    }
    in.expectEnd();
    return new Reclaim(number, proposal, keys);
  }
}
