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
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One write, coordinated by this node: as an owner, or as a stand-in where no owner can be reached.
 * Learns what a plain overwrite supersedes, has the version minted, sends it out, answers at w, and
 * stays until no owner is left without it.
 */
final class WriteCoordinator implements Coordinator {
  /** A stand-in that has not kept a hint by then may be dead itself. */
  private static final long HOLDER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** What to become when this node cannot mint. */
  interface OnRefusal extends Function<RangeReplica.MintRefused, Coordinator> {}

  private final Coordination shared;
  private final Request.Write write;
  private Route route;
  private final long mintByNanos; // past it somebody else may have coordinated the write
  private final long deadlineNanos;
  private final Consumer<Outcome> done;
  private final Story story;
  private final Running running;
  private final OnRefusal onRefusal;
  private boolean owner;
  private final long id;
  private long ownId; // of the question to this node itself, where the version is sent once more
  private ReplicaState.Minted version; // the newest one minted
  private boolean again; // to be sent once more: the owners changed, or have to catch up
  private Learning learning; // null once it is over
  private long learnUntilNanos; // 0 while nobody is known to be slow
  private int heard; // owners that said what is to be superseded, where they are no quorum
  private MintedRound round; // null until something is minted
  private final NewerElsewhere newer = new NewerElsewhere();
  private boolean minting;
  private int attempt;
  private boolean answered;
  private boolean standInsCalled;

  private WriteCoordinator(
      Coordination shared,
      Request.Write write,
      Route route,
      long mintByNanos,
      long deadlineNanos,
      Consumer<Outcome> done,
      Running running,
      OnRefusal onRefusal) {
    this.shared = shared;
    this.write = write;
    this.route = route;
    this.mintByNanos = mintByNanos;
    this.deadlineNanos = deadlineNanos;
    this.done = done;
    this.story = Story.of(done);
    this.running = running;
    this.onRefusal = onRefusal;
    this.owner = route.isOwner(shared.self());
    this.id = shared.peers().open((from, reply) -> running.tell(new Replied(from, reply)));
  }

  static Coordinator create(
      Coordination shared,
      Request.Write write,
      Route route,
      long mintByNanos,
      long deadlineNanos,
      Consumer<Outcome> done,
      Running running,
      OnRefusal onRefusal) {
    return new WriteCoordinator(
            shared, write, route, mintByNanos, deadlineNanos, done, running, onRefusal)
        .begin();
  }

  private Coordinator begin() {
    boolean plain = write.supersedes() == Request.Supersedes.AllKnown.INSTANCE;
    if (!owner || !plain || write.latest()) {
      setPatience();
      return mint(Context.EMPTY, 0);
    }
    learning = new Learning(shared, route, write.key(), id, deadlineNanos, isStrictQuorum());
    setAlarm(Math.min(patienceNanos(), learning.hedgeNanos()));
    return mintWhenLearned();
  }

  private Coordinator mintWhenLearned() {
    if (!learning.isDone()) {
      return this;
    }
    return mintWithWhatIsLearned();
  }

  private Coordinator mintWithWhatIsLearned() {
    Context learned = learning.learned();
    noteHeard();
    learning = null;
    setPatience();
    return mint(learned, 0);
  }

