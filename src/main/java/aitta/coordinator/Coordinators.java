package aitta.coordinator;

import aitta.model.Key;
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
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Starts a coordinator for each request, wakes them when their time has come, and lets conditional
 * writes of one key wait for each other.
 */
public final class Coordinators extends AbstractBehavior<Coordinators.Command> {
  public sealed interface Command {}

  /**
   * A client's request.
   *
   * @param done called once, on a coordinator's thread
   */
  public record Submit(Request request, Consumer<Outcome> done) implements Command {}

  /**
   * A write that another node forwarded to this one, an owner.
   *
   * @param reply called once
   */
  public record Accept(
      PeerMessage.Forward forward, long deadlineNanos, Consumer<PeerMessage.Reply> reply)
      implements Command {}

  private enum Sweep implements Command {
    INSTANCE
  }

  private record ConditionalEnded(Key key) implements Command {}

  /** What a coordinator is told. */
  sealed interface Job {}

  record Replied(NodeId from, PeerMessage.Reply reply) implements Job {}

  record Minted(RangeReplica.MintReply reply) implements Job {}

  /** About this node's own copy, or its own hint where it coordinates as a stand-in. */
  record StoredHere(PeerMessage.Reply reply, int attempt) implements Job {}

  record OutcomeOf(Outcome outcome) implements Job {}

  enum Wake implements Job {
    INSTANCE
  }

  private record Running(ActorRef<Job> job, Alarm alarm) {}

  /** A conditional write that waits for others of its key. */
  private record Turn(
      Request.Write write, Route route, long deadlineNanos, Consumer<Outcome> done) {}

  private static final Duration SWEEP_INTERVAL = Duration.ofMillis(10);

  private final TimerScheduler<Command> timers;
  private final Coordination shared;
  private final ConditionalClaims claims;
  private final int maxRunning;
  private final List<Running> running = new ArrayList<>();
  private final Map<Key, Deque<Turn>> conditionals = new HashMap<>(); // behind the one under way
  private int conditionalsWaiting;

  private Coordinators(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Coordination shared,
      ConditionalClaims claims,
      int maxRunning) {
    super(context);
    this.shared = shared;
    this.claims = claims;
    this.timers = timers;
    this.maxRunning = maxRunning;
  }

  /**
   * @param start of this node: higher than that of any earlier start
   * @param maxRunning requests at once; past it the answer is {@link Outcome.Overloaded}
   */
  public static Behavior<Command> create(Coordination shared, long start, int maxRunning) {
    return create(shared, start, maxRunning, ThreadLocalRandom.current().nextLong());
  }

