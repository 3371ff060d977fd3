package aitta.coordinator;

import aitta.model.Key;
import aitta.peer.PeerMessage;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.request.Story;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Coordinates requests: has a {@link Coordinator} for each, wakes them when their time has come,
 * and lets conditional writes of one key wait for each other. A node has several, each with its
 * share of the keys: see {@link CoordinatorPool}.
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

  private record Told(Running running, Coordinator.Event event) implements Command {}

  /** A conditional write that waits for others of its key. */
  private record Turn(
      Request.Write write, Route route, long deadlineNanos, Consumer<Outcome> done) {}

  private static final Duration SWEEP_INTERVAL = Duration.ofMillis(10);

  private final TimerScheduler<Command> timers;
  private final Coordination shared;
  private final ConditionalClaims claims;
  private final Admission admission;
  private final Set<Running> running = new LinkedHashSet<>();
  private final Map<Key, Deque<Turn>> conditionals = new HashMap<>(); // behind the one under way
  private int conditionalsWaiting;

  private Coordinators(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Coordination shared,
      ConditionalClaims claims,
      Admission admission) {
    super(context);
    context.setLoggerName(Coordinators.class);
    this.shared = shared;
    this.claims = claims;
    this.timers = timers;
    this.admission = admission;
  }

  /**
   * One that has all the keys.
   *
   * @param start of this node: higher than that of any earlier start
   * @param maxRunning requests at once; past it the answer is {@link Outcome.Overloaded}
   * @param token tells the claims of this start from those of another with the same number
   */
  public static Behavior<Command> create(
      Coordination shared, long start, int maxRunning, long token) {
    return create(shared, new ConditionalClaims(start, token), new Admission(maxRunning));
  }

  /**
   * @param claims outlive a restart of the actor by its supervisor: the start is still the same,
   *     and a ballot given out twice would be a dot used twice
   */
  static Behavior<Command> create(
      Coordination shared, ConditionalClaims claims, Admission admission) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Coordinators(context, timers, shared, claims, admission)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Submit.class, this::onSubmit)
        .onMessage(Accept.class, this::onAccept)
        .onMessage(ConditionalEnded.class, this::onConditionalEnded)
        .onMessage(Told.class, this::onTold)
        .onMessage(Sweep.class, message -> onSweep())
        .onSignal(PreRestart.class, signal -> onEnd())
        .onSignal(PostStop.class, signal -> onEnd())
        .build();
  }

  private Behavior<Command> onSubmit(Submit message) {
    Request request = message.request();
    shared.figures().asked(request.key()).ifPresent(this::tellOf);
    if (!admission.enter()) {
      message.done().accept(overloaded());
    } else if (request instanceof Request.Read read) {
      long deadline = shared.clock().nanos() + read.timeout().toNanos();
      start(running -> ReadCoordinator.create(shared, read, deadline, message.done(), running));
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
            running ->
                WriteForwarder.create(shared, write, route, deadline, message.done(), running));
      } else if (write.precondition() != null) {
        queue(write, route, deadline, message.done());
      } else {
        start(running -> local(shared, write, route, deadline, message.done(), running));
      }
    }
    return this;
  }

  private void tellOf(HotKeys.Hot hot) {
    getContext()
        .getLog()
        .warn(
            "{} is hot: {} requests a second, {} % of all that came to this node",
            hot.key(), hot.perSecond(), Math.round(100 * hot.share()));
  }

  /**
   * A write by the owners of now: what one becomes that was begun under an older list of them. A
   * conditional one that this node has come to judge would have to wait its turn; its client may
   * send it again.
   */
  static Coordinator write(
      Coordination shared,
      Request.Write write,
      long deadline,
      Consumer<Outcome> done,
      Running running) {
    Route route = shared.routes().of(write.key());
    return write.precondition() == null && route.isOwner(shared.self())
        ? local(shared, write, route, deadline, done, running)
        : WriteForwarder.create(shared, write, route, deadline, done, running);
  }

  /**
   * This node, an owner, coordinates; where its own copy cannot take the write, another owner is
   * asked to.
   */
  private static Coordinator local(
      Coordination shared,
      Request.Write write,
      Route route,
      long deadline,
      Consumer<Outcome> done,
      Running running) {
    return WriteCoordinator.create(
        shared,
        write,
        route,
        deadline,
        deadline,
        done,
        running,
        refused ->
            Again.isDue(refused.reason()) && Again.isTime(shared, deadline)
                ? Again.create(shared, running, () -> write(shared, write, deadline, done, running))
                : WriteForwarder.create(shared, write, route, deadline, done, running));
  }

  private Outcome.Overloaded overloaded() {
    return new Outcome.Overloaded(
        "this node has "
            + admission.most()
            + " requests under way already; try again, or another node");
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
    } else if (!admission.enter()) {
      refuse(message, PeerMessage.Reason.OVERLOADED);
    } else if (conditional) {
      queue(write, route, message.deadlineNanos(), done);
    } else {
      message.reply().accept(new PeerMessage.Underway(forward.id()));
      start(
          running ->
              WriteCoordinator.create(
                  shared,
                  write,
                  route,
                  mintBy(message),
                  shared.clock().nanos() + write.timeout().toNanos(),
                  done,
                  running,
                  refused -> {
                    message
                        .reply()
                        .accept(
                            new PeerMessage.Refused(
                                forward.id(), refused.reason(), refused.detail()));
                    return Coordinator.ENDED;
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
    AtomicBoolean over = new AtomicBoolean();
    Runnable next =
        () -> {
          if (over.compareAndSet(false, true)) {
            self.tell(new ConditionalEnded(turn.write().key()));
          }
        };
    Consumer<Outcome> ended =
        outcome -> {
          next.run();
          turn.done().accept(outcome);
        };
    Consumer<Outcome> told = Story.of(turn.done()).with(ended);
    start(
        running ->
            ConditionalCoordinator.create(
                shared, claims, turn.write(), turn.route(), turn.deadlineNanos(), told, running),
        next);
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
          admission.leave(1);
          turn.done().accept(WriteOutcomes.turnNotCome(turn.route()));
        }
      }
    }
  }

  private void start(Function<Running, Coordinator> coordinator) {
    start(coordinator, () -> {});
  }

  /**
   * @param failed run where the request is given up because of a mistake in here
   */
  private void start(Function<Running, Coordinator> coordinator, Runnable failed) {
    ActorRef<Command> self = getContext().getSelf();
    Running one = new Running((running, event) -> self.tell(new Told(running, event)), failed);
    running.add(one);
    run(one, () -> one.become(coordinator.apply(one)));
    if (!timers.isTimerActive(Sweep.INSTANCE)) { // a node without requests is not woken
      timers.startTimerWithFixedDelay(Sweep.INSTANCE, SWEEP_INTERVAL);
    }
  }

  private Behavior<Command> onTold(Told message) {
    Running one = message.running();
    run(one, () -> one.on(message.event()));
    return this;
  }

  /** A mistake in one request is none in the others; its client is answered at its deadline. */
  private void run(Running one, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      getContext().getLog().error("A request is given up", e);
      one.fail();
    }
    if (one.hasEnded() && running.remove(one)) {
      admission.leave(1);
    }
  }

  private Behavior<Command> onSweep() {
    long now = shared.clock().nanos();
    for (Running one : running.stream().filter(each -> each.isDue(now)).toList()) {
      run(one, () -> one.on(Coordinator.Wake.INSTANCE));
    }
    if (conditionalsWaiting > 0) {
      answerOverdueTurns(now);
    }
    if (running.isEmpty()) { // whoever waits for its turn waits for one that runs
      timers.cancel(Sweep.INSTANCE);
    }
    return this;
  }

  private Behavior<Command> onEnd() {
    running.forEach(Running::end);
    admission.leave(running.size() + conditionalsWaiting);
    running.clear();
    conditionalsWaiting = 0;
    return this;
  }
}
