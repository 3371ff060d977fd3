package aitta.antientropy;

import aitta.antientropy.CatchUps.Attempt;
import aitta.antientropy.Copies.Copy;
import aitta.antientropy.RangeExchanger.Ended;
import aitta.antientropy.RangeExchanger.Task;
import aitta.clock.NodeClock;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.peer.RangeMessage;
import aitta.peer.RangeMessage.RangeLife;
import aitta.replica.Fitness;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
 * Makes this node's copies fit: has those that were started anew confirmed by their other owners,
 * and lets those that are behind catch up. One a node.
 */
public final class FitnessKeeper extends AbstractBehavior<FitnessKeeper.Command> {
  public sealed interface Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private record Confirmed(NodeId from, long question, PeerMessage.Reply reply)
      implements Command {}

  private record ExchangeEnded(Ended ended) implements Command {}

  /**
   * @param suspect whether copies may have lost the last of what they acknowledged
   * @param repairs runs the exchanges
   * @param allFit called each time that all copies are fit again, and once at the start if they are
   */
  public record Setup(
      Peers peers,
      NodeClock clock,
      Owners owners,
      Copies copies,
      boolean suspect,
      ActorRef<RepairKeeper.Command> repairs,
      Runnable allFit) {}

  private record Question(NodeId to, List<RangeLife> asked, long askedNanos) {}

  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** A node that comes back is of little use before its copies are confirmed. */
  private static final Duration HASTE = Duration.ofMillis(100);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Setup setup;
  private final TimerScheduler<Command> timers;
  private final ActorRef<Ended> exchangeEnded;
  private final Confirmations confirmations;
  private final CatchUps catchUps = new CatchUps();
  private final Map<Long, Question> open = new HashMap<>();
  private final Map<NodeId, Long> askedNanos = new HashMap<>();
  private final Map<Task, Attempt> attempts = new HashMap<>();
  private final CatchUpLog log;

  private FitnessKeeper(
      ActorContext<Command> context, TimerScheduler<Command> timers, Setup setup) {
    super(context);
    this.timers = timers;
    context.setLoggerName(FitnessKeeper.class);
    this.setup = setup;
    this.confirmations = new Confirmations(setup.suspect());
    this.exchangeEnded = context.messageAdapter(Ended.class, ExchangeEnded::new);
    this.log = new CatchUpLog(context.getLog(), setup.clock().millis());
  }

