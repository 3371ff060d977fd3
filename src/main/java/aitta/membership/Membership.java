package aitta.membership;

import aitta.config.ClusterSettings;
import aitta.config.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Subscribe;
import org.apache.pekko.remote.artery.ThisActorSystemQuarantinedEvent;

/**
 * Gets this node into its cluster, keeps it there, and tells the others of this node who is who.
 * Decides little itself: {@link JoinPlan}, {@link MemberDirectory} and {@link ApartWatch} do.
 */
public final class Membership extends AbstractBehavior<Membership.Command> {
  public static final String NAME = "membership";

  public sealed interface Command {}

  /** How do things stand with you? Answered by an {@link Answer} with the same nonce. */
  record Probe(long nonce, Status from) implements Command, RemoteMessage {}

  record Answer(long nonce, Status from) implements Command, RemoteMessage {}

  /** The ring of this node is there, or has changed. */
  record RingIs(RingState state, List<byte[]> secrets) implements Command {}

  /** All members of the ring have it on disk. */
  enum Settled implements Command {
    INSTANCE
  }

  /** Keeps {@link Founding} informed. */
  record Inform(ActorRef<Founding.Command> founding, ActorRef<RingKeeper.Command> keeper)
      implements Command {}

  /** The actor system is to end so; the first one counts. */
  public record End(Ending ending) implements Command {}

  /** Sends the present view, and each new one. */
  public record Watch(ActorRef<ClusterView> watcher) implements Command {}

  public record Unwatch(ActorRef<ClusterView> watcher) implements Command {}

  /**
   * Tells the peers that this actor system is over, so that they need not find out. Answers when
   * they know, as far as they can be reached.
   */
  public record SayGoodbye(ActorRef<Done> replyTo) implements Command {}

  private record ClusterChanged(ClusterDomainEvent event) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private final Self self;
  private final int initialNodes;
  private final Times times;
  private final Beginning beginning;
  private final DataDirectory data;
  private final ViewBoard board;
  private final Consumer<Ending> end;
  private final ActorRef<Readiness> readiness;
  private final Cluster cluster;
  private final MemberWatch watch;
  private final PeerBook book;
  private final JoinPlan plan;
  private final ApartWatch apart;
  private final PeerProbes probes;
  private final Joiner joiner;

  private final List<ActorRef<ClusterView>> watchers = new ArrayList<>();
  private Optional<RingState> state;
  private List<byte[]> secrets;
  private boolean settled;
  private boolean ringExists;
  private Optional<ActorRef<Founding.Command>> founding = Optional.empty();
  private Optional<ActorRef<RingKeeper.Command>> keeper = Optional.empty();
  private long quietSinceMillis = nowMillis();
  private long nextProbe;
  private boolean ended;
  private Optional<ActorRef<Done>> goodbye = Optional.empty();

