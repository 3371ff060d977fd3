package aitta.node;

import aitta.backup.RestoreIntake;
import aitta.clock.NodeClock;
import aitta.config.Durability;
import aitta.config.Settings;
import aitta.coordinator.Coordination;
import aitta.coordinator.CoordinatorFigures;
import aitta.coordinator.CoordinatorPool;
import aitta.coordinator.Coordinators;
import aitta.coordinator.PeerHealth;
import aitta.handover.OwnerLists;
import aitta.hint.Delivery;
import aitta.hint.HintFigures;
import aitta.hint.HintSetup;
import aitta.hint.HintStore;
import aitta.http.Administration;
import aitta.journal.JournalExpectation;
import aitta.journal.JournalMonitor;
import aitta.membership.ClusterView;
import aitta.membership.DataDirectory;
import aitta.membership.Ending;
import aitta.membership.LeftFolders;
import aitta.membership.Membership;
import aitta.membership.RingKeeper;
import aitta.membership.RunMark;
import aitta.membership.SettledDecrees;
import aitta.model.NodeId;
import aitta.peer.ArteryTransport;
import aitta.peer.ControlMessage;
import aitta.peer.Gate;
import aitta.peer.ListMessage;
import aitta.peer.LocalParts;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.peer.RangeMessage;
import aitta.peer.Transfer;
import aitta.replica.ByteBudget;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaFigures;
import aitta.replica.ReplicaSetup;
import aitta.replica.ReplicaState;
import aitta.replica.RowCache;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.request.Story;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import aitta.setaside.Comebacks;
import aitta.storage.StateSettings;
import aitta.storage.StateStore;
import aitta.storage.StorageSetup;
import aitta.storage.TableId;
import aitta.tuning.Tunable;
import aitta.tuning.Tuning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replicas, hints and coordinators of one node, and how they find each other. Here they are wired,
 * nothing is decided.
 */
public final class DataPlane implements Part, LocalParts {
  private static final Logger LOG = LoggerFactory.getLogger(DataPlane.class);
  private static final DispatcherSelector STORAGE =
      DispatcherSelector.fromConfig("aitta.storage-dispatcher");
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(2);

  private final Settings settings;
  private final DataDirectory directory;
  private final KeptState kept;
  private final RunMark mark;
  private final StateStore store;
  private final Path journalDirectory;
  private final NodeClock clock;
  private final DiskWatch disk;
  private final ByteBudget budget;
  private final RowCache rowCache;
  private final ReplicaFigures figures = new ReplicaFigures();
  private final NodeReports reports = new NodeReports();
  private final CoordinatorFigures coordinatorFigures;
  private final HintFigures hintFigures = new HintFigures();
  private final Map<Integer, ActorRef<RangeReplica.Command>> replicas = new ConcurrentHashMap<>();
  private final DroppedTables dropped;
  private final Starting starting;
  private volatile Map<NodeId, Long> hints; // null until those on disk are counted

