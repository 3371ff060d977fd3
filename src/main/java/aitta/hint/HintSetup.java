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
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the hint store of a node works with.
 *
 * @param maxAge past which a hint is left to anti-entropy, if an owner has the version
 * @param owners of the range that a key is in
 * @param keepers of hints for the owners of a key that can be reached, are no owners and stay; the
 *     best one first
 * @param member whether a node is a member of the ring
 * @param reachable whether a node can be reached now
 * @param copied whether the directory was copied, or has lost something: hints that came before
 *     {@code forgottenBeforeMillis} are dropped at the start then
 * @param forgottenBeforeMillis wall clock, asked each time; of hints that came earlier nobody may
 *     have known while what they say was deleted and reclaimed
 * @param leaving whether this node is about to leave the ring: then others keep its hints
 * @param over whether it may end at any moment: then it takes no more of them
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
    boolean copied,
    LongSupplier forgottenBeforeMillis,
    ByteBudget budget,
    Supplier<Delivery.Pace> paces,
    BooleanSupplier diskFull,
    Function<Key, RangeOwners> owners,
    Function<Key, List<NodeId>> keepers,
    Predicate<NodeId> member,
    Predicate<NodeId> reachable,
    BooleanSupplier leaving,
    BooleanSupplier over,
    Consumer<Map<NodeId, Long>> published,
    HintFigures figures) {
  /** How fast to deliver now. */
  Delivery.Pace pace() {
    return paces.get();
  }
}
