package aitta.coordinator;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.quorum.ConditionalRound;
import aitta.quorum.WriteRound;
import aitta.replica.ReplicaState;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.request.Story;
import aitta.version.Siblings;
import java.util.List;
import java.util.function.Consumer;

/**
 * One conditional write, coordinated by the key's first owner: claims the range once for this start
 * of the node, reads from a strict quorum, judges, writes to a strict quorum. What {@link
 * ConditionalRound} decides, this sends. Where somebody turns out to have a higher claim, which
 * only another start of this node can be, it begins anew with one above that.
 */
final class ConditionalCoordinator implements Coordinator {
  /** Each attempt but the first follows a claim that was higher; rivals are seldom two. */
  private static final int MAX_ATTEMPTS = 4;

  private final Coordination shared;
  private final ConditionalClaims claims;
  private final Request.Write write;
  private final Route route;
  private final long deadlineNanos;
  private final Consumer<Outcome> done;
  private final Story story;
  private final Running running;
  private ConditionalRound round;
  private long claim; // under which the round works
  private long id; // of the round's questions
  private int attempts;
  private MintedRound minted; // null until the version is on its way
  private long ownId; // of the question to this node's own copy; a hint kept here is another
  private boolean answered;

  private ConditionalCoordinator(
      Coordination shared,
      ConditionalClaims claims,
      Request.Write write,
      Route route,
      long deadlineNanos,
      Consumer<Outcome> done,
      Running running) {
    this.shared = shared;
    this.claims = claims;
    this.write = write;
    this.route = route;
    this.deadlineNanos = deadlineNanos;
    this.done = done;
    this.story = Story.of(done);
    this.running = running;
  }

  static Coordinator create(
      Coordination shared,
      ConditionalClaims claims,
      Request.Write write,
      Route route,
      long deadlineNanos,
      Consumer<Outcome> done,
      Running running) {
    return new ConditionalCoordinator(shared, claims, write, route, deadlineNanos, done, running)
        .begin();
  }

  private Coordinator begin() {
    running.wakeAt(deadlineNanos);
    if (shared.clock().nanos() - deadlineNanos >= 0) {
      return answerAndEnd(WriteOutcomes.notMet(route, write, 0));
    }
    return attempt();
  }

  private Coordinator attempt() {
    ConditionalClaims.Claim held = claims.of(route);
    attempts++;
    if (held.ballot() == 0 || attempts > MAX_ATTEMPTS) {
      return answerAndEnd(notMet(0, "; another start of " + shared.self() + " has a higher claim"));
    }
    shared.peers().close(id);
    id = shared.peers().open((from, reply) -> running.tell(new Replied(from, reply)));
    claim = held.ballot();
    long now = shared.clock().millis();
    round = new ConditionalRound(shared.self(), route.owners(), claim, held.promised(), now);
    return follow();
  }

  @Override
  public Coordinator onReplied(Replied message) {
    NodeId from = message.from();
    PeerMessage.Reply reply = message.reply();
    story.tell("answer of", from);
    if (minted != null) {
      return onReplyToMinted(from, reply);
    }
    if (reply.id() != id) {
      return this; // to a question of an earlier claim
    }
    if (reply instanceof PeerMessage.Claimed) {
      round.claimed(from);
    } else if (reply instanceof PeerMessage.Outbid outbid) {
      round.outbid(from, outbid.promised());
    } else if (reply instanceof PeerMessage.Full full) {
      round.read(from, full.siblings(), full.fit());
    } else if (reply instanceof PeerMessage.Stored) {
      round.brought(from);
    } else if (isNotFit(reply)) {
      round.notFit(from);
    } else if (Again.isDue(shared, reply) && Again.isTime(shared, deadlineNanos)) {
      return again();
    } else {
      round.failed(from);
    }
    return follow();
  }

  private Coordinator again() {
    shared.peers().close(id);
    return Again.create(
        shared,
        running,
        () -> {
          Route now = shared.routes().of(write.key());
          return now.owners().get(0).equals(shared.self())
              ? create(shared, claims, write, now, deadlineNanos, done, running)
              : WriteForwarder.create(shared, write, now, deadlineNanos, done, running);
        });
  }

  private static boolean isNotFit(PeerMessage.Reply reply) {
    return reply instanceof PeerMessage.Refused refused
        && refused.reason() == PeerMessage.Reason.NOT_FIT;
  }

  private Coordinator onReplyToMinted(NodeId from, PeerMessage.Reply reply) {
    if (reply instanceof PeerMessage.Outbid outbid) {
      claims.outbid(route, outbid.promised());
    }
    if (reply.id() == ownId) {
      minted.storedHere(reply, true);
    } else if (reply.id() == minted.id()) {
      minted.replied(from, reply);
    } else {
      return this;
    }
    return settle();
  }

