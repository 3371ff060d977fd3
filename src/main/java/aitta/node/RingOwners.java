package aitta.node;

import aitta.antientropy.Owners;
import aitta.handover.OwnerLists;
import aitta.membership.ClusterView;
import aitta.model.NodeId;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Owners as this node knows them, and who can be reached by the newest view of the cluster. */
public record RingOwners(Supplier<ClusterView> views, OwnerLists lists) implements Owners {
  @Override
  public NodeId self() {
    return views.get().self();
  }

  @Override
  public List<NodeId> of(int range) {
    return lists.of(range).owners();
  }

  @Override
  public int listOf(int range) {
    return lists.of(range).version();
  }

  @Override
  public Set<NodeId> members() {
    return lists.ring().members().keySet();
  }

  @Override
  public boolean isReachable(NodeId node) {
    return views.get().isReachable(node);
  }
}
