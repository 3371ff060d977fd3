package aitta.coordinator;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.replica.RangeReplica;
import aitta.request.Outcome;
import aitta.request.Request;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private static final Duration SWEEP_INTERVAL = Duration.ofMillis(10);

  private final Coordination shared;
  private final ConditionalClaims claims;
  private final int maxRunning;
  private final List<Running> running = new ArrayList<>();
  private final Map<Key, Deque<Runnable>> conditionals = new HashMap<>();
  private int conditionalsWaiting;

  private Coordinators(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Coordination shared,
      long start,
      int maxRunning) {
    super(context);
    this.shared = shared;
    this.claims = new ConditionalClaims(start);
    this.maxRunning = maxRunning;
    timers.startTimerWithFixedDelay(Sweep.INSTANCE, SWEEP_INTERVAL);
  }

  /**
   * @param start of this node: higher than that of any earlier start
   * @param maxRunning requests at once; past it the answer is {@link Outcome.Overloaded}
   */
  public static Behavior<Command> create(Coordination shared, long start, int maxRunning) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Coordinators(context, timers, shared, start, maxRunning)));
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
      start(alarm -> ReadCoordinator.create(shared, read, message.done(), alarm));
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
        start(alarm -> local(write, route, deadline, message.done(), alarm));
      }
    }
    return this;
  }

  /**
   * This node, an owner, coordinates; where its own copy cannot take the write, another owner is
   * asked to.
   */
  private Behavior<Job> local(
      Request.Write write, Route route, long deadline, Consumer<Outcome> done, Alarm alarm) {
    return WriteCoordinator.create(
        shared,
        write,
        route,
        deadline,
        done,
        alarm,
        (context, refused) -> WriteForwarder.create(shared, write, route, deadline, done, alarm));
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
      start(
          alarm ->
              WriteCoordinator.create(
                  shared,
                  write,
                  route,
                  message.deadlineNanos(),
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

  private void refuse(Accept message, PeerMessage.Reason reason) {
    message
        .reply()
        .accept(new PeerMessage.Refused(message.forward().id(), reason, "node " + shared.self()));
  }

  /** Conditional writes of one key run one after the other. */
  private void queue(Request.Write write, Route route, long deadline, Consumer<Outcome> done) {
    ActorRef<Command> self = getContext().getSelf();
    Consumer<Outcome> ended =
        outcome -> {
          self.tell(new ConditionalEnded(write.key()));
          done.accept(outcome);
        };
    Runnable job =
        () ->
            start(
                alarm ->
                    ConditionalCoordinator.create(
                        shared, claims, write, route, deadline, ended, alarm));
    Deque<Runnable> queue = conditionals.get(write.key());
    if (queue == null) {
      conditionals.put(write.key(), new ArrayDeque<>());
      job.run();
    } else {
      queue.add(job);
      conditionalsWaiting++;
    }
  }

  private Behavior<Command> onConditionalEnded(ConditionalEnded message) {
    Runnable next = conditionals.get(message.key()).poll();
    if (next == null) {
      conditionals.remove(message.key());
    } else {
      conditionalsWaiting--;
      next.run();
    }
    return this;
  }

  private void start(Function<Alarm, Behavior<Job>> behavior) {
    Alarm alarm = new Alarm();
    ActorRef<Job> job = getContext().spawnAnonymous(behavior.apply(alarm));
    running.add(new Running(job, alarm));
  }

  private Behavior<Command> onSweep() {
    long now = shared.clock().nanos();
    running.removeIf(one -> one.alarm().hasEnded());
    for (Running one : running) {
      if (one.alarm().isDue(now)) {
        one.job().tell(Wake.INSTANCE);
      }
    }
    return this;
  }
}
