package aitta.replica;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a copy keeps beside its rows, written with each event.
 *
 * <p>Format 3: version byte, keys, bytes, life, claim, reclaims, then of each peer its id, life,
 * sequence number, and which life of it this is. At most some 1400 bytes, with 15 peers of the
 * longest names. Format 2 does not say which life, format 1 has no claim either.
 *
 * @param figures what the copy holds
 * @param life drawn when the copy was made; 0 before its first event
 * @param claim see {@link Claim}; 0 for an event of a copy that was believed
 * @param reclaims number of the last reclaim that it has applied
 * @param heard of the copies of other owners
 */
record CopyNote(Figures figures, long life, long claim, long reclaims, Map<NodeId, Heard> heard) {
  static final CopyNote NONE = new CopyNote(Figures.NONE, 0, 0, 0, Map.of());
  private static final int FORMAT = 3;

  CopyNote {
    heard = Map.copyOf(heard);
  }

  byte[] encode() {
    Output out = new Output(64 + 32 * heard.size()).putByte(FORMAT);
    out.putVarint(figures.keys()).putVarint(figures.bytes()).putLong(life);
    out.putVarint(claim).putVarint(reclaims);
    out.putVarint(heard.size());
    new TreeMap<>(heard)
        .forEach(
            (peer, mark) ->
                out.putString(peer.value())
                    .putLong(mark.life())
                    .putVarint(mark.seqNr())
                    .putVarint(mark.nth()));
    return out.toBytes();
  }

  /** Nothing was kept yet where {@code note} is empty. */
  static CopyNote decode(byte[] note) {
    if (note.length == 0) {
      return NONE;
    }
    Input in = new Input(note);
    int format = in.getByte();
    if (format < 1 || format > FORMAT) {
      throw new MalformedException("a copy's note in format " + format);
    }
    Figures figures = new Figures(in.getVarint(), in.getVarint());
    long life = in.getLong();
    long claim = format == 1 ? 0 : in.getVarint();
    long reclaims = in.getVarint();
    Map<NodeId, Heard> heard = new HashMap<>();
    for (int left = in.getCount(11); left > 0; left--) {
      try {
        NodeId peer = new NodeId(in.getString());
        heard.put(peer, new Heard(in.getLong(), in.getVarint(), format < 3 ? 0 : in.getVarint()));
      } catch (IllegalArgumentException e) {
        throw new MalformedException(e.getMessage());
      }
    }
    in.expectEnd();
    return new CopyNote(figures, life, claim, reclaims, heard);
  }
}