  public static Behavior<Command> create(Setup setup) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startSingleTimer(Tick.INSTANCE, HASTE);
                  return new FitnessKeeper(context, timers, setup);
                }));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Tick.INSTANCE, this::onTick)
        .onMessage(Confirmed.class, this::onConfirmed)
        .onMessage(ExchangeEnded.class, message -> onExchangeEnded(message.ended()))
        .onSignal(PreRestart.class, signal -> closeAll())
        .onSignal(PostStop.class, signal -> closeAll())
        .build();
  }

  private Behavior<Command> onTick() {
    Map<Integer, Copy> unconfirmed = new HashMap<>();
    Map<Integer, Copy> behind = new HashMap<>();
    Set<Integer> ranges = ownedRanges();
    int fit = 0;
    for (int range : ranges) {
      Copy copy = setup.copies().of(range).orElse(null);
      if (copy == null) {
        continue;
      }
      if (copy.fitness() == Fitness.UNCONFIRMED) {
        unconfirmed.put(range, copy);
      } else if (copy.fitness() == Fitness.BEHIND) {
        behind.put(range, copy);
      } else {
        fit++;
      }
    }
    confirm(unconfirmed);
    catchUp(behind);
    long now = setup.clock().millis();
    if (log.note(ranges.size(), fit, unconfirmed.size(), behind.size(), now)) {
      setup.allFit().run();
    }
    timers.startSingleTimer(Tick.INSTANCE, fit < ranges.size() ? HASTE : INTERVAL);
    return this;
  }

  /** Copies of other ranges are on their way here or from here, and answer no reads. */
  private Set<Integer> ownedRanges() {
    return setup.copies().ranges().stream()
        .filter(setup.owners()::owns)
        .collect(Collectors.toSet());
  }

  private void confirm(Map<Integer, Copy> unconfirmed) {
    confirmations.retain(unconfirmed.keySet());
    unconfirmed.forEach(
        (range, copy) ->
            confirmations.add(
                new RangeLife(range, copy.life(), copy.startedAt()),
                setup.owners().othersOf(range)));
    settle(unconfirmed);
    closeLate();
    Set<NodeId> waited =
        open.values().stream().map(Question::to).collect(Collectors.toCollection(HashSet::new));
    confirmations
        .asks(setup.owners()::isReachable)
        .forEach(
            (node, claims) -> {
              if (!waited.contains(node) && isDue(node)) {
                ask(node, claims);
              }
            });
  }

  private boolean isDue(NodeId node) {
    Long last = askedNanos.get(node);
    return last == null || setup.clock().nanos() - last >= INTERVAL.toNanos();
  }

  private void ask(NodeId node, List<RangeLife> claims) {
    askedNanos.put(node, setup.clock().nanos());
    ActorRef<Command> self = getContext().getSelf();
    long[] id = new long[1];
    id[0] = setup.peers().open((from, reply) -> self.tell(new Confirmed(from, id[0], reply)));
    open.put(id[0], new Question(node, claims, setup.clock().nanos()));
    setup.peers().ask(node, new RangeMessage.Confirm(id[0], claims), (int) PATIENCE.toMillis());
  }

  private void closeLate() {
    long now = setup.clock().nanos();
    open.entrySet()
        .removeIf(
            entry -> {
              boolean late = now - entry.getValue().askedNanos() > PATIENCE.toNanos();
              if (late) {
                setup.peers().close(entry.getKey());
              }
              return late;
            });
  }

  private Behavior<Command> onConfirmed(Confirmed message) {
    Question question = open.remove(message.question());
    setup.peers().close(message.question());
    if (question != null && message.reply() instanceof RangeMessage.Confirmed answer) {
      confirmations.answered(
          message.from(), question.asked(), setOf(answer.confirmed()), setOf(answer.denied()));
      Map<Integer, Copy> unconfirmed = new HashMap<>();
      for (RangeLife claim : question.asked()) {
        setup
            .copies()
            .of(claim.range())
            .filter(copy -> copy.life() == claim.life())
            .filter(copy -> copy.fitness() == Fitness.UNCONFIRMED)
            .ifPresent(copy -> unconfirmed.put(claim.range(), copy));
      }
      settle(unconfirmed);
    }
    return this;
  }

  private static Set<Integer> setOf(int[] ranges) {
    return IntStream.of(ranges).boxed().collect(Collectors.toSet());
  }

  private void settle(Map<Integer, Copy> unconfirmed) {
    unconfirmed.forEach(
        (range, copy) -> {
          switch (confirmations.verdict(range, setup.owners()::isReachable)) {
            case CONFIRMED:
              setup.copies().confirmed(range, copy.life());
              break;
            case DENIED:
              getContext()
                  .getLog()
                  .warn("range {}: an owner has seen this node's copy further than it is", range);
              setup.copies().denied(range, copy.life());
              break;
            default: // the next answer may settle it
          }
        });
  }

  private void catchUp(Map<Integer, Copy> behind) {
    catchUps.retain(behind.keySet());
    behind.forEach(
        (range, copy) -> {
          List<NodeId> others = setup.owners().othersOf(range);
          if (copy.decreed()) {
            List<NodeId> members = setup.owners().otherMembers();
            catchUps.addOfDecree(range, copy.life(), members, others);
          } else {
            catchUps.add(range, copy.life(), others, copy.predecessor());
          }
        });
    behind.forEach(
        (range, copy) -> {
          if (catchUps.hasCaughtUp(range)) {
            setup.copies().caughtUp(range, copy.life());
          }
        });
    for (Attempt attempt : catchUps.begin(setup.clock().millis(), setup.owners()::isReachable)) {
      Task task = new Task(attempt.range(), attempt.peer(), true);
      attempts.put(task, attempt);
      setup.repairs().tell(new RepairKeeper.CatchUp(task, exchangeEnded));
    }
  }

  private Behavior<Command> onExchangeEnded(Ended ended) {
    Attempt attempt = attempts.remove(ended.task());
    if (attempt != null) {
      catchUps.ended(attempt, gainOf(attempt, ended.end()), setup.clock().millis());
      log.exchanged(ended.keysRepaired());
      if (catchUps.hasCaughtUp(attempt.range())) {
        setup.copies().caughtUp(attempt.range(), attempt.life());
      }
    }
    return this;
  }

  private CatchUps.Gain gainOf(Attempt attempt, Step.End end) {
    if (end instanceof Step.NoCopy) {
      return CatchUps.Gain.ALL;
    }
    if (!(end instanceof Step.Completed completed)
        || completed.own().life() != attempt.life()
        || !isUnderOneList(attempt.range(), completed)) {
      return CatchUps.Gain.NONE;
    }
    return completed.peer().fit() ? CatchUps.Gain.ALL_OF_FIT : CatchUps.Gain.ALL;
  }

  /** What a quorum of an older list acknowledged later would not be in what was compared. */
  private boolean isUnderOneList(int range, Step.Completed completed) {
    int list = setup.owners().listOf(range);
    return completed.own().list() == list && completed.peer().list() == list;
  }

  private Behavior<Command> closeAll() {
    open.keySet().forEach(setup.peers()::close);
    open.clear();
    return this;
  }
}
