package aitta.simulation;

import aitta.antientropy.ConfirmAnswer;
import aitta.antientropy.Copies;
import aitta.antientropy.FitnessKeeper;
import aitta.antientropy.Levels;
import aitta.antientropy.Owners;
import aitta.antientropy.RangeExchanger;
import aitta.antientropy.RangeSteward;
import aitta.antientropy.RatePacer;
import aitta.antientropy.Reclaimer;
import aitta.antientropy.RepairKeeper;
import aitta.codec.Input;
import aitta.coordinator.Coordination;
import aitta.coordinator.Coordinators;
import aitta.coordinator.Minter;
import aitta.coordinator.PeerHealth;
import aitta.handover.OwnerLists;
import aitta.hint.HintFigures;
import aitta.hint.HintSetup;
import aitta.hint.HintStore;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.node.ReplicaCopies;
import aitta.node.RingOwners;
import aitta.node.RouteTable;
import aitta.peer.Envelope;
import aitta.peer.LocalParts;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.peer.RangeMessage;
import aitta.peer.Standing;
import aitta.replica.ByteBudget;
import aitta.replica.Fitness;
import aitta.replica.Heard;
import aitta.replica.PeerMarks;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaFigures;
import aitta.replica.ReplicaSetup;
import aitta.replica.Rows;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.ring.RangeOwners;
import aitta.storage.RowScan;
import aitta.storage.TableId;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The parts of one node from one start to its end: those of production, wired as they are there.
 * Nothing is decided here.
 */
final class NodeProcess implements LocalParts, Minter {
  private enum Nothing {
    INSTANCE
  }

  private static final long BUDGET = 64L << 20;
  private static final long READY_POLL_NANOS = 50_000_000;

  private final SimulatedNode node;
  private final SimulatedCluster cluster;
  private final OpenDisk disk;
  private final JournalWrites writes;
  private final SplittableRandom random;
  private final Peers peers;
  private final ByteBudget budget = new ByteBudget(BUDGET);
  private final ReplicaFigures figures = new ReplicaFigures();
  private final PeerMarks marks = new PeerMarks();
  private final HintFigures hintFigures = new HintFigures();
  private final Map<Integer, ActorRef<RangeReplica.Command>> replicas = new TreeMap<>();
  private final Copies copies;
  private final OwnerLists lists;
  private final Levels levels = new Levels();
  private ActorRef<Nothing> root;
  private ActorRef<HintStore.Command> hints;
  private ActorRef<Coordinators.Command> coordinators;
  private ActorRef<RepairKeeper.Command> repairs;
  private Map<NodeId, Long> hintCounts = Map.of();
  private boolean dead;

  NodeProcess(
      SimulatedNode node,
      SimulatedCluster cluster,
      OpenDisk disk,
      JournalWrites writes,
      SplittableRandom random) {
    this.node = node;
    this.cluster = cluster;
    this.disk = disk;
    this.writes = writes;
    this.random = random;
    this.lists = new OwnerLists(cluster::ring);
    this.copies = cluster.flaw().copies(new ReplicaCopies(replicas, figures));
    this.peers =
        new Peers(
            node.id,
            node.clock,
            this,
            (to, envelope) -> {
              if (!dead) {
                cluster.send(to, envelope);
              }
              return true;
            },
            cluster.flaw().numbers(random.split()));
  }

  void start(ActorContext<Machine.Order> guardian) {
    root = guardian.spawnAnonymous(Behaviors.setup(this::parts));
  }

  private Behavior<Nothing> parts(ActorContext<Nothing> context) {
    startReplicas(context);
    hints = part(context, HintStore.create(hintSetup()));
    coordinators = part(context, coordinators());
    startHealing(context);
    awaitReady();
    return Behaviors.receive(Nothing.class)
        .onSignal(ChildFailed.class, failed -> failed(failed.cause()))
        .onSignal(Terminated.class, ended -> Behaviors.same())
        .build();
  }

  private <T> ActorRef<T> part(ActorContext<Nothing> context, Behavior<T> behavior) {
    ActorRef<T> part = context.spawnAnonymous(behavior);
    context.watch(part);
    return part;
  }

  /** Production starts the part again after a while; here it is a finding. */
  private Behavior<Nothing> failed(Throwable cause) {
    if (!dead) {
      cluster.wrong("a part of " + node.id + " has failed: " + cause);
    }
    return Behaviors.same();
  }

  private RandomGenerator random() {
    return cluster.flaw().random(node, random.split());
  }

