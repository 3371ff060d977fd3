package aitta.node;

import aitta.antientropy.Owners;
import aitta.membership.ClusterView;
import aitta.model.NodeId;
import aitta.ring.Ring;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Owners as the newest view of the cluster has them. */
record RingOwners(Supplier<ClusterView> views) implements Owners {
  @Override
  public NodeId self() {
    return views.get().self();
  }

  @Override
  public List<NodeId> of(int range) {
    return ring().ownersOf(range).owners();
  }

  @Override
  public Set<NodeId> members() {
    return ring().members().keySet();
  }

  private Ring ring() {
    return views.get().ring().orElseThrow(() -> new IllegalStateException("no ring yet"));
  }

  @Override
  public boolean isReachable(NodeId node) {
    return views.get().isReachable(node);
  }
}
