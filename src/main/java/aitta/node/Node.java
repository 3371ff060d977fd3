package aitta.node;

import aitta.bucket.BucketKeeper;
import aitta.bucket.BucketRegistry;
import aitta.bucket.BucketSnapshot;
import aitta.config.Settings;
import aitta.membership.Beginning;
import aitta.membership.ClusterView;
import aitta.membership.DataDirectory;
import aitta.membership.Ending;
import aitta.membership.Founding;
import aitta.membership.Membership;
import aitta.membership.Readiness;
import aitta.membership.RingKeeper;
import aitta.membership.Self;
import aitta.membership.Times;
import aitta.membership.ViewBoard;
import aitta.tuning.Tuning;
import aitta.tuning.TuningKeeper;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.slf4j.Logger;

/**
 * The guardian of a node's actor system, and the one place where its parts are wired to each other.
 * The front is there from the first moment, and says why the node is not ready; the data plane
 * follows when there is a ring.
 */
public final class Node extends AbstractBehavior<Node.Command> {
  private static final Duration FRONT_STOPS = Duration.ofSeconds(4);
  private static final Duration DATA_PLANE_STOPS = Duration.ofSeconds(3);
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  public sealed interface Command {}

  /** Stops the parts one after another; {@code stopped} is completed within eight seconds. */
  record Stop(CompletableFuture<Done> stopped) implements Command {}

  private record MembershipIs(Readiness readiness) implements Command {}

  private enum DataPlaneStarted implements Command {
    INSTANCE
  }

  private record PartFailed(String part, Throwable cause) implements Command {}

  /**
   * What one actor system is made with.
   *
   * @param end called when it is to end, at most once by each who finds a reason
   * @param made called with what others may use of it, before anything has started
   */
  record Wiring(
      Settings settings,
      DataDirectory directory,
      Times times,
      Beginning beginning,
      Part front,
      Part dataPlane,
      Consumer<Ending> end,
      Consumer<NodeContext> made) {}

  private final Wiring wiring;
  private final NodeContext node;
  private volatile Readiness readiness = Readiness.not("starting");
  private boolean dataPlaneStarted;
  private boolean dataPlaneServes;
  private boolean stopping;

  static Behavior<Command> create(Wiring wiring, Self.Factory self) {
    return Behaviors.setup(context -> new Node(context, wiring, self.of(context.getSystem())));
  }

  private Node(ActorContext<Command> context, Wiring wiring, Self self) {
    super(context);
    context.setLoggerName(Node.class);
    this.wiring = wiring;
    DataDirectory directory = wiring.directory();
    ViewBoard board =
        new ViewBoard(
            new ClusterView(
                self.node(),
                self.facts().start(),
                Optional.empty(),
                List.of(),
                Map.of(),
                directory.isNew(),
                directory.isCopied()));
    ActorRef<Membership.Command> membership =
        context.spawn(
            Membership.create(
                self,
                wiring.settings().cluster(),
                wiring.times(),
                wiring.beginning(),
                directory,
                board,
                context.messageAdapter(Readiness.class, MembershipIs::new),
                wiring.end()),
            Membership.NAME);
    ActorRef<RingKeeper.Command> keeper =
        context.spawn(
            RingKeeper.create(self.node(), directory, membership),
            "ring-keeper",
            DispatcherSelector.blocking());
    ActorRef<Founding.Command> founding =
        context.spawn(
            Founding.create(
                self, wiring.settings().cluster().initialNodes(), directory, membership, keeper),
            Founding.NAME,
            DispatcherSelector.blocking());
    BucketSnapshot snapshot = new BucketSnapshot();
    ActorRef<BucketKeeper.Command> buckets =
        context.spawn(
            BucketKeeper.create(
                directory, snapshot, Clock.systemUTC(), wiring.settings().clock().maxSkew()),
            "bucket-keeper",
            DispatcherSelector.blocking());
    Tuning tuning = new Tuning(wiring.settings(), new LogLevels()::set);
    ActorRef<TuningKeeper.Command> tunings =
        context.spawn(
            TuningKeeper.create(directory, tuning, Clock.systemUTC()),
            "tuning-keeper",
            DispatcherSelector.blocking());
    List.of(membership, keeper, founding, buckets, tunings).forEach(context::watch);
    node =
        new NodeContext(
            wiring.settings(),
            directory,
            board,
            () -> readiness,
            new BucketRegistry(context.getSystem(), buckets, snapshot),
            tuning,
            tunings,
            membership,
            keeper);
    wiring.made().accept(node);
    start(wiring.front(), "front", null);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(MembershipIs.class, this::onMembershipIs)
        .onMessageEquals(DataPlaneStarted.INSTANCE, this::onDataPlaneStarted)
        .onMessage(PartFailed.class, this::onPartFailed)
        .onMessage(Stop.class, this::onStop)
        .onSignal(Terminated.class, this::onChildTerminated)
        .build();
  }

