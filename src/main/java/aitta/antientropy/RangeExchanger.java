package aitta.antientropy;

import aitta.clock.NodeClock;
import aitta.model.NodeId;
import aitta.pace.RatePacer;
import aitta.peer.PeerFormat;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.Peers;
import aitta.peer.RangeMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Runs one {@link ExchangeRound}: brings its questions to this node's replica and to the peer's, no
 * faster than the node's rate allows, and says how it ended. Ends by itself.
 */
public final class RangeExchanger extends AbstractBehavior<RangeExchanger.Event> {
  sealed interface Event {}

  private record Replied(int tag, PeerMessage.Reply reply) implements Event {}

  private record Send(Step.Ask ask) implements Event {}

  private enum PauseOver implements Event {
    INSTANCE
  }

  private enum Silence implements Event {
    INSTANCE
  }

  /** What exchanges of a node share. */
  public record Shared(Peers peers, NodeClock clock, RatePacer pacer, Duration lookAgainAfter) {}

  /** What to compare with whom, and whether this node's copy is to catch up. */
  public record Task(int range, NodeId peer, boolean catchUp) {}

  /** How it ended. */
  public record Ended(Task task, Step.End end, long keysCompared, long keysRepaired) {}

  /** The other side has so long for each answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A replica with too much to do is asked again, for as long as its peer would wait. */
  private static final Duration RETRY = Duration.ofMillis(250);

  private static final int MAX_RETRIES = 20;

  private final Shared shared;
  private final Task task;
  private final TimerScheduler<Event> timers;
  private final ActorRef<Ended> replyTo;
  private final ExchangeRound round;
  private final Map<Integer, Long> open = new HashMap<>(); // tag -> id
  private final Map<Integer, Step.Ask> asked = new HashMap<>();
  private int delayed;
  private int retries;
  private boolean ended;

  private RangeExchanger(
      ActorContext<Event> context,
      TimerScheduler<Event> timers,
      Shared shared,
      Task task,
      ActorRef<Ended> replyTo) {
    super(context);
    this.shared = shared;
    this.task = task;
    this.timers = timers;
    this.replyTo = replyTo;
    this.round = new ExchangeRound(task.range(), !task.catchUp());
  }

  static Behavior<Event> create(Shared shared, Task task, ActorRef<Ended> replyTo) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  RangeExchanger exchanger =
                      new RangeExchanger(context, timers, shared, task, replyTo);
                  exchanger.timers.startSingleTimer(Silence.INSTANCE, PATIENCE);
                  exchanger.follow(exchanger.round.start());
                  return exchanger;
                }));
  }

  @Override
  public Receive<Event> createReceive() {
    return newReceiveBuilder()
        .onMessage(Replied.class, this::onReplied)
        .onMessage(Send.class, this::onSend)
        .onMessageEquals(PauseOver.INSTANCE, this::onPauseOver)
        .onMessageEquals(Silence.INSTANCE, this::onSilence)
        .onSignal(PostStop.class, signal -> onPostStop())
        .build();
  }

  private Behavior<Event> follow(List<Step> steps) {
    for (Step step : steps) {
      if (step instanceof Step.Ask ask) {
        send(ask);
      } else if (step instanceof Step.End end) {
        ended = true;
        replyTo.tell(new Ended(task, end, round.keysCompared(), round.keysRepaired()));
        return Behaviors.stopped();
      } else {
        timers.startSingleTimer(PauseOver.INSTANCE, shared.lookAgainAfter());
      }
    }
    watch();
    return this;
  }

  /** As long as something is held back here nobody else is to blame. */
  private void watch() {
    if (delayed > 0 || timers.isTimerActive(PauseOver.INSTANCE)) {
      timers.cancel(Silence.INSTANCE);
    } else {
      timers.startSingleTimer(Silence.INSTANCE, PATIENCE);
    }
  }

  private void send(Step.Ask ask) {
    boolean costs =
        ask.side() == Side.PEER && !(ask.question().apply(0) instanceof RangeMessage.Compare);
    long wait = costs ? shared.pacer().waitNanos(shared.clock().nanos()) : 0;
    if (wait > 0) {
      delay(ask, Duration.ofNanos(wait));
    } else {
      sendNow(ask);
    }
  }

  private void delay(Step.Ask ask, Duration wait) {
    delayed++;
    timers.startSingleTimer(ask, new Send(ask), wait);
  }

  private void sendNow(Step.Ask ask) {
    ActorRef<Event> self = getContext().getSelf();
    long id = shared.peers().open((from, reply) -> self.tell(new Replied(ask.tag(), reply)));
    open.put(ask.tag(), id);
    asked.put(ask.tag(), ask);
    PeerMessage.Question question = ask.question().apply(id);
    NodeId to = ask.side() == Side.OWN ? shared.peers().self() : task.peer();
    pay(ask, question);
    shared.peers().ask(to, question, (int) PATIENCE.toMillis());
  }

  private void pay(Step.Ask ask, PeerMessage message) {
    if (ask.side() == Side.PEER) {
      shared.pacer().sent(PeerFormat.sizeBound(message), shared.clock().nanos());
    }
  }

  private Behavior<Event> onReplied(Replied message) {
    Long id = open.remove(message.tag());
    if (id == null) {
      return this;
    }
    shared.peers().close(id);
    Step.Ask ask = asked.remove(message.tag());
    pay(ask, message.reply());
    boolean busy =
        message.reply() instanceof PeerMessage.Refused refused
            && refused.reason() == Reason.OVERLOADED;
    if (busy && retries < MAX_RETRIES) {
      retries++;
      delay(ask, RETRY);
      watch();
      return this;
    }
    return follow(round.replied(message.tag(), message.reply()));
  }

  private Behavior<Event> onSend(Send message) {
    delayed--;
    send(message.ask());
    watch();
    return this;
  }

  private Behavior<Event> onPauseOver() {
    return follow(round.paused());
  }

  private Behavior<Event> onSilence() {
    return follow(round.broken("no answer within " + PATIENCE.toSeconds() + " s"));
  }

  private Behavior<Event> onPostStop() {
    open.values().forEach(shared.peers()::close);
    if (!ended) {
      Step.End end = new Step.Failed("it was stopped");
      replyTo.tell(new Ended(task, end, round.keysCompared(), round.keysRepaired()));
    }
    return this;
  }
}
