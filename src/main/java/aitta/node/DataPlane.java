package aitta.node;

import aitta.backup.RestoreIntake;
import aitta.clock.NodeClock;
import aitta.config.Settings;
import aitta.coordinator.Coordination;
import aitta.coordinator.CoordinatorFigures;
import aitta.coordinator.CoordinatorPool;
import aitta.coordinator.Coordinators;
import aitta.coordinator.PeerHealth;
import aitta.handover.OwnerLists;
import aitta.hint.HintFigures;
import aitta.hint.HintStore;
import aitta.http.Administration;
import aitta.journal.JournalMonitor;
import aitta.membership.ClusterView;
import aitta.membership.DataDirectory;
import aitta.membership.Ending;
import aitta.membership.LeftFolders;
import aitta.membership.Membership;
import aitta.membership.RingKeeper;
import aitta.membership.SettledDecrees;
import aitta.model.NodeId;
import aitta.peer.ArteryTransport;
import aitta.peer.ControlMessage;
import aitta.peer.Gate;
import aitta.peer.ListMessage;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.peer.Transfer;
import aitta.replica.ReplicaFigures;
import aitta.replica.RowCache;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.request.Story;
import aitta.ring.Ring;
import aitta.setaside.Comebacks;
import aitta.storage.StateStore;
import aitta.tuning.Tunable;
import aitta.tuning.Tuning;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Replicas, hints and coordinators of one node, and how they find each other. Here they are wired,
 * nothing is decided.
 */
public final class DataPlane implements Part {
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  /** A flush each time: while many ranges leave, each would be followed by as much compaction. */
  private static final Duration FORGET_INTERVAL = Duration.ofSeconds(10);

  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(2);

  private final Settings settings;
  private final DataDirectory directory;
  private final NodeStorage storage;
  private final NodeClock clock;
  private final OwnReplicas replicas;
  private final NodeReports reports = new NodeReports();
  private final CoordinatorFigures coordinatorFigures;
  private final OwnHints hints;
  private final Starting starting;

  private volatile CoordinatorPool coordinators;
  private ActorRef<HintStore.Command> hintStore;
  private List<Cancellable> timers = List.of();
  private volatile ListingPlane listings;
  private NodeId self;
  private OwnReport own;
  private volatile Peers peers;
  private volatile LocalCopies copies;
  private volatile KeptMarks keptMarks;
  private volatile Yielding yielding;
  private volatile Healing healing;
  private volatile OwnerLists lists;
  private volatile Moving moving;
  private volatile ControlPlane control;
  private volatile BackupPlane backups;
  private volatile Comebacks comebacks;

  /** Opens the state; what starts later is of one actor system. */
  public DataPlane(Settings settings, DataDirectory directory) {
    this.settings = settings;
    this.directory = directory;
    this.storage = new NodeStorage(settings, directory);
    this.starting = storage.starting();
    this.clock = NodeClock.system(settings.clock().maxSkew());
    this.coordinatorFigures = new CoordinatorFigures(clock);
    this.replicas = new OwnReplicas(settings, directory, storage, clock);
    this.hints = new OwnHints(settings, directory, storage, clock);
  }

  @Override
  public List<Setup> setups() {
    return storage.setups();
  }

  @Override
  public Map<String, Object> pekkoSettings() {
    return storage.pekkoSettings();
  }

