package aitta.coordinator;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.quorum.VersionRound;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaState;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.version.Context;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * One write, coordinated by this node: as an owner, or as a stand-in where no owner can be reached.
 * Learns what a plain overwrite supersedes, has the version minted, sends it out, answers at w, and
 * stays until no owner is left without it.
 */
final class WriteCoordinator extends AbstractBehavior<Coordinators.Job> {
  /**
   * How often a {@code latest} write is minted again above a newer timestamp before it is left as
   * it is.
   */
  private static final int MAX_ATTEMPTS = 4;

  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** What to become when this node cannot mint. */
  interface OnRefusal
      extends BiFunction<
          ActorContext<Coordinators.Job>, RangeReplica.MintRefused, Behavior<Coordinators.Job>> {}

  private final Coordination shared;
  private final Request.Write write;
  private final Route route;
  private final long deadlineNanos;
  private final Consumer<Outcome> done;
  private final Alarm alarm;
  private final OnRefusal onRefusal;
  private final boolean owner;
  private final long id;
  private VersionRound versions; // null once it is over
  private MintedRound round; // null until something is minted
  private int attempt;
  private boolean answered;
  private boolean standInsCalled;

  private WriteCoordinator(
      ActorContext<Coordinators.Job> context,
      Coordination shared,
      Request.Write write,
      Route route,
      long deadlineNanos,
      Consumer<Outcome> done,
      Alarm alarm,
      OnRefusal onRefusal) {
    super(context);
    this.shared = shared;
    this.write = write;
    this.route = route;
    this.deadlineNanos = deadlineNanos;
    this.done = done;
    this.alarm = alarm;
    this.onRefusal = onRefusal;
    this.owner = route.isOwner(shared.self());
    var self = context.getSelf();
    this.id =
        shared.peers().open((from, reply) -> self.tell(new Coordinators.Replied(from, reply)));
  }

  static Behavior<Coordinators.Job> create(
      Coordination shared,
      Request.Write write,
      Route route,
      long deadlineNanos,
      Consumer<Outcome> done,
      Alarm alarm,
      OnRefusal onRefusal) {
    return Behaviors.setup(
        context ->
            new WriteCoordinator(
                    context, shared, write, route, deadlineNanos, done, alarm, onRefusal)
                .begin());
  }

  @Override
  public Receive<Coordinators.Job> createReceive() {
    return newReceiveBuilder()
        .onMessage(Coordinators.Replied.class, this::onReplied)
        .onMessage(Coordinators.Minted.class, this::onMinted)
        .onMessage(Coordinators.StoredHere.class, this::onStoredHere)
        .onMessage(Coordinators.Wake.class, message -> onWake())
        .build();
  }

  private Behavior<Coordinators.Job> begin() {
    setAlarm(shared.standInAfter().toNanos());
    boolean plain = write.supersedes() == Request.Supersedes.AllKnown.INSTANCE;
    if (!owner || !plain || write.latest()) {
      return mint(Context.EMPTY, 0);
    }
    List<NodeId> others =
        route.owners().stream()
            .filter(node -> !node.equals(shared.self()) && route.reachable().contains(node))
            .toList();
    versions = new VersionRound(route.owners().size(), shared.health().order(others, null));
    versions.asks().forEach(this::askVersions);
    return mintWhenLearned();
  }

  private void askVersions(NodeId node) {
    PeerMessage.Fetch question = new PeerMessage.Fetch(id, write.key(), false);
    shared.peers().ask(node, question, shared.budgetMillis(deadlineNanos));
  }

  private Behavior<Coordinators.Job> mintWhenLearned() {
    if (!versions.isDone()) {
      return this;
    }
    Context learned = versions.learned();
    versions = null;
    return mint(learned, 0);
  }

  private Behavior<Coordinators.Job> mint(Context learned, long above) {
    attempt++;
    int thisAttempt = attempt;
    var self = getContext().getSelf();
    Consumer<RangeReplica.MintReply> minted = reply -> self.tell(new Coordinators.Minted(reply));
    Consumer<PeerMessage.Reply> stored =
        reply -> self.tell(new Coordinators.StoredHere(reply, thisAttempt));
    if (owner) {
      shared.minter().mintAsOwner(route.range(), write, learned, above, minted, stored);
    } else {
      shared.minter().mintAsStandIn(route.owners(), write, minted, stored);
    }
    return this;
  }