  private void startReplicas(ActorContext<Nothing> context) {
    SimulatedDisk directory = disk.disk();
    boolean fresh = !directory.isNew && !directory.isCopied && !directory.hasMadeRanges;
    ReplicaSetup shared =
        new ReplicaSetup(
            node.id,
            cluster.flaw().store(disk),
            node.clock,
            budget,
            SimulatedCluster.LIMITS,
            random(),
            () -> false,
            figures,
            marks,
            directory.incarnation,
            SimulatedCluster.RANGES,
            SimulatedCluster.GRACE,
            lists::of,
            this::discard);
    for (int range : cluster.rangesOf(node.id)) {
      replicas.put(
          range,
          part(
              context,
              RangeReplica.create(
                  tablesOf(cluster.ring().ownersOf(range)), cluster.flaw().fresh(fresh), shared)));
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
    return tables.isEmpty() ? List.of(first) : tables;
  }

  private void discard(TableId table) {
    if (!dead) {
      disk.drop(table);
      writes.discard(table.persistenceId());
    }
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
        member -> cluster.ring().members().containsKey(member),
        other -> node.view().isReachable(other),
        () -> false,
        counts -> hintCounts = counts,
        hintFigures);
  }

  private Behavior<Coordinators.Command> coordinators() {
    Coordination shared =
        new Coordination(
            node.id,
            peers,
            node.clock,
            new RouteTable(node::view, lists),
            cluster.flaw().minter(this),
            new PeerHealth(random()),
            SimulatedCluster.HEDGE_AFTER,
            SimulatedCluster.STAND_IN_AFTER);
    return Coordinators.create(
        shared, cluster.flaw().start(disk.disk().start), 1000, random().nextLong());
  }