  /**
   * As {@link #create(Coordination, long, int)}.
   *
   * @param token tells the claims of this start from those of another with the same number
   */
  public static Behavior<Command> create(
      Coordination shared, long start, int maxRunning, long token) {
    // Outlives a restart of the actor by its supervisor: the start is still the same, and a ballot
    // given out twice would be a dot used twice.
    ConditionalClaims claims = new ConditionalClaims(start, token);
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Coordinators(context, timers, shared, claims, maxRunning)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Submit.class, this::onSubmit)
        .onMessage(Accept.class, this::onAccept)
        .onMessage(ConditionalEnded.class, this::onConditionalEnded)
        .onMessage(Sweep.class, message -> onSweep())
        .build();
  }

  private Behavior<Command> onSubmit(Submit message) {
    Request request = message.request();
    if (running.size() + conditionalsWaiting >= maxRunning) {
      message.done().accept(overloaded());
    } else if (request instanceof Request.Read read) {
      long deadline = shared.clock().nanos() + read.timeout().toNanos();
      start(alarm -> ReadCoordinator.create(shared, read, deadline, message.done(), alarm));
    } else {
      Request.Write write = (Request.Write) request;
      long deadline = shared.clock().nanos() + write.timeout().toNanos();
      Route route = shared.routes().of(write.key());
      boolean here =
          write.precondition() == null
              ? route.isOwner(shared.self())
              : route.owners().get(0).equals(shared.self());
      if (!here) {
        start(
            alarm -> WriteForwarder.create(shared, write, route, deadline, message.done(), alarm));
      } else if (write.precondition() != null) {
        queue(write, route, deadline, message.done());
      } else {
        start(alarm -> local(shared, write, route, deadline, message.done(), alarm));
      }
    }
    return this;
  }

  /**
   * A write by the owners of now: what one becomes that was begun under an older list of them. A
   * conditional one that this node has come to judge would have to wait its turn; its client may
   * send it again.
   */
  static Behavior<Job> write(
      Coordination shared,
      Request.Write write,
      long deadline,
      Consumer<Outcome> done,
      Alarm alarm) {
    Route route = shared.routes().of(write.key());
    return write.precondition() == null && route.isOwner(shared.self())
        ? local(shared, write, route, deadline, done, alarm)
        : WriteForwarder.create(shared, write, route, deadline, done, alarm);
  }

  /**
   * This node, an owner, coordinates; where its own copy cannot take the write, another owner is
   * asked to.
   */
  private static Behavior<Job> local(
      Coordination shared,
      Request.Write write,
      Route route,
      long deadline,
      Consumer<Outcome> done,
      Alarm alarm) {
    return WriteCoordinator.create(
        shared,
        write,
        route,
        deadline,
        deadline,
        done,
        alarm,
        (context, refused) ->
            Again.isDue(refused.reason()) && Again.isTime(shared, deadline)
                ? Again.create(shared, alarm, () -> write(shared, write, deadline, done, alarm))
                : WriteForwarder.create(shared, write, route, deadline, done, alarm));
  }

  private Outcome.Overloaded overloaded() {
    return new Outcome.Overloaded(
        "this node has " + maxRunning + " requests under way already; try again, or another node");
  }

  private Behavior<Command> onAccept(Accept message) {
    PeerMessage.Forward forward = message.forward();
    Request.Write write = forward.write();
    Consumer<Outcome> done =
        outcome -> message.reply().accept(new PeerMessage.Forwarded(forward.id(), outcome));
    Route route = shared.routes().of(write.key());
    boolean conditional = write.precondition() != null;
    boolean mine =
        conditional ? route.owners().get(0).equals(shared.self()) : route.isOwner(shared.self());
    if (shared.clock().nanos() - message.deadlineNanos() >= 0) {
      refuse(message, PeerMessage.Reason.LATE);
    } else if (!mine) {
      refuse(message, PeerMessage.Reason.NOT_OWNER);
    } else if (running.size() + conditionalsWaiting >= maxRunning) {
      refuse(message, PeerMessage.Reason.OVERLOADED);
    } else if (conditional) {
      queue(write, route, message.deadlineNanos(), done);
    } else {
      message.reply().accept(new PeerMessage.Underway(forward.id()));
      start(
          alarm ->
              WriteCoordinator.create(
                  shared,
                  write,
                  route,
                  mintBy(message),
                  shared.clock().nanos() + write.timeout().toNanos(),
                  done,
                  alarm,
                  (context, refused) -> {
                    alarm.end();
                    message
                        .reply()
                        .accept(
                            new PeerMessage.Refused(
                                forward.id(), refused.reason(), refused.detail()));
                    return Behaviors.stopped();
                  }));
    }
    return this;
  }

  /** When the forwarding node turns to somebody else; its message said when to begin. */
  private static long mintBy(Accept message) {
    return message.deadlineNanos()
        + TimeUnit.MILLISECONDS.toNanos(message.forward().patienceMillis());
  }

  private void refuse(Accept message, PeerMessage.Reason reason) {
    message
        .reply()
        .accept(new PeerMessage.Refused(message.forward().id(), reason, "node " + shared.self()));
  }

  /** Conditional writes of one key run one after the other. */
  private void queue(Request.Write write, Route route, long deadline, Consumer<Outcome> done) {
    Turn turn = new Turn(write, route, deadline, done);
    Deque<Turn> waiting = conditionals.get(write.key());
    if (waiting == null) {
      conditionals.put(write.key(), new ArrayDeque<>());
      begin(turn);
    } else {
      waiting.add(turn);
      conditionalsWaiting++;
    }
  }

  private void begin(Turn turn) {
    ActorRef<Command> self = getContext().getSelf();
    Consumer<Outcome> ended =
        outcome -> {
          self.tell(new ConditionalEnded(turn.write().key()));
          turn.done().accept(outcome);
        };
    Consumer<Outcome> told = Story.of(turn.done()).with(ended);
    start(
        alarm ->
            ConditionalCoordinator.create(
                shared, claims, turn.write(), turn.route(), turn.deadlineNanos(), told, alarm));
  }

  private Behavior<Command> onConditionalEnded(ConditionalEnded message) {
    Turn next = conditionals.get(message.key()).poll();
    if (next == null) {
      conditionals.remove(message.key());
    } else {
      conditionalsWaiting--;
      begin(next);
    }
    return this;
  }

  /** Those whose turn has not come in time: nothing was done for them. */
  private void answerOverdueTurns(long now) {
    for (Deque<Turn> waiting : conditionals.values()) {
      for (Iterator<Turn> turns = waiting.iterator(); turns.hasNext(); ) {
        Turn turn = turns.next();
        if (now - turn.deadlineNanos() >= 0) {
          turns.remove();
          conditionalsWaiting--;
          turn.done().accept(WriteOutcomes.turnNotCome(turn.route()));
        }
      }
    }
  }

  private void start(Function<Alarm, Behavior<Job>> behavior) {
    Alarm alarm = new Alarm();
    ActorRef<Job> job = getContext().spawnAnonymous(behavior.apply(alarm));
    running.add(new Running(job, alarm));
    if (!timers.isTimerActive(Sweep.INSTANCE)) { // a node without requests is not woken
      timers.startTimerWithFixedDelay(Sweep.INSTANCE, SWEEP_INTERVAL);
    }
  }

  private Behavior<Command> onSweep() {
    long now = shared.clock().nanos();
    running.removeIf(one -> one.alarm().hasEnded());
    for (Running one : running) {
      if (one.alarm().isDue(now)) {
        one.job().tell(Wake.INSTANCE);
      }
    }
    if (conditionalsWaiting > 0) {
      answerOverdueTurns(now);
    }
    if (running.isEmpty()) { // whoever waits for its turn waits for one that runs
      timers.cancel(Sweep.INSTANCE);
    }
    return this;
  }
}