  @Override
  public CompletionStage<Done> start(ActorContext<?> guardian, NodeContext context) {
    Supplier<ClusterView> views = context.view();
    ActorSystem<?> system = guardian.getSystem();
    lists = new OwnerLists(() -> ringOf(views));
    self = views.get().self();
    LocalAnswers answers = new LocalAnswers(this::answer);
    peers =
        new Peers(
            self, clock, answers, new ArteryTransport(self, system, node -> address(views, node)));
    storage.disk().look();
    copies =
        new LocalCopies(
            self,
            lists,
            replicas.byRange(),
            replicas.figures(),
            message -> hintStore.tell(message));
    own =
        new OwnReport(
            self,
            lists,
            replicas.figures(),
            replicas.byRange()::size,
            storage.disk(),
            this::transfers,
            () -> setAside().kept());
    keptMarks = new KeptMarks(directory, copies.marks());
    guardian.spawn(Supervised.restarting(keptMarks.keeper()), "kept-marks", Supervised.STORAGE);
    OwnReplicas.Maker replica = replicas.start(guardian, self, lists, copies.marks());
    yielding = Yielding.start(system, clock, context.tuning());
    hintStore =
        hints.start(
            guardian, views, lists, peers, context.tuning(), yielding, replicas, own::hints);
    guardian.spawn(
        Checkpointer.create(
            storage.store(), JournalMonitor.get(system), settings.journal().maxBytes()),
        "checkpointer",
        Supervised.STORAGE);
    coordinators =
        new CoordinatorPool(
            coordinators(views)
                .map(member -> guardian.spawnAnonymous(Supervised.restarting(member)))
                .toList());
    listings =
        ListingPlane.start(
            guardian,
            new ListingPlane.Needs(
                storage.store(),
                replicas.figures(),
                peers,
                clock,
                routes(views),
                context.buckets()),
            request -> submit(request, Story.NONE));
    startHealing(guardian, views, context.tuning());
    startMoving(guardian, views, replica, context);
    control = new ControlPlane(peers, new RingOwners(views, lists), blocking(system));
    backups = new BackupPlane(system, context, storage.store(), peers, routes(views), control);
    comebacks = Comebacks.start(comebackSetup(system, context));
    answers.by(answering());
    // Last: from now on peers ask, and all that answers is there.
    guardian.spawn(Supervised.restarting(Gate.create(peers)), Gate.NAME);
    guardian.spawn(Supervised.restarting(Gate.createBulk(peers, clock)), Gate.BULK_NAME);
    timers =
        List.of(
            Supervised.every(system, LOOK_INTERVAL, () -> look(context)),
            Supervised.every(
                system,
                FORGET_INTERVAL,
                () -> storage.dropped().forget(JournalMonitor.get(system))),
            Supervised.every(
                system, LOOK_INTERVAL, new Farewell(context, system, own::isEmptied)::look),
            Supervised.every(system, LOOK_INTERVAL, decreedLoss()::look),
            Supervised.every(system, REPORT_INTERVAL, () -> report(views.get())));
    return starting.whenReady(system, context, replicas::areRead);
  }

  private LocalAnswers.DataParts answering() {
    return new LocalAnswers.DataParts(
        settings.ring().ranges(),
        copies,
        hintStore,
        coordinators::tell,
        healing.answers(),
        moving.answers(),
        yielding.giving(),
        yielding::requested,
        backups::isUnderWay);
  }

  /** What has to do with no data. */
  private void answer(
      NodeId from,
      PeerMessage.Question question,
      long deadlineNanos,
      Consumer<PeerMessage.Reply> reply) {
    if (question instanceof PeerMessage.Report report) {
      reports.put(from, report);
    } else if (question instanceof ListMessage.OfNode ofNode) {
      listings.answer(ofNode, deadlineNanos, reply);
    } else if (question instanceof ControlMessage.Ask ask) {
      control.answer(ask, reply);
    }
  }

  private Comebacks.Setup comebackSetup(ActorSystem<?> system, NodeContext context) {
    Supplier<ClusterView> views = context.view();
    RingOwners owners = new RingOwners(views, lists);
    RouteTable routes = routes(views);
    // A tombstone of another node's clock, and its time as that node sees it.
    long keptMillis =
        settings.tombstone().grace().toMillis() - 2 * settings.clock().maxSkew().toMillis();
    return new Comebacks.Setup(
        directory.path(),
        self,
        system,
        storage.stateSettings(),
        lists::ring,
        range -> owners.of(range).stream().filter(owners::isReachable).toList(),
        peers,
        new RestoreIntake(peers, control, routes::of, () -> views.get().secrets()),
        () -> views.get().secrets(),
        () -> context.tuning().bytesPerSecond(Tunable.HINT_RATE),
        () -> clock.millis() - keptMillis);
  }

  private DecreedLoss decreedLoss() {
    return new DecreedLoss(
        self,
        lists::ring,
        replicas.figures()::of,
        directory::isNew,
        healing.answers()::acceptLoss,
        new SettledDecrees(directory.path()));
  }

  private static Ring ringOf(Supplier<ClusterView> views) {
    return views.get().ring().orElseThrow(() -> new IllegalStateException("no ring yet"));
  }

  private RouteTable routes(Supplier<ClusterView> views) {
    return new RouteTable(views, lists);
  }

