package aitta.membership;

import aitta.config.ClusterSettings;
import aitta.config.HostPort;
import aitta.model.NodeId;
import aitta.ring.Ring;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.cluster.typed.Subscribe;
import org.apache.pekko.remote.artery.ThisActorSystemQuarantinedEvent;

/**
 * Gets this node into its cluster, keeps it there, and tells the others of this node who is who.
 * Decides little itself: {@link JoinPlan}, {@link MemberDirectory} and {@link ApartWatch} do.
 */
public final class Membership extends AbstractBehavior<Membership.Command> {
  public static final String NAME = "membership";

  /** Most addresses asked in one round. */
  private static final int MAX_PROBES = 64;

  /** Most addresses remembered only because somebody at them asked. */
  private static final int MAX_STRANGERS = 64;

  public sealed interface Command {}

  /** How do things stand with you? Answered by an {@link Answer} with the same nonce. */
  record Probe(long nonce, Status from) implements Command, RemoteMessage {}

  record Answer(long nonce, Status from) implements Command, RemoteMessage {}

  /** The ring of this node is there, or has changed. */
  record RingIs(Ring ring, List<byte[]> secrets) implements Command {}

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

  private record Quarantined(String by) implements Command {}

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
  private final PeerBook book;
  private final JoinPlan plan;
  private final ApartWatch apart;
  private final long startedMillis = nowMillis();

  private final Map<HostPort, Heard> heard = new HashMap<>();
  private final Set<HostPort> strangers = new LinkedHashSet<>();
  private final List<ActorRef<ClusterView>> watchers = new ArrayList<>();
  private MemberDirectory directory = MemberDirectory.of(List.of());
  private List<Sight> sights = List.of();
  private Optional<Ring> ring;
  private List<byte[]> secrets;
  private boolean settled;
  private Optional<ActorRef<Founding.Command>> founding = Optional.empty();
  private Optional<ActorRef<RingKeeper.Command>> keeper = Optional.empty();
  private List<HostPort> joiningThrough = List.of();
  private long joiningSince = -1;
  private boolean hasBeenMember;
  private int ticksOvertaken;
  private long nextProbe;
  private boolean ended;
  private Optional<ActorRef<Done>> goodbye = Optional.empty();

