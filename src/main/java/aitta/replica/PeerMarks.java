package aitta.replica;

import aitta.model.NodeId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this node has heard of the copies of other owners, by range: so that a copy which comes back
 * older than it was is told. Replicas keep it beside their keys. Safe for use by many threads.
 */
public final class PeerMarks {
  private final Map<Integer, Map<NodeId, Heard>> heard = new ConcurrentHashMap<>();

  /**
   * @param life 0 where the peer did not say
   */
  public void heard(int range, NodeId peer, long life, long seqNr) {
    if (life == 0 || peer == null) {
      return;
    }
    Map<NodeId, Heard> peers = heard.computeIfAbsent(range, r -> new ConcurrentHashMap<>());
    Heard known = peers.get(peer);
    if (known == null || known.life() != life || known.seqNr() < seqNr) {
      // Of two threads that are here at once with one life the later state must win.
      peers.merge(peer, new Heard(life, seqNr), PeerMarks::later);
    }
  }

  private static Heard later(Heard one, Heard now) {
    return one.life() == now.life() && one.seqNr() > now.seqNr() ? one : now;
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
}