  private void look(NodeContext context) {
    storage.disk().look();
    if (storage.kept().noteDamage()) {
      restart(context, "damaged tables have to be dropped from the state");
    }
  }

  private static Executor blocking(ActorSystem<?> system) {
    return system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  static void restart(NodeContext context, String why) {
    context.membership().tell(new Membership.End(new Ending.Restart(Ending.Port.SAME, false, why)));
  }

  private void startMoving(
      ActorContext<?> guardian,
      Supplier<ClusterView> views,
      OwnReplicas.Maker replica,
      NodeContext context) {
    moving =
        new Moving(lists, new RingOwners(views, lists), replicas.figures(), replicas.byRange());
    lists.tell(
        list -> {
          moving.learn(list);
          context.keeper().tell(new RingKeeper.Decided(list));
        });
    moving.start(
        guardian,
        Supervised::restarting,
        Supervised.STORAGE,
        clock,
        peers,
        healing,
        storage.disk(),
        replica::of);
  }

  private Stream<Behavior<Coordinators.Command>> coordinators(Supplier<ClusterView> views) {
    Coordination shared =
        new Coordination(
            self,
            peers,
            clock,
            routes(views),
            copies,
            new PeerHealth(() -> ThreadLocalRandom.current().nextLong()),
            settings.request().hedgeAfterMin(),
            settings.request().standInAfter(),
            coordinatorFigures);
    return CoordinatorPool.behaviors(
        shared, views.get().start(), settings.http().maxRequestsInFlight());
  }

  private static Optional<Address> address(Supplier<ClusterView> views, NodeId node) {
    var peer = views.get().peers().get(node);
    return peer == null ? Optional.empty() : Optional.ofNullable(peer.address());
  }

  private void startHealing(ActorContext<?> guardian, Supplier<ClusterView> views, Tuning tuning) {
    healing =
        new Healing(
            settings,
            tuning,
            yielding,
            clock,
            peers,
            new RingOwners(views, lists),
            new ReplicaCopies(replicas.byRange(), replicas.figures()),
            node -> range -> copies.seen(range, node));
    healing.start(
        guardian,
        Supervised::restarting,
        Supervised.STORAGE,
        storage.isSuspect(),
        starting::trustDirectory);
  }

  NodeClock clock() {
    return clock;
  }

  /** Ranges on their way to this node. */
  List<Transfer> transfers() {
    return moving == null ? List.of() : moving.transfers();
  }

  /** Null before this node has started. */
  Yielding yielding() {
    return yielding;
  }

  /** Of this node's earlier lives. */
  LeftFolders.Count setAside() {
    return comebacks == null ? LeftFolders.Count.NONE : comebacks.count();
  }

  /** Null before this node has started. */
  OwnerLists lists() {
    return lists;
  }

  private void report(ClusterView view) {
    PeerMessage.Report report = own.now();
    reports.put(self, report);
    for (NodeId node : view.peers().keySet()) {
      if (!node.equals(self) && view.isReachable(node)) {
        peers.ask(node, report, 0);
      }
    }
  }

  /** A client's request; ends with an outcome by its timeout. */
  CompletionStage<Outcome> submit(Request request, Story story) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    CoordinatorPool target = coordinators;
    if (target == null) {
      outcome.complete(new Outcome.NotReady("this node is starting"));
    } else {
      yielding.requested();
      target.tell(new Coordinators.Submit(request, story.with(outcome::complete)));
    }
    return outcome;
  }

  Peers peers() {
    return peers;
  }

  StateStore store() {
    return storage.store();
  }

  RowCache rowCache() {
    return replicas.rowCache();
  }

  ReplicaFigures figures() {
    return replicas.figures();
  }

  CoordinatorFigures coordinatorFigures() {
    return coordinatorFigures;
  }

  HintFigures hintFigures() {
    return hints.figures();
  }

  Healing healing() {
    return healing;
  }

  /** Null before this node has started. */
  ListingPlane listings() {
    return listings;
  }

  Administration administration() {
    return backups;
  }

  NodeReports reports() {
    return reports;
  }

  @Override
  public CompletionStage<Done> stop() {
    timers.forEach(Cancellable::cancel);
    if (comebacks != null) {
      comebacks.stop();
    }
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  @Override
  public void close() {
    storage.close(); // flushes all that was acknowledged
    if (keptMarks != null) {
      keptMarks.keep();
    }
    storage.closed();
  }
}
