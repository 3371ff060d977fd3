package aitta.hint;

import aitta.clock.NodeClock;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.Peers;
import aitta.replica.ByteBudget;
import aitta.replica.ReplicaState;
import aitta.ring.RangeOwners;
import aitta.storage.RowStore;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the hint store of a node works with.
 *
 * @param maxAge past which a hint is left to anti-entropy, if an owner has the version
 * @param owners of the range that a key is in
 * @param member whether a node is a member of the ring
 * @param reachable whether a node can be reached now
 * @param forgottenBeforeMillis wall clock; hints on disk that came earlier are dropped at the
 *     start. For a directory that was copied: what has been deleted since may be reclaimed by now,
 *     as nobody knew of these hints. 0 where it was not
 * @param leaving whether this node is about to leave the ring: then others keep its hints
 * @param published told how many hints are held for each target, whenever that changes
 */
public record HintSetup(
    RowStore store,
    NodeClock clock,
    Peers peers,
    RandomGenerator random,
    ReplicaState.Limits limits,
    long maxBytes,
    Duration maxAge,
    long forgottenBeforeMillis,
    ByteBudget budget,
    Supplier<Delivery.Pace> paces,
    BooleanSupplier diskFull,
    Function<Key, RangeOwners> owners,
    Predicate<NodeId> member,
    Predicate<NodeId> reachable,
    BooleanSupplier leaving,
    Consumer<Map<NodeId, Long>> published,
    HintFigures figures) {
  /** How fast to deliver now. */
  Delivery.Pace pace() {
    return paces.get();
  }
}
