package aitta.simulation;

import aitta.antientropy.Copies;
import aitta.antientropy.FitnessKeeper;
import aitta.antientropy.Levels;
import aitta.antientropy.Owners;
import aitta.antientropy.RangeExchanger;
import aitta.antientropy.RangeSteward;
import aitta.antientropy.Reclaimer;
import aitta.antientropy.RepairAnswers;
import aitta.antientropy.RepairKeeper;
import aitta.coordinator.Coordination;
import aitta.coordinator.Coordinators;
import aitta.coordinator.PeerHealth;
import aitta.handover.ChangeDriver;
import aitta.handover.CopyKeeper;
import aitta.handover.OwnerAnswers;
import aitta.handover.OwnerLists;
import aitta.hint.HintFigures;
import aitta.hint.HintSetup;
import aitta.hint.HintStore;
import aitta.model.NodeId;
import aitta.node.Farewell;
import aitta.node.LocalAnswers;
import aitta.node.LocalCopies;
import aitta.node.ReplicaCopies;
import aitta.node.RingOwners;
import aitta.node.RouteTable;
import aitta.pace.Giving;
import aitta.pace.RatePacer;
import aitta.peer.Peers;
import aitta.replica.ByteBudget;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaFigures;
import aitta.replica.ReplicaSetup;
import aitta.replica.RowCache;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import aitta.storage.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The actors of one process: those of production, wired as they are there. */
final class NodeParts {
  /** What the first of them is told. */
  enum Nothing {
    INSTANCE
  }

  private static final long BUDGET = 64L << 20;

  private final SimulatedNode node;
  private final SimulatedCluster cluster;
  private final OpenDisk disk;
  private final DroppedTables dropped;
  private final SplittableRandom random;
  private final ByteBudget budget = new ByteBudget(BUDGET);
  private final ReplicaFigures figures = new ReplicaFigures();
  private final HintFigures hintFigures = new HintFigures();
  private final Levels levels = new Levels();
  private final Map<Integer, ActorRef<RangeReplica.Command>> replicas = new TreeMap<>();
  private final OwnerLists lists;
  private final Owners owners;
  private final LocalCopies local;
  private final Copies copies;
  private final Peers peers;
  private ActorRef<HintStore.Command> hints;
  private ActorRef<Coordinators.Command> coordinators;
  private ActorRef<RepairKeeper.Command> repairs;
  private ActorRef<CopyKeeper.Command> keeper; // null where no range ever moves
  private OwnerAnswers ownerAnswers; // null where no range ever moves
  private Map<NodeId, Long> hintCounts = Map.of();

  /**
   * @param dropped takes the tables that are of no use any more
   */
  NodeParts(
      SimulatedNode node,
      SimulatedCluster cluster,
      OpenDisk disk,
      DroppedTables dropped,
      Supplier<Ring> ring,
      Peers peers,
      SplittableRandom random) {
    this.node = node;
    this.cluster = cluster;
    this.disk = disk;
    this.dropped = dropped;
    this.peers = peers;
    this.random = random;
    this.lists = new OwnerLists(ring);
    this.owners = new RingOwners(node::view, lists);
    this.local = new LocalCopies(node.id, lists, replicas, figures, message -> hints.tell(message));
    this.copies = cluster.flaw().copies(new ReplicaCopies(replicas, figures));
  }

  /**
   * @param answers told which of them answer what the node is asked
   * @return the first of them, which all others end with
   */
  ActorRef<Nothing> start(
      ActorContext<Machine.Order> guardian, Consumer<LocalAnswers.DataParts> answers) {
    return guardian.spawnAnonymous(Behaviors.setup(context -> parts(context, answers)));
  }

  private Behavior<Nothing> parts(
      ActorContext<Nothing> context, Consumer<LocalAnswers.DataParts> answers) {
    ReplicaSetup shared = sharedByReplicas();
    startReplicas(context, shared);
    hints = part(context, HintStore.create(hintSetup()));
    coordinators = part(context, coordinating());
    startHealing(context);
    if (cluster.isMoving()) {
      startMoving(context, shared);
    }
    answers.accept(answering());
    return Behaviors.receive(Nothing.class)
        .onSignal(ChildFailed.class, failed -> failed(failed.cause()))
        .onSignal(Terminated.class, ended -> Behaviors.same())
        .build();
  }