  private volatile CoordinatorPool coordinators;
  private ActorRef<HintStore.Command> hintStore;
  private List<Cancellable> timers = List.of();
  private volatile ListingPlane listings;
  private NodeId self;
  private boolean isFresh;
  private volatile Peers peers;
  private volatile LocalCopies copies;
  private volatile KeptMarks keptMarks;
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
    this.journalDirectory = directory.path().resolve("journal");
    this.kept = KeptState.open(directory, stateSettings(settings));
    this.store = kept.store();
    this.mark = begin(settings, directory);
    this.starting = new Starting(directory, kept, mark);
    this.clock = NodeClock.system(settings.clock().maxSkew());
    this.coordinatorFigures = new CoordinatorFigures(clock);
    this.disk = new DiskWatch(store);
    this.dropped = new DroppedTables(store);
    this.budget = new ByteBudget(settings.journal().queueBytes());
    this.rowCache =
        new RowCache(Runtime.getRuntime().maxMemory() / 100 * settings.storage().rowCachePercent());
  }

  private static RunMark begin(Settings settings, DataDirectory directory) {
    boolean periodic = settings.storage().durability() == Durability.PERIODIC;
    try {
      RunMark mark = RunMark.begin(directory, periodic);
      if (mark.isSuspect()) {
        LOG.warn(
            "This machine may have stopped before all was on disk that was acknowledged; copies are"
                + " trusted once enough other owners have confirmed them");
      }
      return mark;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StateSettings stateSettings(Settings settings) {
    StateSettings defaults = StateSettings.defaults();
    return new StateSettings(
        settings.storage().memtableBytes(),
        settings.storage().blockCacheBytes(),
        defaults.maxBackgroundJobs(),
        defaults.maxOpenFiles(),
        settings.storage().blobThresholdBytes(),
        settings.storage().diskReserveBytes(),
        settings.ring().ranges() <= 1024);
  }

  @Override
  public List<Setup> setups() {
    return List.of(new StorageSetup(store), new JournalExpectation(kept.marks()));
  }

  @Override
  public Map<String, Object> pekkoSettings() {
    return Map.of(
        "pekko.persistence.journal.plugin", JournalMonitor.PLUGIN_ID,
        "aitta.journal.dir", journalDirectory.toString(),
        "aitta.journal.segment-size", settings.journal().segmentBytes() + "b",
        "aitta.journal.spare-segments", settings.journal().spareSegments(),
        "aitta.journal.max-queued-size", journalQueueBytes() + "b",
        "aitta.journal.durability", settings.storage().durability().name().toLowerCase(Locale.ROOT),
        "aitta.journal.periodic-interval", settings.storage().syncInterval());
  }

  /**
   * The budget is asked before a set's size is known, by some ranges at once: what goes over it
   * must still fit.
   */
  private long journalQueueBytes() {
    return settings.journal().queueBytes() + 8L * settings.limits().maxSiblingsBytes();
  }

  @Override
  public CompletionStage<Done> start(ActorContext<?> guardian, NodeContext context) {
    Supplier<ClusterView> views = context.view();
    ActorSystem<?> system = guardian.getSystem();
    lists = new OwnerLists(() -> ringOf(views));
    self = views.get().self();
    peers =
        new Peers(
            self, clock, this, new ArteryTransport(self, system, node -> address(views, node)));
    disk.look();
    isFresh = !directory.isNew() && !directory.isCopied() && !directory.hasMadeRanges();
    copies = new LocalCopies(self, lists, replicas, figures, message -> hintStore.tell(message));
    keptMarks = new KeptMarks(directory, copies.marks());
    guardian.spawn(restarting(keptMarks.keeper()), "kept-marks", STORAGE);
    ReplicaSetup shared = sharedByReplicas();
    startReplicas(guardian, shared);
    hintStore =
        guardian.spawn(
            restarting(
                HintStore.create(
                    hintSetup(views, context.tuning()),
                    () -> kept.tablesLike(HintStore.TABLE),
                    dropped::drop)),
            "hints",
            STORAGE);
    guardian.spawn(
        Checkpointer.create(store, JournalMonitor.get(system), settings.journal().maxBytes()),
        "checkpointer",
        STORAGE);
    coordinators =
        new CoordinatorPool(
            coordinators(views)
                .map(member -> guardian.spawnAnonymous(restarting(member)))
                .toList());
    listings =
        ListingPlane.start(
            guardian,
            new ListingPlane.Needs(store, figures, peers, clock, routes(views), context.buckets()),
            request -> submit(request, Story.NONE));
    startHealing(guardian, views, context.tuning());
    startMoving(guardian, views, shared, context);
    control = new ControlPlane(peers, new RingOwners(views, lists), blocking(system));
    backups = new BackupPlane(system, context, store, peers, new RouteTable(views, lists), control);
    comebacks = Comebacks.start(comebackSetup(system, context));
    // Last: from now on peers ask, and all that answers is there.
    guardian.spawn(restarting(Gate.create(peers)), Gate.NAME);
    guardian.spawn(restarting(Gate.createBulk(peers, clock)), Gate.BULK_NAME);
    timers =
        List.of(
            every(system, LOOK_INTERVAL, () -> look(context)),
            every(system, LOOK_INTERVAL, () -> dropped.forget(JournalMonitor.get(system))),
            every(system, LOOK_INTERVAL, new Farewell(context, system, this::isEmptied)::look),
            every(system, LOOK_INTERVAL, decreedLoss()::look),
            every(system, REPORT_INTERVAL, () -> report(views.get())));
    return starting.whenReady(system, context, () -> figures.readyRanges() >= replicas.size());
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
        stateSettings(settings),
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
        figures::of,
        directory::isNew,
        range -> healing.acceptLoss(range),
        new SettledDecrees(directory.path()));
  }

  private static Ring ringOf(Supplier<ClusterView> views) {
    return views.get().ring().orElseThrow(() -> new IllegalStateException("no ring yet"));
  }

  private RouteTable routes(Supplier<ClusterView> views) {
    return new RouteTable(views, lists);
  }

  private void look(NodeContext context) {
    disk.look();
    if (kept.noteDamage()) {
      restart(context, "damaged tables have to be dropped from the state");
    }
  }

  private static Executor blocking(ActorSystem<?> system) {
    return system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  static void restart(NodeContext context, String why) {
    context.membership().tell(new Membership.End(new Ending.Restart(Ending.Port.SAME, false, why)));
  }

  private static <T> Behavior<T> restarting(Behavior<T> behavior) {
    return Behaviors.supervise(behavior)
        .onFailure(
            SupervisorStrategy.restartWithBackoff(
                Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
  }

  static Cancellable every(ActorSystem<?> system, Duration interval, Runnable action) {
    return system
        .scheduler()
        .scheduleWithFixedDelay(interval, interval, action, system.dispatchers().lookup(STORAGE));
  }

  private ReplicaSetup sharedByReplicas() {
    return new ReplicaSetup(
        self,
        store,
        clock,
        budget,
        limits(),
        new SecureRandom(),
        disk,
        figures,
        copies.marks(),
        directory.incarnation(),
        settings.ring().ranges(),
        settings.tombstone().grace(),
        rowCache,
        lists::of,
        dropped::drop);
  }

  /** Of the ranges that this node owns, and of those that were on their way here or from here. */
  private void startReplicas(ActorContext<?> guardian, ReplicaSetup shared) {
    Set<Integer> kept = this.kept.ranges();
    for (int range = 0; range < lists.ranges(); range++) {
      RangeOwners list = lists.of(range);
      if (list.isOwner(self) || kept.contains(range)) {
        boolean fresh = isFresh && list.version() == 1;
        Behavior<RangeReplica.Command> replica = RangeReplica.create(tablesOf(list), fresh, shared);
        replicas.put(range, guardian.spawn(restarting(replica), "range-" + range, STORAGE));
      }
    }
  }

  private void startMoving(
      ActorContext<?> guardian,
      Supplier<ClusterView> views,
      ReplicaSetup shared,
      NodeContext context) {
    moving = new Moving(lists, new RingOwners(views, lists), figures, replicas);
    lists.tell(
        list -> {
          moving.learn(list);
          context.keeper().tell(new RingKeeper.Decided(list));
        });
    moving.start(
        guardian,
        DataPlane::restarting,
        STORAGE,
        context.tuning(),
        clock,
        peers,
        healing,
        disk,
        table -> restarting(RangeReplica.create(List.of(table), false, shared)));
  }

  /**
   * The tables that this node has of the range, the one in use last; a first one is named after the
   * list that made it an owner.
   */
  private List<TableId> tablesOf(RangeOwners list) {
    return kept.tablesLike(TableId.underList(list.range(), list.version()));
  }

  private ReplicaState.Limits limits() {
    return new ReplicaState.Limits(
        settings.limits().maxSiblings(), settings.limits().maxSiblingsBytes());
  }

  private HintSetup hintSetup(Supplier<ClusterView> views, Tuning tuning) {
    Supplier<Delivery.Pace> pace =
        () ->
            new Delivery.Pace(
                settings.hint().deliveryInterval(),
                tuning.number(Tunable.HINT_BATCH_COUNT),
                settings.hint().batchBytes(),
                tuning.bytesPerSecond(Tunable.HINT_RATE));
    return new HintSetup(
        store,
        clock,
        peers,
        new SecureRandom(),
        limits(),
        settings.hint().maxBytes(),
        settings.hint().maxAge(),
        directory.isCopied(),
        () -> clock.millis() - settings.tombstone().grace().toMillis(),
        budget,
        pace,
        disk,
        key -> lists.of(key.range(lists.ranges())),
        node -> views.get().ring().map(ring -> ring.members().containsKey(node)).orElse(true),
        node -> views.get().isReachable(node),
        () -> lists.ring().isLeaving(self),
        counts -> hints = counts,
        hintFigures);
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
            clock,
            peers,
            new RingOwners(views, lists),
            new ReplicaCopies(replicas, figures),
            node -> range -> copies.seen(range, node));
    healing.start(
        guardian, DataPlane::restarting, STORAGE, mark.isSuspect(), starting::trustDirectory);
  }

  private int ownedRanges() {
    return lists.ring().rangesOwnedBy(self).size();
  }

  /**
   * Whether nothing is left here that others might want: no list of owners names this node, it has
   * no copy, and no hint.
   */
  boolean isEmptied() {
    return ownedRanges() == 0
        && replicas.isEmpty()
        && hints != null
        && hints.values().stream().allMatch(count -> count == 0);
  }

  NodeClock clock() {
    return clock;
  }

  /** Ranges on their way to this node. */
  List<Transfer> transfers() {
    return moving == null ? List.of() : moving.transfers();
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
    PeerMessage.Report report =
        new PeerMessage.Report(
            0,
            figures.total().keys(),
            figures.total().bytes(),
            hints == null ? Map.of() : hints,
            ownedRanges() - figures.fitRangesOf(self),
            disk.getAsBoolean(),
            setAside().kept(),
            transfers());
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
      target.tell(new Coordinators.Submit(request, story.with(outcome::complete)));
    }
    return outcome;
  }

  Peers peers() {
    return peers;
  }

  StateStore store() {
    return store;
  }

  RowCache rowCache() {
    return rowCache;
  }

  ReplicaFigures figures() {
    return figures;
  }

  CoordinatorFigures coordinatorFigures() {
    return coordinatorFigures;
  }

  HintFigures hintFigures() {
    return hintFigures;
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
  public void answer(
      NodeId from,
      PeerMessage.Question question,
      long deadlineNanos,
      Consumer<PeerMessage.Reply> reply) {
    if (healing.answers(from, question, reply) || moving.answers(question, reply)) {
      return;
    }
    if (question instanceof ControlMessage.Ask ask) {
      if (control != null) {
        control.answer(ask, reply);
      }
    } else if (question instanceof RangeMessage.ApproveReclaim && isSaving()) {
      reply.accept(
          new PeerMessage.Refused(question.id(), PeerMessage.Reason.NOT_FIT, "a backup is made"));
    } else if (question instanceof PeerMessage.OfReplica ofReplica) {
      int range = ofReplica.key().range(settings.ring().ranges());
      copies.ask(range, new RangeReplica.Answer(from, question, deadlineNanos, reply));
    } else if (question instanceof RangeMessage.HintsAbout about) {
      hintStore.tell(new HintStore.About(about, deadlineNanos, reply));
    } else if (question instanceof PeerMessage.OfHints ofHints) {
      hintStore.tell(new HintStore.Answer(ofHints, deadlineNanos, reply));
    } else if (question instanceof PeerMessage.Forward forward) {
      coordinators.tell(new Coordinators.Accept(forward, deadlineNanos, reply));
    } else if (question instanceof ListMessage.OfNode ofNode) {
      listings.answer(ofNode, deadlineNanos, reply);
    } else if (question instanceof PeerMessage.Report report) {
      reports.put(from, report);
    } else if (question instanceof OwnerMessage.OfOwners ofOwners) {
      copies.ask(ofOwners.range(), new RangeReplica.Answer(from, question, deadlineNanos, reply));
    } else if (question instanceof RangeMessage.OfRange ofRange) {
      copies.ask(ofRange.range(), new RangeReplica.Answer(from, question, deadlineNanos, reply));
    }
  }

  private boolean isSaving() {
    return backups != null && backups.isUnderWay();
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
    store.close(); // flushes all that was acknowledged
    if (keptMarks != null) {
      keptMarks.keep();
    }
    try {
      mark.close();
    } catch (IOException e) {
      LOG.error("cannot note that all is on disk: {}", e.getMessage());
    }
  }
}
