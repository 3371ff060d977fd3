package aitta.antientropy;

import aitta.model.NodeId;
import java.util.List;
import java.util.Set;

/** Who owns what, and who can be reached now. Safe for use by many threads. */
public interface Owners {
  NodeId self();

  /** In the order of the agreed list. */
  List<NodeId> of(int range);

  /** Version of the list that {@link #of} gives. */
  int listOf(int range);

  /** Of the ring, all of them. */
  Set<NodeId> members();

  boolean isReachable(NodeId node);

  default boolean owns(int range) {
    return of(range).contains(self());
  }

  /** The members but this node, in some order that stays. */
  default List<NodeId> otherMembers() {
    return members().stream().filter(node -> !node.equals(self())).sorted().toList();
  }

  /** The owners of the range but this node. */
  default List<NodeId> othersOf(int range) {
    return of(range).stream().filter(node -> !node.equals(self())).toList();
  }

  /**
   * With whom this node compares the range: each pair of owners is the task of the one that comes
   * first in their list. Both are needed for it, so nobody else could take it over.
   */
  default List<NodeId> partnersIn(int range) {
    List<NodeId> owners = of(range);
    int place = owners.indexOf(self());
    return place < 0 ? List.of() : owners.subList(place + 1, owners.size());
  }
}