  private LocalAnswers.DataParts answering() {
    return new LocalAnswers.DataParts(
        SimulatedCluster.RANGES,
        local,
        hints,
        coordinators::tell,
        new RepairAnswers(repairs, copies, from -> range -> local.seen(range, from)),
        ownerAnswers == null ? (question, reply) -> false : ownerAnswers::to,
        new Giving(() -> Long.MAX_VALUE, node.clock::nanos, (wait, answer) -> answer.run()),
        () -> {},
        () -> false);
  }

  private <T> ActorRef<T> part(ActorContext<Nothing> context, Behavior<T> behavior) {
    ActorRef<T> part = context.spawnAnonymous(behavior);
    context.watch(part);
    return part;
  }

  /** Production starts the part again after a while; here it is a finding. */
  private Behavior<Nothing> failed(Throwable cause) {
    if (!disk.isClosed()) {
      cluster.wrong("a part of " + node.id + " has failed: " + cause);
    }
    return Behaviors.same();
  }

  private RandomGenerator random() {
    return cluster.flaw().random(node, random.split());
  }

  private ReplicaSetup sharedByReplicas() {
    return new ReplicaSetup(
        node.id,
        cluster.flaw().store(disk),
        node.clock,
        budget,
        SimulatedCluster.LIMITS,
        random(),
        () -> false,
        figures,
        local.marks(),
        disk.disk().incarnation,
        SimulatedCluster.RANGES,
        SimulatedCluster.GRACE,
        new RowCache(1 << 30), // all of it: what does not fit goes by chance
        lists::of,
        lists::isDecreed,
        dropped::drop);
  }

  /** Of the ranges that this node owns, and of those that were on their way here or from here. */
  private void startReplicas(ActorContext<Nothing> context, ReplicaSetup shared) {
    SimulatedDisk directory = disk.disk();
    boolean isFresh = !directory.isNew && !directory.isCopied && !directory.hasMadeRanges;
    for (int range : cluster.ranges()) {
      RangeOwners list = lists.of(range);
      List<TableId> kept = tablesOf(list);
      if (list.isOwner(node.id) || !kept.isEmpty()) {
        List<TableId> first = List.of(TableId.underList(range, list.version()));
        boolean fresh = cluster.flaw().fresh(isFresh && list.version() == 1);
        replicas.put(
            range,
            part(context, RangeReplica.create(kept.isEmpty() ? first : kept, fresh, shared)));
      }
    }
  }

  private List<TableId> tablesOf(RangeOwners list) {
    TableId first = TableId.underList(list.range(), list.version());
    List<TableId> tables = new ArrayList<>();
    for (TableId table : disk.tables()) {
      if (table.kind() == first.kind() && table.range() == first.range()) {
        tables.add(table);
      }
    }
    return tables;
  }

  private HintSetup hintSetup() {
    return new HintSetup(
        disk,
        node.clock,
        peers,
        random(),
        SimulatedCluster.LIMITS,
        cluster.maxHintBytes(),
        SimulatedCluster.HINT_MAX_AGE,
        disk.disk().isCopied && cluster.flaw().forgetsOldHints(),
        () -> node.clock.millis() - SimulatedCluster.GRACE.toMillis(),
        budget,
        () -> SimulatedCluster.HINT_PACE,
        () -> false,
        key -> lists.of(key.range(SimulatedCluster.RANGES)),
        new RouteTable(node::view, lists)::keepersOf,
        member -> lists.ring().members().containsKey(member),
        owners::isReachable,
        () -> lists.ring().isLeaving(node.id),
        () -> Farewell.isOver(lists.ring(), node.id) && cluster.flaw().takesNoHintsAtTheEnd(),
        counts -> hintCounts = counts,
        hintFigures);
  }