  /**
   * @param end how the actor system is to end; called once at most
   * @param readiness hears whether this node has a ring and is in its cluster
   */
  public static Behavior<Command> create(
      Self self,
      ClusterSettings settings,
      Times times,
      Beginning beginning,
      DataDirectory data,
      ViewBoard board,
      ActorRef<Readiness> readiness,
      Consumer<Ending> end) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new Membership(
                        context, timers, self, settings, times, beginning, data, board, readiness,
                        end)));
  }

  private Membership(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Self self,
      ClusterSettings settings,
      Times times,
      Beginning beginning,
      DataDirectory data,
      ViewBoard board,
      ActorRef<Readiness> readiness,
      Consumer<Ending> end)
      throws IOException {
    super(context);
    context.setLoggerName(Membership.class);
    this.self = self;
    this.initialNodes = settings.initialNodes();
    this.times = times;
    this.beginning = beginning;
    this.data = data;
    this.board = board;
    this.readiness = readiness;
    this.end = end;
    this.cluster = Cluster.get(context.getSystem());
    this.watch = new MemberWatch(context.getSystem(), self);
    Claims claims = data.claims();
    this.state = data.ring().map(ring -> new RingState(ring, claims));
    this.secrets = data.secrets();
    this.book = new PeerBook(self.node(), data.peers());
    this.apart = new ApartWatch(self.node(), settings.seeds());
    this.probes = new PeerProbes(context.getSystem(), self.at(), times, settings.seeds(), book);
    this.joiner = new Joiner(cluster, self.at(), context.getLog());
    this.plan = JoinPlan.of(self, settings, state, claims, times);
    ActorRef<ClusterDomainEvent> events =
        context.messageAdapter(ClusterDomainEvent.class, ClusterChanged::new);
    cluster.subscriptions().tell(Subscribe.create(events, ClusterDomainEvent.class));
    ActorRef<ThisActorSystemQuarantinedEvent> quarantined =
        context.messageAdapter(
            ThisActorSystemQuarantinedEvent.class,
            event -> new End(new Ending.Restart(Ending.Port.SAME, false, event.toString())));
    context
        .getSystem()
        .classicSystem()
        .eventStream()
        .subscribe(Adapter.toClassic(quarantined), ThisActorSystemQuarantinedEvent.class);
    timers.startTimerWithFixedDelay(
        Tick.INSTANCE, Duration.ZERO, Duration.ofMillis(times.probeEvery()));
    publish();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Tick.INSTANCE, this::onTick)
        .onMessage(ClusterChanged.class, this::onClusterChanged)
        .onMessage(Probe.class, this::onProbe)
        .onMessage(Answer.class, this::onAnswer)
        .onMessage(RingIs.class, this::onRingIs)
        .onMessageEquals(Settled.INSTANCE, this::onSettled)
        .onMessage(Inform.class, this::onInform)
        .onMessage(End.class, this::onEnd)
        .onMessage(Watch.class, this::onWatch)
        .onMessage(Unwatch.class, this::onUnwatch)
        .onMessage(SayGoodbye.class, this::onSayGoodbye)
        .build();
  }

  private Behavior<Command> onTick() {
    look();
    if (goodbye.isPresent()) {
      return this;
    }
    if (watch.isUp()) {
      stayTogether();
    } else if (watch.ownStanding().isEmpty() && !watch.hasBeenMember()) {
      join();
    }
    tellReadiness();
    return this;
  }

  // Joining

  private void join() {
    long now = nowMillis();
    Set<HostPort> candidates = probes.candidates();
    probes.ask(candidates, status(), now);
    JoinPlan.Step step =
        plan.next(
            new JoinPlan.Progress(
                now - quietSinceMillis,
                now - beginning.unservingSinceMillis(),
                joiner.joiningFor(now),
                probes.recent(now),
                candidates));
    if (step instanceof JoinPlan.Join join) {
      quietSinceMillis = now;
      joiner.join(join.through(), now);
    } else if (step == JoinPlan.FormAlone.INSTANCE) {
      joiner.formAlone();
    } else if (step == JoinPlan.Wait.INSTANCE) {
      joiner.rest();
    } else if (step instanceof JoinPlan.ChangePort change) {
      end(new Ending.Restart(Ending.Port.OTHER, false, change.reason()));
    } else if (step instanceof JoinPlan.StartOver over) {
      end(Ending.Restart.asNew(over.reason()));
    } else if (step instanceof JoinPlan.End over) {
      end(Ending.failure(over.reason()));
    }
  }

  private Behavior<Command> onProbe(Probe message) {
    Status from = message.from();
    Status own = status();
    probes.answer(message, own);
    String refusal = JoinPlan.refusal(from, own);
    if (refusal.isEmpty()) {
      probes.meet(from.at());
    } else if (!from.joined()) {
      getContext().getLog().warn("Node {} at {} cannot join: {}", from.node(), from.at(), refusal);
    }
    return this;
  }

  private Behavior<Command> onAnswer(Answer message) {
    Optional<Status> accepted = probes.accept(message, nowMillis());
    accepted.ifPresent(this::noteRing);
    accepted
        .flatMap(from -> JoinPlan.namesake(self.node(), self.facts().directory(), self.at(), from))
        .ifPresent(namesake -> probes.meet(namesake.at()));
    if (accepted.isPresent() && watch.isUp()) {
      watch.directory().provenOver(accepted.get()).forEach(this::down);
      follow(apart.hear(status(), accepted.get()));
    }
    return this;
  }

  /** Who has heard of a ring founds no other. */
  private void noteRing(Status from) {
    if (!ringExists && from.hasRing() && from.compat().refusals(self.compat()).isEmpty()) {
      ringExists = true;
      publish();
    }
  }

  // Staying together

  private void stayTogether() {
    watch.directory().superseded().forEach(this::down);
    downRemoved();
    watch
        .rival()
        .ifPresent(
            rival ->
                end(
                    Ending.failure(
                        "node id "
                            + self.node()
                            + " is in use at "
                            + rival.at()
                            + " too, by a process with another data directory; stop that one, or"
                            + " give this one another AITTA_NODE_ID")));
    if (nowMillis() >= nextProbe) {
      nextProbe = nowMillis() + times.apartEvery();
      Set<HostPort> absent = probes.candidates();
      watch.directory().current().values().stream()
          .filter(Sight::reachable)
          .map(Sight::at)
          .forEach(absent::remove);
      probes.ask(absent, status(), nowMillis());
    }
  }

  /** A dead member that is no member of the ring any more would only keep others from joining. */
  private void downRemoved() {
    state.ifPresent(
        known ->
            watch.directory().current().values().stream()
                .filter(sight -> !sight.reachable() && known.ring().isRemoved(sight.node()))
                .forEach(this::down));
  }

  private void follow(ApartWatch.Finding finding) {
    if (finding instanceof ApartWatch.GiveUp giveUp && beginning.mayMerge(nowMillis())) {
      end(new Ending.Restart(Ending.Port.SAME, true, giveUp.reason()));
    } else if (finding instanceof ApartWatch.Foreign foreign) {
      getContext().getLog().error("{}", foreign.reason());
      if (foreign.ends()) {
        end(Ending.failure(foreign.reason()));
      }
    }
  }

  private void down(Sight over) {
    if (!over.standing().isOver() && !watch.isSelf(over)) {
      getContext().getLog().info("Node {} is no longer at {}", over.node(), over.at());
      cluster.manager().tell(new Down(Addresses.toPekko(over.at())));
    }
  }

  // What is seen

  private Behavior<Command> onClusterChanged(ClusterChanged message) {
    look();
    tellReadiness();
    return this;
  }

  private void look() {
    boolean changed = watch.look();
    if (watch.isGone()) {
      goodbye.ifPresent(waiting -> waiting.tell(Done.getInstance()));
      end(
          new Ending.Restart(
              Ending.Port.SAME, false, "this member was removed from the cluster by its peers"));
    } else if (changed) {
      if (book.note(watch.directory().current().values())) {
        keeper.ifPresent(to -> to.tell(new RingKeeper.KeepPeers(book.peers())));
      }
      publish();
    }
  }

  private Status status() {
    return Status.of(self, watch, state);
  }

  private void publish() {
    ClusterView view =
        book.view(self, watch.directory(), state.map(RingState::ring), secrets, data);
    board.publish(view);
    watchers.forEach(watcher -> watcher.tell(view));
    founding.ifPresent(
        to -> to.tell(new Founding.Surroundings(watch.directory(), state, secrets, ringExists)));
  }

  private void tellReadiness() {
    if (state.filter(known -> known.ring().isRemoved(self.node())).isPresent()) {
      readiness.tell(Readiness.not("this node has left the ring, and stops"));
      return;
    }
    readiness.tell(
        Readiness.ofMembership(
            watch.ownStanding(),
            watch.directory(),
            state.isPresent(),
            settled,
            initialNodes,
            probes.candidates()));
  }

  private Behavior<Command> onRingIs(RingIs message) {
    state = Optional.of(message.state());
    secrets = message.secrets();
    publish();
    tellReadiness();
    return this;
  }

  private Behavior<Command> onSettled() {
    settled = true;
    tellReadiness();
    return this;
  }

  private Behavior<Command> onInform(Inform message) {
    founding = Optional.of(message.founding());
    keeper = Optional.of(message.keeper());
    publish();
    return this;
  }

  private Behavior<Command> onWatch(Watch message) {
    watchers.add(message.watcher());
    getContext().watchWith(message.watcher(), new Unwatch(message.watcher()));
    message.watcher().tell(board.view());
    return this;
  }

  private Behavior<Command> onUnwatch(Unwatch message) {
    watchers.remove(message.watcher());
    getContext().unwatch(message.watcher());
    return this;
  }

  // Ending

  private Behavior<Command> onEnd(End message) {
    end(message.ending());
    return this;
  }

  private Behavior<Command> onSayGoodbye(SayGoodbye message) {
    if (!watch.hasBeenMember() || cluster.isTerminated()) {
      message.replyTo().tell(Done.getInstance());
    } else {
      goodbye = Optional.of(message.replyTo());
      cluster.manager().tell(new Down(cluster.selfMember().address()));
    }
    return this;
  }

  private void end(Ending ending) {
    if (!ended) {
      ended = true;
      end.accept(ending);
    }
  }

  private static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }
}
