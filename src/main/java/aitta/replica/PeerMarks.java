package aitta.replica;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.NodeId;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this node has heard of the copies of other owners, by range: so that a copy which comes back
 * older than it was is told. Replicas keep it beside their keys with their next event, which a new
 * life brings about, and the node keeps all of it by itself. Safe for use by many threads.
 */
public final class PeerMarks {
  private static final int FORMAT = 2;

  private final Map<Integer, Map<NodeId, Heard>> heard = new ConcurrentHashMap<>();

  /**
   * @param life 0 where the peer did not say
   * @return whether it is a life that was not heard of before
   */
  public boolean heard(int range, NodeId peer, long life, long seqNr) {
    if (life == 0 || peer == null) {
      return false;
    }
    Map<NodeId, Heard> peers = heard.computeIfAbsent(range, r -> new ConcurrentHashMap<>());
    Heard known = peers.get(peer);
    boolean isNew = known == null || known.life() != life;
    if (isNew || known.seqNr() < seqNr) {
      peers.merge(peer, new Heard(life, seqNr, 1), PeerMarks::after);
    }
    return isNew;
  }

  /** Of two threads that are here at once with one life the later state must win. */
  private static Heard after(Heard one, Heard now) {
    return one.life() == now.life()
        ? new Heard(one.life(), Math.max(one.seqNr(), now.seqNr()), one.nth())
        : new Heard(now.life(), now.seqNr(), one.nth() + 1);
  }

  /** What was heard of the owners of a range. */
  public Map<NodeId, Heard> of(int range) {
    Map<NodeId, Heard> peers = heard.get(range);
    return peers == null ? Map.of() : Map.copyOf(peers);
  }

  /** What was heard of {@code peer}; null for nothing. */
  public Heard of(int range, NodeId peer) {
    return heard.getOrDefault(range, Map.of()).get(peer);
  }

  /** As it was written down at some time before; what was heard since may be of a later life. */
  void recall(int range, NodeId peer, Heard mark) {
    heard
        .computeIfAbsent(range, r -> new ConcurrentHashMap<>())
        .merge(peer, mark, PeerMarks::later);
  }

  private static Heard later(Heard one, Heard other) {
    if (one.nth() != other.nth()) {
      return one.nth() > other.nth() ? one : other;
    }
    if (one.life() != other.life()) {
      return new Heard(0, 0, one.nth()); // nobody knows which was the later: it confirms neither
    }
    return one.seqNr() > other.seqNr() ? one : other;
  }

  /**
   * As {@link #encode} gave it.
   *
   * @throws MalformedException if it makes no sense; some of it may be recalled by then
   */
  public void recall(byte[] bytes) {
    Input in = new Input(bytes);
    int format = in.getByte();
    if (format < 1 || format > FORMAT) {
      throw new MalformedException("what was heard of other copies in format " + format);
    }
    for (int ranges = in.getCount(2); ranges > 0; ranges--) {
      int range = (int) in.getVarint();
      for (int peers = in.getCount(11); peers > 0; peers--) {
        NodeId peer = nodeOf(in.getString());
        long life = in.getLong();
        recall(range, peer, new Heard(life, in.getVarint(), format == 1 ? 0 : in.getVarint()));
      }
    }
    in.expectEnd();
  }

  private static NodeId nodeOf(String name) {
    try {
      return new NodeId(name);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(e.getMessage());
    }
  }

  /**
   * Format 2: version byte, how many ranges; of each its number and how many peers; of each peer
   * its id, life, sequence number, and which life of it this is. Format 1 does not say which.
   */
  public byte[] encode() {
    Map<Integer, Map<NodeId, Heard>> ranges = new TreeMap<>(heard);
    Output out = new Output(16 + 96 * ranges.size()).putByte(FORMAT).putVarint(ranges.size());
    ranges.forEach(
        (range, peers) -> {
          Map<NodeId, Heard> marks = new TreeMap<>(peers);
          out.putVarint(range).putVarint(marks.size());
          marks.forEach(
              (peer, mark) ->
                  out.putString(peer.value())
                      .putLong(mark.life())
                      .putVarint(mark.seqNr())
                      .putVarint(mark.nth()));
        });
    return out.toBytes();
  }
}