  private Coordinator follow() {
    if (isLate()) {
      return answerAndEnd(notMet(round.received(), ""));
    }
    if (round.isClaimed()) {
      claims.granted(route, claim, round.promised());
    }
    int list = route.listVersion();
    ConditionalRound.Step step = round.step(write.precondition(), write.latest());
    if (step instanceof ConditionalRound.Ask more) {
      ask(more.claim(), new PeerMessage.Claim(id, write.key(), claim, claims.token(), list));
      ask(more.read(), new PeerMessage.Fetch(id, write.key(), true, list));
    } else if (step instanceof ConditionalRound.Bring bring) {
      ask(bring.to(), new PeerMessage.Store(id, write.key(), bring.siblings(), list));
    } else if (step instanceof ConditionalRound.Outbid outbid) {
      claims.outbid(route, outbid.ballot());
      return attempt();
    } else if (step instanceof ConditionalRound.Fail fail) {
      return answerAndEnd(new Outcome.PreconditionFailed(fail.current()));
    } else if (step instanceof ConditionalRound.GiveUp gaveUp) {
      return answerAndEnd(notMet(gaveUp.received(), why(gaveUp.catchingUp())));
    } else if (step instanceof ConditionalRound.Write judged) {
      return send(judged.current());
    }
    return this;
  }

  private void ask(List<NodeId> nodes, PeerMessage.Question question) {
    int budget = shared.budgetMillis(deadlineNanos);
    for (NodeId node : nodes) {
      story.tell("asked", node);
      shared.peers().ask(node, question, budget);
    }
  }

  private Coordinator send(Siblings current) {
    long ballot = claims.nextBallot(route, claim);
    if (ballot == 0) {
      return attempt(); // a higher claim was heard of meanwhile
    }
    long now = shared.clock().millis();
    ReplicaState.Minted version =
        ReplicaState.conditional(current, write, ballot, shared.clock().hybrid(), now);
    shared.clock().observe(version.timestamp());
    story.tell("judged by", shared.self());
    int strictQuorum = route.owners().size() / 2 + 1;
    int w = Math.max(strictQuorum, write.w().of(route.owners().size()));
    WriteRound.Plan plan = MintedRound.plan(shared, route, w, true, 0);
    minted =
        MintedRound.start(
            shared,
            write,
            route,
            plan,
            version,
            deadlineNanos,
            running,
            question ->
                new PeerMessage.StoreBallot(
                    question, write.key(), version.siblings(), ballot, route.listVersion()));
    ownId = shared.peers().open((from, reply) -> running.tell(new Replied(from, reply)));
    PeerMessage.Question own =
        new PeerMessage.StoreBallot(
            ownId, write.key(), version.siblings(), ballot, route.listVersion());
    shared.peers().ask(shared.self(), own, shared.budgetMillis(deadlineNanos));
    running.wakeAt(
        Math.min(deadlineNanos, shared.clock().nanos() + shared.standInAfter().toNanos()));
    return settle();
  }

  private Coordinator settle() {
    if (!answered && minted.isMet() && !isLate()) {
      answer(minted.outcome());
    } else if (!answered && minted.isHopeless()) {
      answer(notMet(minted.count(), ""));
    }
    return answered && minted.isSettled() ? end() : this;
  }

  /**
   * Asked before anything that was heard is acted on: this node may have been stopped meanwhile,
   * and what it has heard be of a time long gone.
   */
  private boolean isLate() {
    return shared.clock().nanos() - deadlineNanos >= 0;
  }

  @Override
  public Coordinator onWake() {
    boolean late = isLate();
    if (minted == null) {
      return late ? answerAndEnd(notMet(round.received(), why(round.catchingUp()))) : this;
    }
    minted.slow();
    if (late) {
      boolean first = !answered;
      answer(notMet(minted.count(), ""));
      if (!first) {
        return end();
      }
      running.wakeAt(shared.clock().nanos() + shared.standInAfter().toNanos());
    } else {
      running.wakeAt(deadlineNanos);
    }
    return settle();
  }

  private Outcome notMet(int received, String why) {
    int n = route.owners().size();
    return new Outcome.QuorumNotMet(
        Math.max(n / 2 + 1, write.w().of(n)),
        received,
        "a conditional write to range "
            + route.range()
            + " is judged by and written to a strict quorum of its owners "
            + route.owners()
            + why
            + (minted == null
                ? "; nothing was done"
                : "; it may still take effect, but never over a later winner"));
  }

  private String why(List<NodeId> catchingUp) {
    return catchingUp.contains(shared.self())
        ? "; " + shared.self() + ", the first of them, has not caught up, and judges nothing before"
        : WriteOutcomes.catchingUp(catchingUp);
  }

  private void answer(Outcome outcome) {
    if (!answered) {
      answered = true;
      done.accept(outcome);
    }
  }

  private Coordinator answerAndEnd(Outcome outcome) {
    answer(outcome);
    return end();
  }

  private Coordinator end() {
    close();
    return ENDED;
  }

  @Override
  public void close() {
    shared.peers().close(id);
    if (minted != null) {
      shared.peers().close(ownId);
      minted.close(shared.peers());
    }
  }
}