  /** The newest answer from one address, and when it came. */
  private record Heard(Status status, long atMillis) {}

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
    this.ring = data.ring();
    this.secrets = data.secrets();
    this.book = new PeerBook(self.node(), data.peers());
    this.apart = new ApartWatch(self.node(), settings.seeds());
    this.plan =
        new JoinPlan(
            self.node(),
            self.facts().directory(),
            self.compat(),
            self.at(),
            settings.address(),
            settings.seeds(),
            ring.map(Ring::ringId).orElse(""),
            ringMembers(),
            times);
    ActorRef<ClusterDomainEvent> events =
        context.messageAdapter(ClusterDomainEvent.class, ClusterChanged::new);
    cluster.subscriptions().tell(Subscribe.create(events, ClusterDomainEvent.class));
    ActorRef<ThisActorSystemQuarantinedEvent> quarantined =
        context.messageAdapter(
            ThisActorSystemQuarantinedEvent.class, event -> new Quarantined(event.toString()));
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
        .onMessage(Quarantined.class, this::onQuarantined)
        .build();
  }

  private Behavior<Command> onTick() {
    look();
    if (goodbye.isPresent()) {
      return this;
    }
    Optional<Standing> standing = ownStanding();
    if (standing.isPresent() && standing.get().isUp()) {
      stayTogether();
    } else if (standing.isEmpty() && !hasBeenMember) {
      join();
    }
    tellReadiness(standing);
    return this;
  }

  // Joining

  private void join() {
    Set<HostPort> candidates = candidates();
    candidates.forEach(this::probe);
    long now = nowMillis();
    List<Status> answers =
        heard.values().stream()
            .filter(answer -> now - answer.atMillis() <= times.answerLife())
            .map(Heard::status)
            .toList();
    JoinPlan.Step step =
        plan.next(
            new JoinPlan.Progress(
                now - startedMillis,
                now - beginning.processStartedMillis(),
                joiningSince < 0 ? -1 : now - joiningSince,
                answers,
                candidates));
    if (step instanceof JoinPlan.Join through) {
      joinThrough(through.through());
    } else if (step == JoinPlan.FormAlone.INSTANCE) {
      joinThrough(List.of(self.at()));
    } else if (step instanceof JoinPlan.ChangePort change) {
      end(new Ending.Restart(Ending.Port.OTHER, false, change.reason()));
    } else if (step instanceof JoinPlan.End over) {
      end(Ending.failure(over.reason()));
    }
  }

  private void joinThrough(List<HostPort> through) {
    if (through.get(0).equals(self.at())) {
      if (!through.equals(joiningThrough)) {
        getContext().getLog().info("Beginning a cluster at {}", self.at());
      }
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
      joiningThrough = through;
      return;
    }
    if (joiningSince < 0) {
      joiningSince = nowMillis();
    }
    if (joiningThrough.isEmpty() || !through.contains(joiningThrough.get(0))) {
      getContext().getLog().info("Joining through {}", through);
      cluster.manager().tell(new JoinSeedNodes(through.stream().map(Addresses::toPekko).toList()));
      joiningThrough = through;
    }
  }

  /** Whom to ask: seeds, peers known from earlier, and whoever asked; never oneself. */
  private Set<HostPort> candidates() {
    Set<HostPort> all = new LinkedHashSet<>(plan.seeds());
    all.addAll(book.addresses());
    all.addAll(strangers);
    all.remove(self.at());
    List<HostPort> order = new ArrayList<>(all);
    if (order.size() > MAX_PROBES) {
      Collections.shuffle(order); // so that all have their turn
    }
    return new LinkedHashSet<>(order.subList(0, Math.min(MAX_PROBES, order.size())));
  }

  private void probe(HostPort at) {
    Addresses.selection(getContext().getSystem(), at, NAME)
        .tell(new Probe(nowMillis(), status()), org.apache.pekko.actor.ActorRef.noSender());
  }

  private Behavior<Command> onProbe(Probe message) {
    Status from = message.from();
    Addresses.selection(getContext().getSystem(), from.at(), NAME)
        .tell(new Answer(message.nonce(), status()), org.apache.pekko.actor.ActorRef.noSender());
    List<String> refusals = self.compat().refusals(from.compat());
    if (!refusals.isEmpty()) {
      getContext().getLog().warn("Node {} at {} cannot join: {}", from.node(), from.at(), refusals);
    } else if (plan.refusal(from).isEmpty() && strangers.size() < MAX_STRANGERS) {
      strangers.add(from.at());
    }
    return this;
  }

  private Behavior<Command> onAnswer(Answer message) {
    // An answer that waited out a partition in some queue tells of another time.
    if (Math.abs(nowMillis() - message.nonce()) > times.apartEvery()) {
      return this;
    }
    Status from = message.from();
    heard.put(from.at(), new Heard(from, nowMillis()));
    if (ownStanding().filter(Standing::isUp).isPresent()) {
      directory.provenOver(from).forEach(this::down);
      follow(apart.hear(status(), from));
    }
    return this;
  }

  // Staying together

  private void stayTogether() {
    directory.superseded().forEach(this::down);
    Sight holder = directory.current().get(self.node());
    boolean overtaken = holder != null && !holder.isSameSystem(self.at(), self.uid());
    ticksOvertaken = overtaken ? ticksOvertaken + 1 : 0;
    if (ticksOvertaken > 2) {
      end(
          Ending.failure(
              "node id "
                  + self.node()
                  + " is in use at "
                  + holder.at()
                  + " too, by a process with another data directory; stop that one, or give this"
                  + " one another AITTA_NODE_ID"));
    }
    if (nowMillis() >= nextProbe) {
      nextProbe = nowMillis() + times.apartEvery();
      long old = nowMillis() - 3 * times.apartEvery();
      heard.values().removeIf(answer -> answer.atMillis() < old);
      Set<HostPort> absent = candidates();
      directory.current().values().stream()
          .filter(Sight::reachable)
          .map(Sight::at)
          .forEach(absent::remove);
      absent.forEach(this::probe);
    }
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
    if (!over.standing().isOver() && !over.isSameSystem(self.at(), self.uid())) {
      getContext().getLog().info("Node {} is no longer at {}", over.node(), over.at());
      cluster.manager().tell(new Down(Addresses.toPekko(over.at())));
    }
  }

  // What is seen

  private Behavior<Command> onClusterChanged(ClusterChanged message) {
    look();
    tellReadiness(ownStanding());
    return this;
  }

  private void look() {
    List<Sight> now = Sights.of(cluster.state());
    boolean isMember =
        now.stream().anyMatch(s -> s.isSameSystem(self.at(), self.uid()) && !s.standing().isOver());
    if (hasBeenMember && !isMember || cluster.isTerminated()) {
      goodbye.ifPresent(waiting -> waiting.tell(Done.getInstance()));
      end(
          new Ending.Restart(
              Ending.Port.SAME, false, "this member was removed from the cluster by its peers"));
      return;
    }
    hasBeenMember |= isMember;
    if (!now.equals(sights)) {
      sights = now;
      directory = MemberDirectory.of(now);
      if (book.note(directory.current().values())) {
        keeper.ifPresent(to -> to.tell(new RingKeeper.KeepPeers(book.peers())));
      }
      publish();
    }
  }

  private Optional<Standing> ownStanding() {
    return sights.stream()
        .filter(sight -> sight.isSameSystem(self.at(), self.uid()))
        .map(Sight::standing)
        .findFirst();
  }

  private Status status() {
    return new Status(
        self.compat(),
        self.facts(),
        self.at(),
        self.uid(),
        ownStanding().filter(Standing::isUp).isPresent(),
        ring.map(Ring::ringId).orElse(""),
        ringMembers(),
        sights);
  }

  private SortedSet<NodeId> ringMembers() {
    SortedSet<NodeId> ids = new TreeSet<>();
    ring.ifPresent(known -> known.members().values().forEach(member -> ids.add(member.id())));
    return ids;
  }

  private void publish() {
    ClusterView view = book.view(self, directory, ring, secrets, data);
    board.publish(view);
    watchers.forEach(watcher -> watcher.tell(view));
    founding.ifPresent(to -> to.tell(new Founding.Surroundings(directory, ring, secrets)));
  }

  private void tellReadiness(Optional<Standing> standing) {
    readiness.tell(
        Readiness.ofMembership(
            standing, directory, ring.isPresent(), settled, initialNodes, candidates()));
  }

  private Behavior<Command> onRingIs(RingIs message) {
    ring = Optional.of(message.ring());
    secrets = message.secrets();
    publish();
    return this;
  }

  private Behavior<Command> onSettled() {
    settled = true;
    tellReadiness(ownStanding());
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
    message.watcher().tell(board.view());
    return this;
  }

  private Behavior<Command> onUnwatch(Unwatch message) {
    watchers.remove(message.watcher());
    return this;
  }

  // Ending

  private Behavior<Command> onEnd(End message) {
    end(message.ending());
    return this;
  }

  private Behavior<Command> onQuarantined(Quarantined message) {
    end(new Ending.Restart(Ending.Port.SAME, false, message.by()));
    return this;
  }

  private Behavior<Command> onSayGoodbye(SayGoodbye message) {
    if (!hasBeenMember || cluster.isTerminated()) {
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
