package aitta.coordinator;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.peer.Standing;
import aitta.quorum.WriteRound;
import aitta.replica.ReplicaState;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.version.Dot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A minted version being sent out: the wire's side of a {@link WriteRound}. Used by its
 * coordinator's thread.
 */
final class MintedRound {
  private static final int HINT_BUDGET_MILLIS = 5_000;

  private final Coordination shared;
  private final Request.Write write;
  private final Route route;
  private final ReplicaState.Minted minted;
  private final WriteRound round;
  private final long deadlineNanos;
  private final long id;
  private final Function<Long, PeerMessage.Question> store;
  private int awaited; // replies of other nodes, and to hints kept here
  private boolean ownAwaited = true;

  private MintedRound(
      Coordination shared,
      Request.Write write,
      Route route,
      WriteRound round,
      ReplicaState.Minted minted,
      long deadlineNanos,
      Running running,
      Function<Long, PeerMessage.Question> store) {
    this.shared = shared;
    this.write = write;
    this.route = route;
    this.round = round;
    this.minted = minted;
    this.deadlineNanos = deadlineNanos;
    this.store = store;
    this.id =
        shared.peers().open((from, reply) -> running.tell(new Coordinator.Replied(from, reply)));
  }

  /** An ordinary write. */
  static MintedRound start(
      Coordination shared,
      Request.Write write,
      Route route,
      int w,
      ReplicaState.Minted minted,
      long deadlineNanos,
      Running running) {
    Standing own = shared.minter().ownCopy(route.range());
    return start(
        shared,
        write,
        route,
        plan(shared, route, w, write.strict(), fit(write, w, route.owners().size())),
        minted,
        deadlineNanos,
        running,
        id ->
            new PeerMessage.Store(
                id, write.key(), minted.siblings(), own.life(), own.seqNr(), route.listVersion()));
  }

  /**
   * @param store the message to each owner
   */
  static MintedRound start(
      Coordination shared,
      Request.Write write,
      Route route,
      WriteRound.Plan plan,
      ReplicaState.Minted minted,
      long deadlineNanos,
      Running running,
      Function<Long, PeerMessage.Question> store) {
    WriteRound round = new WriteRound(plan);
    MintedRound started =
        new MintedRound(shared, write, route, round, minted, deadlineNanos, running, store);
    started.send(round.start());
    return started;
  }

  /**
   * Which version of a {@code latest} bucket wins depends on what the owners hold that have it. So
   * where it is promised that they know what was acknowledged before, only such count as do.
   */
  private static int fit(Request.Write write, int w, int n) {
    return write.latest() && write.strict() && w > n / 2 ? n / 2 + 1 : 0;
  }

  /**
   * @param fit how many of the owners that have it must have caught up
   */
  static WriteRound.Plan plan(Coordination shared, Route route, int w, boolean strict, int fit) {
    List<NodeId> standIns = new ArrayList<>(route.standIns());
    standIns.remove(shared.self());
    return new WriteRound.Plan(
        shared.self(), route.owners(), route.reachable(), standIns, w, strict, fit);
  }

  private void send(List<WriteRound.Send> sends) {
    awaited += sends.size();
    for (WriteRound.Send send : sends) {
      if (send instanceof WriteRound.SendHint hint) {
        PeerMessage.Keep keep =
            new PeerMessage.Keep(id, write.key(), hint.targets(), minted.siblings());
        shared.figures().standInAsked();
        shared.peers().ask(hint.to(), keep, HINT_BUDGET_MILLIS);
      } else {
        shared.peers().ask(send.to(), store.apply(id), shared.budgetMillis(deadlineNanos));
      }
    }
  }

  void replied(NodeId from, PeerMessage.Reply reply) {
    awaited--;
    if (reply instanceof PeerMessage.Stored stored) {
      round.stored(from, stored.fit());
      shared.minter().heard(route.range(), from, stored.life(), stored.seqNr());
    } else if (reply instanceof PeerMessage.Kept kept) {
      round.kept(from, kept.targets());
    } else if (reply instanceof PeerMessage.Outbid) {
      round.neverStored(from);
    } else if (route.isOwner(from) && !from.equals(shared.self())) {
      send(round.notStored(from));
    } else {
      send(round.notKept(from));
    }
  }

  /**
   * @param owner whether it was stored as an owner's copy, or kept as a hint for all owners
   */
  void storedHere(PeerMessage.Reply reply, boolean owner) {
    ownAwaited = false;
    NodeId self = shared.self();
    if (owner) {
      if (reply instanceof PeerMessage.Outbid) {
        round.neverStored(self);
      } else if (reply instanceof PeerMessage.Stored stored) {
        round.stored(self, stored.fit());
      } else {
        send(round.notStored(self));
      }
    } else if (reply instanceof PeerMessage.Kept) {
      round.kept(self, Set.copyOf(route.owners()));
    } else {
      send(round.notKept(self));
    }
  }

  void slow() {
    send(round.slow());
  }

  /** Those that were to keep hints have not said so for long. */
  void holdersAreSilent() {
    send(round.holdersAreSilent());
  }

  long id() {
    return id;
  }

  Dot dot() {
    return minted.dot();
  }

  long timestamp() {
    return minted.timestamp();
  }

  int count() {
    return round.count();
  }

  boolean isMet() {
    return round.isMet();
  }

  boolean isHopeless() {
    return round.isHopeless();
  }

  /** Whether it might do to ask again: owners that have it may have caught up by then. */
  boolean waitsForFit() {
    return !round.catchingUp().isEmpty();
  }

  Outcome notMet() {
    return WriteOutcomes.notMet(route, write, round.count(), round.catchingUp());
  }

  /** Every owner has it or a hint for it is kept, or nobody is left who might still say so. */
  boolean isSettled() {
    return round.isSettled() || awaited <= 0 && !ownAwaited;
  }

  Outcome outcome() {
    return new Outcome.WriteDone(
        minted.siblings(),
        minted.dot(),
        minted.siblings().seenByWriterOf(minted.dot(), minted.superseded()),
        round.count(),
        route.owners().size());
  }

  void close(Peers peers) {
    peers.close(id);
  }
}