  private void start(Part part, String name, Command started) {
    CompletionStage<Done> stage;
    try {
      stage = part.start(getContext(), node);
    } catch (RuntimeException e) {
      stage = CompletableFuture.failedStage(e);
    }
    ActorRef<Command> self = getContext().getSelf();
    stage.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            self.tell(new PartFailed(name, failure));
          } else if (started != null) {
            self.tell(started);
          }
        });
  }

  private Behavior<Command> onMembershipIs(MembershipIs message) {
    if (stopping) {
      return this;
    }
    if (!message.readiness().ready()) {
      become(message.readiness());
    } else if (!dataPlaneStarted) {
      dataPlaneStarted = true;
      become(Readiness.not("opening the data"));
      start(wiring.dataPlane(), "data plane", DataPlaneStarted.INSTANCE);
    } else if (dataPlaneServes) {
      become(Readiness.READY);
    }
    return this;
  }

  private Behavior<Command> onDataPlaneStarted() {
    dataPlaneServes = true;
    if (!stopping) {
      become(Readiness.READY);
    }
    return this;
  }

  private Behavior<Command> onPartFailed(PartFailed message) {
    getContext().getLog().error("The {} does not start", message.part(), message.cause());
    wiring
        .end()
        .accept(
            Ending.failure(
                "the " + message.part() + " does not start: " + message.cause().getMessage()));
    return this;
  }

  private Behavior<Command> onChildTerminated(Terminated signal) {
    if (!stopping) {
      wiring
          .end()
          .accept(
              new Ending.Restart(
                  Ending.Port.SAME, false, signal.getRef().path().name() + " has failed"));
    }
    return this;
  }

  private Behavior<Command> onStop(Stop message) {
    if (stopping) {
      return this;
    }
    stopping = true;
    become(Readiness.not("stopping"));
    CompletionStage<Done> dataPlaneStopped =
        bounded(wiring.front().stop(), FRONT_STOPS, "front")
            .thenCompose(
                done ->
                    dataPlaneStarted
                        ? bounded(wiring.dataPlane().stop(), DATA_PLANE_STOPS, "data plane")
                        : CompletableFuture.completedFuture(Done.getInstance()));
    dataPlaneStopped
        .thenCompose(done -> bounded(goodbye(), GOODBYE, "word to the peers"))
        .whenComplete((done, failure) -> message.stopped().complete(Done.getInstance()));
    return this;
  }

  private CompletionStage<Done> goodbye() {
    return AskPattern.ask(
        node.membership(),
        Membership.SayGoodbye::new,
        GOODBYE.multipliedBy(2),
        getContext().getSystem().scheduler());
  }

  /** That stage, but ended by {@code limit} and never failed: a stop goes on to its end. */
  private CompletionStage<Done> bounded(CompletionStage<Done> stage, Duration limit, String what) {
    Logger log = getContext().getLog();
    return stage
        .toCompletableFuture()
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              log.warn("The {} did not stop in order: {}", what, failure.toString());
              return Done.getInstance();
            });
  }

  private void become(Readiness next) {
    if (!next.equals(readiness)) {
      readiness = next;
      getContext().getLog().info(next.ready() ? "Ready" : "Not ready: {}", next.reason());
    }
  }
}