  private void startHealing(ActorContext<Nothing> context) {
    Owners owners = new RingOwners(node::view, lists);
    RangeExchanger.Shared exchanges =
        new RangeExchanger.Shared(
            peers,
            node.clock,
            new RatePacer(() -> 16 << 20, node.clock.nanos()),
            SimulatedCluster.LOOK_AGAIN);
    repairs =
        part(
            context,
            RepairKeeper.create(
                new RepairKeeper.Setup(
                    exchanges,
                    exchanges,
                    owners,
                    copies,
                    levels,
                    SimulatedCluster.REPAIR_INTERVAL,
                    () -> 2)));
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

  private void awaitReady() {
    cluster
        .timeline()
        .after(
            READY_POLL_NANOS,
            () -> {
              if (!dead && figures.readyRanges() < replicas.size()) {
                awaitReady();
              } else if (!dead && !disk.disk().hasMadeRanges) {
                disk.flush();
                disk.disk().hasMadeRanges = true;
              }
            });
  }

  // Its end

  void kill(SplittableRandom fate) {
    dead = true;
    writes.kill(fate, cluster.flaw().eventsLostAtCrash());
    disk.close();
  }

  void stop(ActorContext<Machine.Order> guardian) {
    guardian.stop(root);
  }

  // What it is asked

  /** Answered on a thread of the node, when it has one to spare. */
  void received(Envelope envelope) {
    node.run(
        () -> {
          if (!dead) {
            peers.received(envelope);
          }
        });
  }

  void submit(Request request, Consumer<Outcome> done) {
    coordinators.tell(
        new Coordinators.Submit(
            cluster.flaw().request(request),
            outcome -> {
              if (!dead) {
                done.accept(outcome);
              }
            }));
  }

  void flush() {
    disk.flush();
  }

  /** A mistake: the row of a key goes, and nothing else of it. */
  void forget(Key key) {
    figures
        .of(key.range(SimulatedCluster.RANGES))
        .ifPresent(copy -> disk.remove(copy.table(), Rows.of(key)));
  }

  void failNextWrite(JournalWrites.Failure failure) {
    writes.failNext(failure);
  }

  void repairAll() {
    repairs.tell(new RepairKeeper.Begin(-1));
  }

  @Override
  public void answer(
      NodeId from,
      PeerMessage.Question asked,
      long deadlineNanos,
      Consumer<PeerMessage.Reply> replied) {
    if (dead) {
      return;
    }
    cluster.asked(node.id, from, asked);
    PeerMessage.Question question = cluster.flaw().question(node, from, asked, replied);
    if (question == null) {
      return;
    }
    Consumer<PeerMessage.Reply> reply =
        answer -> {
          if (!dead) {
            replied.accept(cluster.flaw().reply(node, from, question, answer));
          }
        };
    if (question instanceof RangeMessage.StartRepair start) {
      repairs.tell(new RepairKeeper.Begin(start.range()));
      reply.accept(new RangeMessage.Started(start.id()));
    } else if (question instanceof RangeMessage.Confirm confirm) {
      ConfirmAnswer answer = ConfirmAnswer.to(confirm.lives(), copies, range -> seen(range, from));
      reply.accept(new RangeMessage.Confirmed(confirm.id(), answer.confirmed(), answer.denied()));
    } else if (question instanceof PeerMessage.OfReplica ofReplica) {
      int range = ofReplica.key().range(SimulatedCluster.RANGES);
      askReplica(range, new RangeReplica.Answer(from, question, deadlineNanos, reply));
    } else if (question instanceof RangeMessage.HintsAbout about) {
      hints.tell(new HintStore.About(about, deadlineNanos, reply));
    } else if (question instanceof PeerMessage.OfHints ofHints) {
      hints.tell(new HintStore.Answer(ofHints, deadlineNanos, reply));
    } else if (question instanceof PeerMessage.Forward forward) {
      coordinators.tell(new Coordinators.Accept(forward, deadlineNanos, reply));
    } else if (question instanceof RangeMessage.OfRange ofRange) {
      askReplica(ofRange.range(), new RangeReplica.Answer(from, question, deadlineNanos, reply));
    }
  }

  private ConfirmAnswer.Seen seen(int range, NodeId from) {
    Heard heard = marks.of(range, from);
    return heard == null ? null : new ConfirmAnswer.Seen(heard.life(), heard.seqNr());
  }

  private void askReplica(int range, RangeReplica.Answer message) {
    ActorRef<RangeReplica.Command> replica = replicas.get(range);
    if (replica == null) {
      message
          .reply()
          .accept(
              new PeerMessage.Refused(
                  message.question().id(), PeerMessage.Reason.NOT_OWNER, "no copy"));
    } else {
      replica.tell(message);
    }
  }

  @Override
  public boolean isFit(int range) {
    return figures.of(range).filter(copy -> copy.fitness() == Fitness.FIT).isPresent();
  }

  @Override
  public Standing ownCopy(int range) {
    return figures
        .of(range)
        .filter(copy -> copy.fitness() != Fitness.UNCONFIRMED)
        .map(ReplicaFigures.Copy::standing)
        .orElse(Standing.NONE);
  }

  @Override
  public void heard(int range, NodeId peer, long life, long seqNr) {
    if (!peer.equals(node.id) && replicas.containsKey(range)) {
      marks.heard(range, peer, life, seqNr);
    }
  }

  @Override
  public void mintAsOwner(
      int range,
      int list,
      Request.Write write,
      Context learned,
      long above,
      long deadlineNanos,
      Consumer<RangeReplica.MintReply> minted,
      Consumer<PeerMessage.Reply> stored) {
    ActorRef<RangeReplica.Command> replica = replicas.get(range);
    if (replica == null) {
      minted.accept(new RangeReplica.MintRefused(PeerMessage.Reason.NOT_OWNER, "no copy"));
    } else {
      replica.tell(
          new RangeReplica.Mint(
              list,
              write,
              learned,
              above,
              deadlineNanos,
              Clients.watched(cluster, write, minted),
              stored));
    }
  }

  @Override
  public void mintAsStandIn(
      List<NodeId> owners,
      Request.Write write,
      Consumer<RangeReplica.MintReply> minted,
      Consumer<PeerMessage.Reply> kept) {
    hints.tell(new HintStore.Mint(owners, write, Clients.watched(cluster, write, minted), kept));
  }

  // How it stands

  SimulatedNode node() {
    return node;
  }

  OpenDisk disk() {
    return disk;
  }

  ReplicaFigures figures() {
    return figures;
  }

  boolean isAllFit() {
    return figures.fitRanges() == replicas.size();
  }

  /** What an operator does where nobody is left who could confirm a copy. */
  void acceptLossWhereUnconfirmed() {
    for (int range : replicas.keySet()) {
      if (copies.of(range).filter(c -> c.fitness() == Fitness.UNCONFIRMED).isPresent()) {
        copies.acceptLoss(range);
      }
    }
  }

  String standings() {
    StringBuilder text = new StringBuilder();
    for (int range : replicas.keySet()) {
      text.append(range)
          .append(
              figures
                  .of(range)
                  .map(copy -> " " + copy.fitness() + " " + copy.standing())
                  .orElse(" starting"))
          .append(", heard ")
          .append(marks.of(range))
          .append("; ");
    }
    return text.toString();
  }

  boolean isReady() {
    return figures.readyRanges() == replicas.size();
  }

  /**
   * Whether the version, or what took its place, is on disk here.
   *
   * @param asOwner whether hints do not count
   */
  boolean holds(Key key, Dot dot, boolean asOwner) {
    byte[] row = Rows.of(key);
    boolean copy =
        replicas.containsKey(key.range(SimulatedCluster.RANGES))
            && Simulation.held(node, key).context().covers(dot);
    if (copy || asOwner) {
      return copy;
    }
    try (RowScan hintRows = disk.scan(HintStore.TABLE, new byte[0], null)) {
      while (hintRows.next()) {
        if (endsWith(hintRows.row(), row) && hinted(hintRows.value()).context().covers(dot)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean endsWith(byte[] row, byte[] end) {
    int from = row.length - end.length;
    return from > 0 && Arrays.equals(row, from, row.length, end, 0, end.length);
  }

  /** A hint is a byte of format, since when, and the set. */
  private static Siblings hinted(byte[] hint) {
    Input in = new Input(hint);
    in.getByte();
    in.getVarint();
    return SiblingsFormat.read(in);
  }

  long hintCount() {
    return hintCounts.values().stream().mapToLong(Long::longValue).sum();
  }

  long deliveries() {
    return hintFigures.deliveredCounts().values().stream().mapToLong(Long::longValue).sum();
  }

  int openQuestions() {
    return peers.openCount();
  }

  long unwrittenBytes() {
    return budget.used();
  }
}