  private Behavior<Coordinators.Job> onMinted(Coordinators.Minted message) {
    if (message.reply() instanceof RangeReplica.MintRefused refused) {
      if (round != null) {
        return settle(); // an earlier attempt is under way and stands
      }
      shared.peers().close(id);
      return onRefusal.apply(getContext(), refused);
    }
    ReplicaState.Minting outcome = ((RangeReplica.Minting) message.reply()).outcome();
    if (outcome instanceof ReplicaState.Minted minted) {
      return send(minted);
    }
    answer(WriteOutcomes.ofUnminted(outcome));
    return end();
  }

  private Behavior<Coordinators.Job> send(ReplicaState.Minted minted) {
    if (round != null) {
      round.close(shared.peers());
    }
    int w = write.w().of(route.owners().size());
    var self = getContext().getSelf();
    round = MintedRound.start(shared, write, route, w, minted, deadlineNanos, self);
    if (standInsCalled) {
      round.slow();
    }
    return settle();
  }

  private Behavior<Coordinators.Job> onReplied(Coordinators.Replied message) {
    NodeId from = message.from();
    PeerMessage.Reply reply = message.reply();
    if (reply.id() == id) {
      return onVersions(from, reply);
    }
    if (round == null || reply.id() != round.id()) {
      return this;
    }
    long newer = round.replied(from, reply);
    return mintAgainAbove(newer) ? this : settle();
  }

  private Behavior<Coordinators.Job> onVersions(NodeId from, PeerMessage.Reply reply) {
    if (versions == null) {
      return this;
    }
    if (reply instanceof PeerMessage.Known known) {
      versions.replied(from, known.summary(), known.fit());
    } else {
      versions.failed(from);
    }
    versions.asks().forEach(this::askVersions);
    return mintWhenLearned();
  }

  /**
   * An owner holds a newer version by time: what was acknowledged before must not win over this
   * write.
   */
  private boolean mintAgainAbove(long newest) {
    if (answered
        || !owner
        || !write.latest()
        || newest <= round.timestamp()
        || attempt >= MAX_ATTEMPTS) {
      return false;
    }
    mint(Context.ofDot(round.dot()), newest);
    return true;
  }

  private Behavior<Coordinators.Job> onStoredHere(Coordinators.StoredHere message) {
    if (round != null && message.attempt() == attempt) {
      round.storedHere(message.reply(), owner);
      return settle();
    }
    return this;
  }

  private Behavior<Coordinators.Job> onWake() {
    long now = shared.clock().nanos();
    standInsCalled = true;
    if (versions != null) {
      boolean half = now - (deadlineNanos - (deadlineNanos - now) / 2) >= 0;
      List<NodeId> more = versions.slow();
      more.forEach(this::askVersions);
      if (more.isEmpty() || half) {
        Context learned = versions.learned(); // as far as the owners that can be reached know
        versions = null;
        setAlarm(shared.standInAfter().toNanos());
        return mint(learned, 0);
      }
      setAlarm(shared.standInAfter().toNanos());
      return mintWhenLearned();
    }
    if (now - deadlineNanos >= 0) {
      answer(tooLate());
    }
    if (now - deadlineNanos - LINGER_NANOS >= 0 || round == null && answered) {
      return end();
    }
    if (round != null) {
      round.slow();
    }
    setAlarm(answered ? LINGER_NANOS : deadlineNanos - now);
    return round == null ? this : settle();
  }

  private Outcome tooLate() {
    return round == null
        ? WriteOutcomes.notMet(route, write, 0)
        : WriteOutcomes.notMet(route, write, round.count());
  }

  private Behavior<Coordinators.Job> settle() {
    if (!answered && round.isMet()) {
      answer(round.outcome());
    } else if (!answered && round.isHopeless()) {
      answer(WriteOutcomes.notMet(route, write, round.count()));
    }
    return answered && round.isSettled() ? end() : this;
  }

  private void answer(Outcome outcome) {
    if (!answered) {
      answered = true;
      done.accept(outcome);
    }
  }

  private void setAlarm(long afterNanos) {
    long at = shared.clock().nanos() + afterNanos;
    alarm.set(answered || at - deadlineNanos < 0 ? at : deadlineNanos);
  }

  private Behavior<Coordinators.Job> end() {
    shared.peers().close(id);
    if (round != null) {
      round.close(shared.peers());
    }
    alarm.end();
    return Behaviors.stopped();
  }
}
