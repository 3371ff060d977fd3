package aitta.coordinator;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.replica.RangeReplica;
import aitta.request.Outcome;
import aitta.request.Request;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * A write that another node coordinates: the first owner that can be reached, then the next where
 * that one refuses or stays silent; a conditional write has the first owner alone. Where no owner
 * is left, this node coordinates as a stand-in.
 */
final class WriteForwarder extends AbstractBehavior<Coordinators.Job> {
  /**
   * An owner that has said it is at work is waited for so many times longer: two versions of one
   * write are seldom wanted.
   */
  private static final int PATIENCE = 6;

  private final Coordination shared;
  private final Request.Write write;
  private final Route route;
  private final long deadlineNanos;
  private final Consumer<Outcome> done;
  private final Alarm alarm;
  private final long id;
  private final Deque<NodeId> candidates;
  private NodeId asked;
  private int waiting;
  private Outcome lastRefusal;

  private WriteForwarder(
      ActorContext<Coordinators.Job> context,
      Coordination shared,
      Request.Write write,
      Route route,
      long deadlineNanos,
      Consumer<Outcome> done,
      Alarm alarm) {
    super(context);
    this.shared = shared;
    this.write = write;
    this.route = route;
    this.deadlineNanos = deadlineNanos;
    this.done = done;
    this.alarm = alarm;
    this.candidates = new ArrayDeque<>(candidates());
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
      Alarm alarm) {
    return Behaviors.setup(
        context ->
            new WriteForwarder(context, shared, write, route, deadlineNanos, done, alarm).next());
  }

  private List<NodeId> candidates() {
    if (write.precondition() != null) {
      return List.of(route.owners().get(0));
    }
    List<NodeId> here = new ArrayList<>(route.owners());
    here.removeIf(node -> node.equals(shared.self()) || !route.reachable().contains(node));
    return shared.health().order(here, null);
  }

  @Override
  public Receive<Coordinators.Job> createReceive() {
    return newReceiveBuilder()
        .onMessage(Coordinators.Replied.class, this::onReplied)
        .onMessage(Coordinators.Wake.class, message -> onWake())
        .build();
  }

  private Behavior<Coordinators.Job> next() {
    asked = candidates.poll();
    if (asked == null) {
      return write.precondition() != null ? waitOrGiveUp() : standIn();
    }
    waiting++;
    int left = shared.budgetMillis(deadlineNanos);
    boolean only = write.precondition() != null;
    int beginWithin = only ? left : Math.min(left, (int) shared.standInAfter().toMillis());
    int patience = only ? left : Math.min(left, PATIENCE * beginWithin);
    PeerMessage.Forward forward =
        new PeerMessage.Forward(id, write.within(Duration.ofMillis(left)), patience);
    shared.peers().ask(asked, forward, beginWithin);
    waitFor(1);
    return this;
  }

  private void waitFor(int factor) {
    long patience = shared.clock().nanos() + factor * shared.standInAfter().toNanos();
    boolean last = write.precondition() != null;
    alarm.set(!last && patience - deadlineNanos < 0 ? patience : deadlineNanos);
  }

  private Behavior<Coordinators.Job> waitOrGiveUp() {
    return waiting > 0 ? this : end(WriteOutcomes.firstOwnerAway(route));
  }

  /** No owner is left to coordinate. */
  private Behavior<Coordinators.Job> standIn() {
    shared.peers().close(id);
    if (route.isOwner(shared.self())) {
      return end(nothingDone() ? lastRefusal : WriteOutcomes.notMet(route, write, 0));
    }
    return WriteCoordinator.create(
        shared,
        write,
        route,
        deadlineNanos,
        deadlineNanos,
        done,
        alarm,
        (context, refused) -> end(outcomeOf(refused)));
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

  private Behavior<Coordinators.Job> onReplied(Coordinators.Replied message) {
    if (message.reply() instanceof PeerMessage.Underway) {
      if (message.from().equals(asked)) {
        waitFor(PATIENCE);
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
    if (write.precondition() != null) {
      return end(lastRefusal != null ? lastRefusal : WriteOutcomes.firstOwnerAway(route));
    }
    return message.from().equals(asked) ? next() : this;
  }

  private Behavior<Coordinators.Job> onWake() {
    if (asked != null) {
      shared.health().silent(asked);
    }
    boolean late = shared.clock().nanos() - deadlineNanos >= 0;
    if (late) {
      return end(
          write.precondition() != null
              ? WriteOutcomes.firstOwnerAway(route)
              : WriteOutcomes.notMet(route, write, 0));
    }
    return next();
  }

  private Behavior<Coordinators.Job> end(Outcome outcome) {
    shared.peers().close(id);
    alarm.end();
    done.accept(outcome);
    return Behaviors.stopped();
  }
}
