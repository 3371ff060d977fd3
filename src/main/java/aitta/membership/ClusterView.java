package aitta.membership;

import aitta.model.NodeId;
import aitta.ring.Ring;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster as this node sees it at one moment. Immutable: read it once at the start of a request
 * and keep to it.
 *
 * @param start of this node's actor system
 * @param secrets behind context tokens, newest first; empty without a ring; nobody writes to them
 * @param peers every node that is a member of the cluster or of the ring, this one included
 * @param directoryNew whether this node's place in the ring is older than its data directory
 * @param directoryCopied whether its data directory is a copy of another
 */
public record ClusterView(
    NodeId self,
    long start,
    Optional<Ring> ring,
    List<byte[]> secrets,
    Map<NodeId, Peer> peers,
    boolean directoryNew,
    boolean directoryCopied) {

  public ClusterView {
    secrets = List.copyOf(secrets);
    peers = Map.copyOf(peers);
  }

  /** Whether messages to {@code id} are worth sending; true of this node itself. */
  public boolean isReachable(NodeId id) {
    Peer peer = peers.get(id);
    return id.equals(self) || peer != null && peer.reachable();
  }
}
