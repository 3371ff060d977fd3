package aitta.coordinator;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.replica.RangeReplica;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.request.Story;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A write that another node coordinates: the first owner that can be reached, then the next where
 * that one refuses or stays silent; a conditional write has the first owner alone. Where no owner
 * is left, this node coordinates as a stand-in.
 */
final class WriteForwarder implements Coordinator {
  /**
   * An owner that has said it is at work is waited for so many times longer, but never for more
   * than three quarters of the time that is left: two versions of one write are seldom wanted, and
   * an owner that is stopped meanwhile must not take all the time there is.
   */
  private static final int PATIENCE = 6;

  /** An owner's word that a write has failed should be here before the client's time is up. */
  private static final int MAX_RETURN_MILLIS = 20;

  private final Coordination shared;
  private final Request.Write write;
  private final Route route;
  private final long deadlineNanos;
  private final Consumer<Outcome> done;
  private final Story story;
  private final Running running;
  private final long id;
  private final Deque<NodeId> candidates;
  private NodeId asked;
  private int patienceMillis; // with it, once it has said that it is at work
  private int waiting;
  private Outcome lastRefusal;

  private WriteForwarder(
      Coordination shared,
      Request.Write write,
      Route route,
      long deadlineNanos,
      Consumer<Outcome> done,
      Running running) {
    this.shared = shared;
    this.write = write;
    this.route = route;
    this.deadlineNanos = deadlineNanos;
    this.done = done;
    this.story = Story.of(done);
    this.running = running;
    this.candidates = new ArrayDeque<>(candidates());
    this.id = shared.peers().open((from, reply) -> running.tell(new Replied(from, reply)));
  }

  static Coordinator create(
      Coordination shared,
      Request.Write write,
      Route route,
      long deadlineNanos,
      Consumer<Outcome> done,
      Running running) {
    return new WriteForwarder(shared, write, route, deadlineNanos, done, running).next();
  }

  private List<NodeId> candidates() {
    if (write.precondition() != null) {
      return List.of(route.owners().get(0));
    }
    List<NodeId> here = new ArrayList<>(route.owners());
    here.removeIf(node -> node.equals(shared.self()) || !route.reachable().contains(node));
    return shared.health().order(here, null);
  }

  private Coordinator next() {
    asked = candidates.poll();
    if (asked == null) {
      return write.precondition() != null ? waitOrGiveUp() : standIn();
    }
    waiting++;
    int left = shared.budgetMillis(deadlineNanos);
    boolean only = write.precondition() != null;
    int silence = only ? left : silenceMillis(left);
    patienceMillis = only ? left : patienceMillis(left, silence);
    int timeout = left - Math.min(MAX_RETURN_MILLIS, left / 8);
    PeerMessage.Forward forward =
        new PeerMessage.Forward(
            id, write.within(Duration.ofMillis(timeout)), patienceMillis - silence);
    story.tell("forwarded to", asked);
    shared.figures().forwarded();
    shared.peers().ask(asked, forward, silence);
    waitFor(silence);
    return this;
  }

  /** Leaves each of the candidates behind this one as much, and twice as much for the work. */
  private int silenceMillis(int left) {
    int share = left / (candidates.size() + 3);
    return Math.max(1, (int) Math.min(share, shared.standInAfter().toMillis()));
  }

  private int patienceMillis(int left, int silence) {
    long most = PATIENCE * shared.standInAfter().toMillis();
    return (int) Math.max(silence, Math.min(most, left * 3L / 4));
  }

  private void waitFor(int millis) {
    long until = shared.clock().nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean last = write.precondition() != null;
    running.wakeAt(!last && until - deadlineNanos < 0 ? until : deadlineNanos);
  }

  private Coordinator waitOrGiveUp() {
    return waiting > 0 ? this : end(WriteOutcomes.firstOwnerAway(route));
  }

  /** No owner is left to coordinate. */
  private Coordinator standIn() {
    shared.peers().close(id);
    if (route.isOwner(shared.self())) {
      return end(nothingDone() ? lastRefusal : WriteOutcomes.unheard(route, write, null));
    }
    return WriteCoordinator.create(
        shared,
        write,
        route,
        deadlineNanos,
        deadlineNanos,
        done,
        running,
        refused -> end(outcomeOf(refused)));
  }

  /** A refusal may be passed on only where no silent owner may be writing it after all. */
  private boolean nothingDone() {
    return lastRefusal != null && waiting == 0;
  }

  private Outcome outcomeOf(RangeReplica.MintRefused refused) {
    return refused.reason() == PeerMessage.Reason.OVERLOADED && waiting == 0
        ? new Outcome.Overloaded(refused.detail())
        : WriteOutcomes.notMet(route, write, 0);
  }

  @Override
  public Coordinator onReplied(Replied message) {
    story.tell("answer of", message.from());
    if (message.reply() instanceof PeerMessage.Underway) {
      if (message.from().equals(asked)) {
        waitFor(patienceMillis);
      }
      return this;
    }
    if (message.reply() instanceof PeerMessage.Forwarded forwarded) {
      Outcome outcome = forwarded.outcome();
      boolean nothingDone =
          outcome instanceof Outcome.Overloaded || outcome instanceof Outcome.NotReady;
      if (!nothingDone) {
        return end(outcome);
      }
      lastRefusal = outcome;
    } else if (message.reply() instanceof PeerMessage.Refused refused
        && refused.reason() == PeerMessage.Reason.OVERLOADED) {
      lastRefusal = new Outcome.Overloaded(refused.detail());
    }
    waiting--;
    boolean moved = waiting == 0 && Again.isDue(shared, message.reply());
    if (moved && Again.isTime(shared, deadlineNanos)) {
      return again();
    }
    if (write.precondition() != null) {
      return end(lastRefusal != null ? lastRefusal : WriteOutcomes.firstOwnerAway(route));
    }
    return message.from().equals(asked) ? next() : this;
  }

  private Coordinator again() {
    close();
    return Again.create(
        shared, running, () -> Coordinators.write(shared, write, deadlineNanos, done, running));
  }

  @Override
  public Coordinator onWake() {
    if (asked != null) {
      shared.health().silent(asked);
    }
    boolean late = shared.clock().nanos() - deadlineNanos >= 0;
    if (late) {
      return end(
          write.precondition() != null
              ? WriteOutcomes.firstOwnerAway(route)
              : WriteOutcomes.unheard(route, write, asked));
    }
    return next();
  }

  private Coordinator end(Outcome outcome) {
    close();
    done.accept(outcome);
    return ENDED;
  }

  @Override
  public void close() {
    shared.peers().close(id);
  }
}