  private Behavior<Coordinators.Command> coordinating() {
    Coordination shared =
        new Coordination(
            node.id,
            peers,
            node.clock,
            new RouteTable(node::view, lists),
            cluster.flaw().minter(new WatchedMinter(local, cluster.ledger())),
            new PeerHealth(random()),
            SimulatedCluster.HEDGE_AFTER,
            SimulatedCluster.STAND_IN_AFTER);
    return Coordinators.create(
        shared, cluster.flaw().start(disk.disk().start), 1000, random().nextLong());
  }

  private RangeExchanger.Shared exchanges() {
    return new RangeExchanger.Shared(
        peers,
        node.clock,
        new RatePacer(() -> 16 << 20, node.clock.nanos()),
        SimulatedCluster.LOOK_AGAIN);
  }

  private void startHealing(ActorContext<Nothing> context) {
    RepairKeeper.Setup exchanging =
        new RepairKeeper.Setup(
            new RepairKeeper.Pace(exchanges(), () -> 2),
            new RepairKeeper.Pace(exchanges(), () -> 2),
            owners,
            copies,
            levels,
            SimulatedCluster.REPAIR_INTERVAL);
    repairs = part(context, RepairKeeper.create(exchanging));
    part(
        context,
        FitnessKeeper.create(
            new FitnessKeeper.Setup(
                peers, node.clock, owners, copies, false, repairs, this::trustDirectory)));
    part(
        context,
        Reclaimer.create(
            new Reclaimer.Setup(
                peers,
                node.clock,
                owners,
                copies,
                random(),
                SimulatedCluster.GRACE,
                SimulatedCluster.SETTLE)));
    RandomGenerator steward = random();
    RangeSteward.Setup setup =
        new RangeSteward.Setup(
            peers,
            owners,
            SimulatedCluster.RANGES,
            SimulatedCluster.REPAIR_INTERVAL,
            steward::nextLong);
    for (int range : cluster.stewardsOn(node.id)) {
      part(context, RangeSteward.create(setup, range, SimulatedCluster.RANGES));
    }
  }

  private void trustDirectory() {
    disk.disk().isNew = false;
    disk.disk().isCopied = false;
  }

  private void startMoving(ActorContext<Nothing> context, ReplicaSetup shared) {
    lists.tell(this::heard);
    keeper =
        part(
            context,
            CopyKeeper.create(
                new CopyKeeper.Setup(
                    lists,
                    owners,
                    node.clock,
                    figures,
                    replicas,
                    table -> RangeReplica.create(List.of(table), false, shared),
                    repairs,
                    () -> false,
                    () -> 2,
                    random(),
                    transfers -> {})));
    part(
        context,
        ChangeDriver.create(
            new ChangeDriver.Setup(peers, node.clock, lists, owners, figures, random())));
    ownerAnswers = new OwnerAnswers(lists, figures, replicas, levels, keeper);
  }

  private void heard(RangeOwners list) {
    if (!disk.isClosed()) {
      cluster.heard(node, list);
      keeper.tell(new CopyKeeper.Learn(list));
      node.register().decided(list);
      if (cluster.flaw().dropsOldCopies() && !list.isOwner(node.id)) {
        drop(list.range());
      }
    }
  }

  /** A mistake: nobody was asked whether the owners have what is in it. */
  private void drop(int range) {
    ActorRef<RangeReplica.Command> copy = replicas.remove(range);
    if (copy != null) {
      copy.tell(RangeReplica.End.INSTANCE);
    }
  }

  // What was made

  Map<Integer, ActorRef<RangeReplica.Command>> replicas() {
    return replicas;
  }

  OwnerLists lists() {
    return lists;
  }

  LocalCopies local() {
    return local;
  }

  Copies copies() {
    return copies;
  }

  ReplicaFigures figures() {
    return figures;
  }

  ActorRef<HintStore.Command> hints() {
    return hints;
  }

  ActorRef<Coordinators.Command> coordinators() {
    return coordinators;
  }

  ActorRef<RepairKeeper.Command> repairs() {
    return repairs;
  }

  Peers peers() {
    return peers;
  }

  Map<NodeId, Long> hintCounts() {
    return hintCounts;
  }

  long deliveries() {
    return hintFigures.deliveredCounts().values().stream().mapToLong(Long::longValue).sum();
  }

  long unwrittenBytes() {
    return budget.used();
  }
}
