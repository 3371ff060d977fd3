package aitta.coordinator;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaState;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.request.Story;
import aitta.version.Context;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
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

  /** A stand-in that has not kept a hint by then may be dead itself. */
  private static final long HOLDER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** What to become when this node cannot mint. */
  interface OnRefusal
      extends BiFunction<
          ActorContext<Coordinators.Job>, RangeReplica.MintRefused, Behavior<Coordinators.Job>> {}

  private final Coordination shared;
  private final Request.Write write;
  private Route route;
  private final long mintByNanos; // past it somebody else may have coordinated the write
  private final long deadlineNanos;
  private final Consumer<Outcome> done;
  private final Story story;
  private final Alarm alarm;
  private final OnRefusal onRefusal;
  private boolean owner;
  private final long id;
  private long ownId; // of the question to this node itself, where the version is sent once more
  private ReplicaState.Minted version; // the newest one minted
  private boolean moved; // the owners changed while it was sent
  private Learning learning; // null once it is over
  private MintedRound round; // null until something is minted
  private boolean minting;
  private int attempt;
  private boolean answered;
  private boolean standInsCalled;

  private WriteCoordinator(
      ActorContext<Coordinators.Job> context,
      Coordination shared,
      Request.Write write,
      Route route,
      long mintByNanos,
      long deadlineNanos,
      Consumer<Outcome> done,
      Alarm alarm,
      OnRefusal onRefusal) {
    super(context);
    this.shared = shared;
    this.write = write;
    this.route = route;
    this.mintByNanos = mintByNanos;
    this.deadlineNanos = deadlineNanos;
    this.done = done;
    this.story = Story.of(done);
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
      long mintByNanos,
      long deadlineNanos,
      Consumer<Outcome> done,
      Alarm alarm,
      OnRefusal onRefusal) {
    return Behaviors.setup(
        context ->
            new WriteCoordinator(
                    context,
                    shared,
                    write,
                    route,
                    mintByNanos,
                    deadlineNanos,
                    done,
                    alarm,
                    onRefusal)
                .begin());
  }

  @Override
  public Receive<Coordinators.Job> createReceive() {
    return newReceiveBuilder()
        .onMessage(Coordinators.Replied.class, this::onReplied)
        .onMessage(Coordinators.Minted.class, this::onMinted)
        .onMessage(Coordinators.StoredHere.class, this::onStoredHere)
        .onMessage(Coordinators.Wake.class, message -> onWake())
        .onSignal(PostStop.class, signal -> onStop())
        .build();
  }

  private Behavior<Coordinators.Job> begin() {
    boolean plain = write.supersedes() == Request.Supersedes.AllKnown.INSTANCE;
    if (!owner || !plain || write.latest()) {
      setPatience();
      return mint(Context.EMPTY, 0);
    }
    learning = new Learning(shared, route, write.key(), id, deadlineNanos);
    setAlarm(Math.min(patienceNanos(), learning.hedgeNanos()));
    return mintWhenLearned();
  }

  private Behavior<Coordinators.Job> mintWhenLearned() {
    if (!learning.isDone()) {
      return this;
    }
    return mintWithWhatIsLearned();
  }

  private Behavior<Coordinators.Job> mintWithWhatIsLearned() {
    Context learned = learning.learned();
    learning = null;
    setPatience();
    return mint(learned, 0);
  }

  private Behavior<Coordinators.Job> mint(Context learned, long above) {
    if (shared.clock().nanos() - mintByNanos >= 0) {
      answer(tooLate());
      return end();
    }
    attempt++;
    minting = true;
    int thisAttempt = attempt;
    var self = getContext().getSelf();
    Consumer<RangeReplica.MintReply> minted = reply -> self.tell(new Coordinators.Minted(reply));
    Consumer<PeerMessage.Reply> stored =
        reply -> self.tell(new Coordinators.StoredHere(reply, thisAttempt));
    if (owner) {
      shared
          .minter()
          .mintAsOwner(
              route.range(),
              route.listVersion(),
              write,
              learned,
              above,
              mintByNanos,
              minted,
              stored);
    } else {
      shared.minter().mintAsStandIn(route.owners(), write, minted, stored);
    }
    return this;
  }

  private Behavior<Coordinators.Job> onMinted(Coordinators.Minted message) {
    story.tell("minted by", shared.self());
    minting = false;
    ReplicaState.Minting outcome =
        message.reply() instanceof RangeReplica.Minting reply ? reply.outcome() : null;
    if (round != null && !(outcome instanceof ReplicaState.Minted)) {
      // An earlier attempt is out, but an acknowledged version is newer by time: it is lost.
      answer(WriteOutcomes.notMet(route, write, 0));
      return settle();
    }
    if (message.reply() instanceof RangeReplica.MintRefused refused) {
      shared.peers().close(id);
      return onRefusal.apply(getContext(), refused);
    }
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
    version = minted;
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
    story.tell(reply.id() == id ? "versions of" : "answer of", from);
    if (reply.id() == id) {
      return onVersions(from, reply);
    }
    if (round != null && ownId != 0 && reply.id() == ownId) {
      round.storedHere(reply, owner);
      return settle();
    }
    if (round == null || reply.id() != round.id()) {
      return this;
    }
    if (Again.isDue(shared, reply) && !answered && Again.isTime(shared, deadlineNanos)) {
      moved = true;
      alarm.set(Again.at(shared));
      return this;
    }
    long newer = round.replied(from, reply);
    return mintAgainAbove(newer) ? this : settle();
  }

  private Behavior<Coordinators.Job> onVersions(NodeId from, PeerMessage.Reply reply) {
    if (learning == null) {
      return this;
    }
    if (Again.isDue(shared, reply) && Again.isTime(shared, deadlineNanos)) {
      shared.peers().close(id);
      return onRefusal.apply(
          getContext(),
          new RangeReplica.MintRefused(PeerMessage.Reason.SEALED, "range " + route.range()));
    }
    learning.replied(from, reply);
    return mintWhenLearned();
  }

  /**
   * An owner holds a newer version by time: what was acknowledged before must not win over this
   * write.
   */
  private boolean mintAgainAbove(long newest) {
    if (answered
        || minting
        || !owner
        || !write.latest()
        || newest <= round.timestamp()
        || shared.clock().nanos() - mintByNanos >= 0
        || attempt >= MAX_ATTEMPTS) {
      return false;
    }
    mint(Context.ofDot(round.dot()), newest);
    return true;
  }

  private Behavior<Coordinators.Job> onStoredHere(Coordinators.StoredHere message) {
    if (round != null && message.attempt() == attempt) {
      story.tell("on disk of", shared.self());
      round.storedHere(message.reply(), owner);
      return settle();
    }
    return this;
  }

  private Behavior<Coordinators.Job> onWake() {
    long now = shared.clock().nanos();
    boolean late = now - deadlineNanos >= 0;
    if (late) {
      answer(tooLate());
    }
    if (learning != null) {
      return late ? end() : learnMore();
    }
    if (moved && !answered && !late) {
      return sendOnceMore();
    }
    if (now - deadlineNanos - LINGER_NANOS >= 0 || round == null && answered) {
      return end();
    }
    if (round != null && standInsCalled) {
      round.holdersAreSilent();
    } else if (round != null) {
      story.tell("stand-ins called", null);
      round.slow();
    }
    standInsCalled = true;
    setAlarm(answered ? HOLDER_NANOS : Math.min(HOLDER_NANOS, deadlineNanos - now));
    return round == null ? this : settle();
  }

  /**
   * The same version to the owners of now: acknowledgements under two lists do not add up to a
   * quorum of either.
   */
  private Behavior<Coordinators.Job> sendOnceMore() {
    moved = false;
    route = shared.routes().of(write.key());
    owner = route.isOwner(shared.self());
    story.tell("sent to the next list of owners", null);
    round.close(shared.peers());
    shared.peers().close(ownId);
    int w = write.w().of(route.owners().size());
    var self = getContext().getSelf();
    round = MintedRound.start(shared, write, route, w, version, deadlineNanos, self);
    ownId = shared.peers().open((from, reply) -> self.tell(new Coordinators.Replied(from, reply)));
    PeerMessage.Question own =
        owner
            ? new PeerMessage.Store(ownId, write.key(), version.siblings(), route.listVersion())
            : new PeerMessage.Keep(
                ownId, write.key(), Set.copyOf(route.owners()), version.siblings());
    shared.peers().ask(shared.self(), own, shared.budgetMillis(deadlineNanos));
    setPatience();
    return settle();
  }

  /** Those that were asked are slow: all others are asked, then it is minted without the silent. */
  private Behavior<Coordinators.Job> learnMore() {
    if (learning.askMore()) {
      setPatience();
      return this;
    }
    return mintWithWhatIsLearned();
  }

  private Outcome tooLate() {
    return round == null
        ? WriteOutcomes.notMet(route, write, 0)
        : WriteOutcomes.notMet(route, write, round.count());
  }

  private Behavior<Coordinators.Job> settle() {
    if (minting) {
      return this; // what is out has lost by time already
    }
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

  /** For those that were asked now; leaves half of the time to whoever is asked next. */
  private void setPatience() {
    setAlarm(patienceNanos());
  }

  private long patienceNanos() {
    long half = (deadlineNanos - shared.clock().nanos()) / 2;
    return Math.min(half, shared.standInAfter().toNanos());
  }

  private void setAlarm(long afterNanos) {
    long at = shared.clock().nanos() + afterNanos;
    alarm.set(answered || at - deadlineNanos < 0 ? at : deadlineNanos);
  }

  private Behavior<Coordinators.Job> end() {
    shared.peers().close(id);
    shared.peers().close(ownId);
    if (round != null) {
      round.close(shared.peers());
    }
    alarm.end();
    return Behaviors.stopped();
  }

  /** However it ends: nothing is left that would listen for replies. */
  private Behavior<Coordinators.Job> onStop() {
    shared.peers().close(id);
    shared.peers().close(ownId);
    if (round != null) {
      round.close(shared.peers());
    }
    return this;
  }
}
