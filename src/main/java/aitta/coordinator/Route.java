package aitta.coordinator;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import java.util.List;
import java.util.Set;

/**
 * Where a key lives now, as this node knows it.
 *
 * @param owners of its range, the first owner first
 * @param listVersion of these owners
 * @param reachable all nodes that can be reached, this one included
 * @param standIns nodes that can be reached and are no owners, in the order in which a sloppy write
 *     uses them
 */
public record Route(
    int range, List<NodeId> owners, int listVersion, Set<NodeId> reachable, List<NodeId> standIns) {

  /** Finds routes; cheap enough for each request. */
  @FunctionalInterface
  public interface Routes {
    Route of(Key key);

    /** A list of owners was decided; routes of its range follow it from now on. */
    default void learn(RangeOwners list) {}
  }

  public boolean isOwner(NodeId node) {
    return owners.contains(node);
  }
}