  private Coordinator mint(Context learned, long above) {
    if (shared.clock().nanos() - mintByNanos >= 0) {
      answer(tooLate());
      return end();
    }
    attempt++;
    minting = true;
    shared.peers().close(ownId);
    ownId = 0;
    int thisAttempt = attempt;
    Consumer<RangeReplica.MintReply> minted = reply -> running.tell(new Minted(reply));
    Consumer<PeerMessage.Reply> stored = reply -> running.tell(new StoredHere(reply, thisAttempt));
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
      shared.minter().mintAsStandIn(route.owners(), write, above, minted, stored);
    }
    return this;
  }

  @Override
  public Coordinator onMinted(Minted message) {
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
      return onRefusal.apply(refused);
    }
    if (outcome instanceof ReplicaState.Minted minted) {
      return send(minted);
    }
    answer(WriteOutcomes.ofUnminted(outcome));
    return end();
  }

  private Coordinator send(ReplicaState.Minted minted) {
    if (round != null) {
      round.close(shared.peers());
    }
    version = minted;
    int w = write.w().of(route.owners().size());
    round = MintedRound.start(shared, write, route, w, minted, deadlineNanos, running);
    if (standInsCalled) {
      round.slow();
    }
    return settle();
  }

  @Override
  public Coordinator onReplied(Replied message) {
    NodeId from = message.from();
    PeerMessage.Reply reply = message.reply();
    story.tell(reply.id() == id ? "versions of" : "answer of", from);
    if (reply.id() == id) {
      return onVersions(from, reply);
    }
    if (round != null && ownId != 0 && reply.id() == ownId) {
      round.storedHere(reply, owner);
      return mintAgainAbove(from, reply) ? this : settle();
    }
    if (round == null || reply.id() != round.id()) {
      return this;
    }
    if (Again.isDue(shared, reply) && !answered && Again.isTime(shared, deadlineNanos)) {
      again = true;
      running.wakeAt(Again.at(shared));
      return this;
    }
    round.replied(from, reply);
    return mintAgainAbove(from, reply) ? this : settle();
  }

  private Coordinator onVersions(NodeId from, PeerMessage.Reply reply) {
    if (learning == null) {
      return this;
    }
    if (Again.isDue(shared, reply) && Again.isTime(shared, deadlineNanos)) {
      shared.peers().close(id);
      return onRefusal.apply(
          new RangeReplica.MintRefused(PeerMessage.Reason.SEALED, "range " + route.range()));
    }
    learning.replied(from, reply);
    return mintWhenLearned();
  }

  /**
   * An owner holds a newer version by time: what was acknowledged before must not win over this
   * write.
   */
  private boolean mintAgainAbove(NodeId from, PeerMessage.Reply reply) {
    if (answered || minting || !write.latest() || !newer.isAt(from, reply, round.timestamp())) {
      return false;
    }
    if (shared.clock().nanos() - mintByNanos >= 0) {
      if (isStrictQuorum()) {
        answer(WriteOutcomes.notMet(route, write, 0)); // it has lost
      }
      return false;
    }
    mint(Context.ofDot(round.dot()), ((PeerMessage.Stored) reply).newestTimestamp());
    return true;
  }

  @Override
  public Coordinator onStoredHere(StoredHere message) {
    if (round != null && message.attempt() == attempt) {
      story.tell("on disk of", shared.self());
      round.storedHere(message.reply(), owner);
      return settle();
    }
    return this;
  }

  @Override
  public Coordinator onWake() {
    long now = shared.clock().nanos();
    boolean late = now - deadlineNanos >= 0;
    if (late) {
      noteHeard();
      answer(tooLate());
    }
    if (learning != null) {
      return late ? end() : learnMore();
    }
    if (again && !answered && !late) {
      running.wakeAt(Again.at(shared));
      return minting ? this : sendOnceMore();
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
   * quorum of either, and who had to catch up may have.
   */
  private Coordinator sendOnceMore() {
    again = false;
    attempt++; // what this node says of it is asked for once more, too
    newer.forget();
    route = shared.routes().of(write.key());
    owner = route.isOwner(shared.self());
    story.tell("sent to the owners of now", null);
    round.close(shared.peers());
    shared.peers().close(ownId);
    int w = write.w().of(route.owners().size());
    round = MintedRound.start(shared, write, route, w, version, deadlineNanos, running);
    ownId = shared.peers().open((from, reply) -> running.tell(new Replied(from, reply)));
    PeerMessage.Question own =
        owner
            ? new PeerMessage.Store(ownId, write.key(), version.siblings(), route.listVersion())
            : new PeerMessage.Keep(
                ownId, write.key(), Set.copyOf(route.owners()), version.siblings());
    shared.peers().ask(shared.self(), own, shared.budgetMillis(deadlineNanos));
    setPatience();
    return settle();
  }

  /**
   * Those that were asked are slow: all others are asked, and they once more. When half of the time
   * is gone it is minted without the silent, who may know of versions that then stand beside it. A
   * strict quorum goes on to wait for one of the owners: without their word it is none, and with it
   * it supersedes what earlier ones wrote.
   */
  private Coordinator learnMore() {
    long now = shared.clock().nanos();
    if (learnUntilNanos == 0) {
      learnUntilNanos = now + (mintByNanos - now) / 2;
    }
    boolean waits = isStrictQuorum() && !learning.hasQuorum();
    long untilNanos = waits ? mintByNanos : learnUntilNanos;
    if (now - untilNanos >= 0) {
      return mintWithWhatIsLearned();
    }
    learning.askMore();
    setAlarm(Math.min(untilNanos - now, shared.standInAfter().toNanos()));
    return this;
  }

  private boolean isStrictQuorum() {
    int n = route.owners().size();
    return write.strict() && write.w().of(n) > n / 2;
  }

  private void noteHeard() {
    heard = learning == null || learning.hasQuorum() ? heard : learning.heard();
  }

  /** Where nothing was minted, it got as far as the owners that were heard. */
  private Outcome tooLate() {
    int wanted = write.w().of(route.owners().size());
    return round != null
        ? round.notMet()
        : WriteOutcomes.notMet(route, write, Math.min(heard, wanted - 1));
  }

  private Coordinator settle() {
    if (minting) {
      return this; // what is out has lost by time already
    }
    if (!answered && round.isMet()) {
      answer(round.outcome());
    } else if (!answered && !again && round.waitsForFit() && Again.isTime(shared, deadlineNanos)) {
      again = true;
      setPatience();
    } else if (!answered && !again && round.isHopeless()) {
      answer(round.notMet());
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
    running.wakeAt(answered || at - deadlineNanos < 0 ? at : deadlineNanos);
  }

  private Coordinator end() {
    close();
    return ENDED;
  }

  @Override
  public void close() {
    shared.peers().close(id);
    shared.peers().close(ownId);
    if (round != null) {
      round.close(shared.peers());
    }
  }
}
