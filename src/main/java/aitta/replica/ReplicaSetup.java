package aitta.replica;

import aitta.clock.NodeClock;
import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import aitta.storage.RowStore;
import aitta.storage.TableId;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What the replicas of a node share.
 *
 * @param self the node's own id
 * @param trust names the data directory for which copies are trusted
 * @param ranges Q
 * @param grace how long a dead key is kept at least
 * @param cache of sets that were read lately and not written since
 * @param lists the newest list of a range's owners that the node knows
 * @param decreed whether a list was decreed, as far as the node knows
 * @param discard drops a table that another has taken the place of, and its events
 */
public record ReplicaSetup(
    NodeId self,
    RowStore store,
    NodeClock clock,
    ByteBudget budget,
    ReplicaState.Limits limits,
    RandomGenerator random,
    BooleanSupplier diskFull,
    ReplicaFigures figures,
    PeerMarks marks,
    String trust,
    int ranges,
    Duration grace,
    RowCache cache,
    IntFunction<RangeOwners> lists,
    Predicate<RangeOwners> decreed,
    Consumer<TableId> discard) {}
