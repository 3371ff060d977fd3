package aitta.node;

import aitta.clock.NodeClock;
import aitta.config.Settings;
import aitta.handover.OwnerLists;
import aitta.membership.DataDirectory;
import aitta.model.NodeId;
import aitta.replica.ByteBudget;
import aitta.replica.PeerMarks;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaFigures;
import aitta.replica.ReplicaSetup;
import aitta.replica.ReplicaState;
import aitta.replica.RowCache;
import aitta.ring.RangeOwners;
import aitta.storage.TableId;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** The copies of one node, and what they share. Wired here, nothing is decided. */
final class OwnReplicas {
  private final Settings settings;
  private final DataDirectory directory;
  private final NodeStorage storage;
  private final NodeClock clock;
  private final ByteBudget budget;
  private final RowCache rowCache;
  private final ReplicaFigures figures = new ReplicaFigures();
  private final Map<Integer, ActorRef<RangeReplica.Command>> byRange = new ConcurrentHashMap<>();

  OwnReplicas(Settings settings, DataDirectory directory, NodeStorage storage, NodeClock clock) {
    this.settings = settings;
    this.directory = directory;
    this.storage = storage;
    this.clock = clock;
    this.budget = new ByteBudget(settings.journal().queueBytes());
    this.rowCache =
        new RowCache(Runtime.getRuntime().maxMemory() / 100 * settings.storage().rowCachePercent());
  }

  /**
   * Starts those of the ranges that this node owns, and of those that were on their way here or
   * from here.
   *
   * @param marks how far the copies of others were seen
   * @return what makes one more, whose rows lie in another table
   */
  Maker start(ActorContext<?> guardian, NodeId self, OwnerLists lists, PeerMarks marks) {
    boolean isFresh = !directory.isNew() && !directory.isCopied() && !directory.hasMadeRanges();
    ReplicaSetup shared = shared(self, lists, marks);
    Set<Integer> kept = storage.kept().ranges();
    for (int range = 0; range < lists.ranges(); range++) {
      RangeOwners list = lists.of(range);
      if (list.isOwner(self) || kept.contains(range)) {
        boolean fresh = isFresh && list.version() == 1;
        Behavior<RangeReplica.Command> replica =
            Supervised.restarting(RangeReplica.create(tablesOf(list), fresh, shared));
        byRange.put(range, guardian.spawn(replica, "range-" + range, Supervised.STORAGE));
      }
    }
    return table -> Supervised.restarting(RangeReplica.create(List.of(table), false, shared));
  }

  /** Makes the copy whose rows lie in that table. */
  interface Maker {
    Behavior<RangeReplica.Command> of(TableId table);
  }

  private ReplicaSetup shared(NodeId self, OwnerLists lists, PeerMarks marks) {
    return new ReplicaSetup(
        self,
        storage.store(),
        clock,
        budget,
        limits(),
        new SecureRandom(),
        storage.disk(),
        figures,
        marks,
        directory.incarnation(),
        settings.ring().ranges(),
        settings.tombstone().grace(),
        rowCache,
        lists::of,
        lists::isDecreed,
        storage.dropped()::drop);
  }

  /**
   * The tables that this node has of the range, the one in use last; a first one is named after the
   * list that made it an owner.
   */
  private List<TableId> tablesOf(RangeOwners list) {
    return storage.kept().tablesLike(TableId.underList(list.range(), list.version()));
  }

  ReplicaState.Limits limits() {
    return new ReplicaState.Limits(
        settings.limits().maxSiblings(), settings.limits().maxSiblingsBytes());
  }

  /** Of what is on its way to the journal. */
  ByteBudget budget() {
    return budget;
  }

  RowCache rowCache() {
    return rowCache;
  }

  ReplicaFigures figures() {
    return figures;
  }

  /** Changed by the keeper of copies alone once they are started. */
  Map<Integer, ActorRef<RangeReplica.Command>> byRange() {
    return byRange;
  }

  /** Whether all have read their data back. */
  boolean areRead() {
    return figures.readyRanges() >= byRange.size();
  }
}
