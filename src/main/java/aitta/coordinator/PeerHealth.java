package aitta.coordinator;

import aitta.model.NodeId;
import aitta.quorum.UsualLatency;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * How quickly peers have answered of late. A peer that left a request unanswered is asked last
 * until it answers again; the failure detector needs seconds for what this sees within one request.
 * Safe for use by many threads.
 */
public final class PeerHealth {
  private static final class Peer {
    final UsualLatency latency = new UsualLatency(10_000);
    volatile boolean silent;
  }

  private final Map<NodeId, Peer> peers = new ConcurrentHashMap<>();
  private final RandomGenerator random;

  public PeerHealth(RandomGenerator random) {
    this.random = random;
  }

  public void answered(NodeId node, long micros) {
    Peer peer = peer(node);
    synchronized (peer.latency) {
      peer.latency.sample(micros);
    }
    peer.silent = false;
  }

  /** A question to the node has had no answer for longer than it usually takes by far. */
  public void silent(NodeId node) {
    peer(node).silent = true;
  }

  /** Past this many µs an answer of one of {@code nodes} is overdue. */
  public long usualMicros(Collection<NodeId> nodes) {
    long most = 0;
    for (NodeId node : nodes) {
      Peer peer = peers.get(node);
      if (peer != null) {
        synchronized (peer.latency) {
          most = Math.max(most, peer.latency.p99Micros());
        }
      }
    }
    return most;
  }

  /**
   * In the order in which to ask: {@code first} first, then a random order that spreads the load,
   * silent ones last.
   */
  public List<NodeId> order(Collection<NodeId> nodes, NodeId first) {
    record Ranked(NodeId node, long rank) {}
    List<Ranked> ranked = new ArrayList<>(nodes.size());
    for (NodeId node : nodes) {
      Peer peer = peers.get(node);
      long rank = node.equals(first) ? -1 : random.nextInt(1 << 20);
      ranked.add(new Ranked(node, rank + (peer != null && peer.silent ? 1L << 32 : 0)));
    }
    ranked.sort(Comparator.comparingLong(Ranked::rank));
    return ranked.stream().map(Ranked::node).toList();
  }

  private Peer peer(NodeId node) {
    return peers.computeIfAbsent(node, n -> new Peer());
  }
}
