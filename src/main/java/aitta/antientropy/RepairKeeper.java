package aitta.antientropy;

import aitta.antientropy.RangeExchanger.Ended;
import aitta.antientropy.RangeExchanger.Task;
import aitta.model.NodeId;
import aitta.peer.RangeMessage.RangeRepair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Runs the exchanges of one node, a few at a time, and knows how they went. Begins them when it is
 * told to, and by itself where nobody has told it for too long.
 */
public final class RepairKeeper extends AbstractBehavior<RepairKeeper.Command> {
  public sealed interface Command {}

  /**
   * Compare with the other owners now.
   *
   * @param range -1 for all
   */
  public record Begin(int range) implements Command {}

  /**
   * @param replyTo told how each range of this node stands
   */
  public record Report(Consumer<List<RangeRepair>> replyTo) implements Command {}

  /** Let this node's copy catch up with that of a peer. */
  public record CatchUp(Task task, ActorRef<Ended> replyTo) implements Command {}

  private record ExchangeEnded(Ended ended) implements Command {}

  private enum LookForSilence implements Command {
    INSTANCE
  }

  /**
   * How exchanges of one kind are run.
   *
   * @param concurrency exchanges at once; asked each time
   */
  public record Pace(RangeExchanger.Shared shared, IntSupplier concurrency) {}

  /**
   * @param owned of exchanges of ranges that this node owns
   * @param moving of those on their way here or from here, which wait for no others
   * @param levels told under which lists ranges were compared
   * @param interval within which each pair of owners compares a range
   */
  public record Setup(
      Pace owned, Pace moving, Owners owners, Copies copies, Levels levels, Duration interval) {}

  /**
   * After so many intervals without a word from a range's steward its owners go on alone, once an
   * interval as it would have them do.
   */
  private static final int SILENT_INTERVALS = 3;

  private static final int ALL = -1;

  private final Setup setup;
  private final Agenda owned;
  private final Agenda moving;
  private final Map<Integer, RepairProgress> progress = new HashMap<>();
  private final Map<Integer, Long> toldNanos = new HashMap<>(); // by range
  private final Map<Task, List<ActorRef<Ended>>> catchUps = new HashMap<>();
  private final long startNanos;
  private final ActorRef<Ended> ended;

  private RepairKeeper(ActorContext<Command> context, Setup setup) {
    super(context);
    context.setLoggerName(RepairKeeper.class);
    this.setup = setup;
    this.owned = new Agenda(setup.owned().concurrency());
    this.moving = new Agenda(setup.moving().concurrency());
    this.startNanos = nanos();
    this.ended = context.messageAdapter(Ended.class, ExchangeEnded::new);
  }

  public static Behavior<Command> create(Setup setup) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  startLooking(timers, setup.interval());
                  return new RepairKeeper(context, setup);
                }));
  }

  private static void startLooking(TimerScheduler<Command> timers, Duration interval) {
    timers.startTimerWithFixedDelay(LookForSilence.INSTANCE, interval);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Begin.class, this::onBegin)
        .onMessage(CatchUp.class, this::onCatchUp)
        .onMessage(Report.class, this::onReport)
        .onMessage(ExchangeEnded.class, message -> onEnded(message.ended()))
        .onMessageEquals(LookForSilence.INSTANCE, this::onLookForSilence)
        .build();
  }

  private long nanos() {
    return setup.owned().shared().clock().nanos();
  }

  private Behavior<Command> onBegin(Begin message) {
    if (message.range() == ALL) {
      setup.copies().ranges().forEach(this::told);
    } else {
      told(message.range());
    }
    beginNext();
    return this;
  }

  private void told(int range) {
    toldNanos.put(range, nanos());
    add(range);
  }

  private void add(int range) {
    for (NodeId partner : setup.owners().partnersIn(range)) {
      if (setup.owners().isReachable(partner)) {
        owned.add(new Task(range, partner, false));
      }
    }
  }

  private Behavior<Command> onCatchUp(CatchUp message) {
    catchUps.computeIfAbsent(message.task(), task -> new ArrayList<>(1)).add(message.replyTo());
    (setup.owners().owns(message.task().range()) ? owned : moving).add(message.task());
    beginNext();
    return this;
  }

  private void beginNext() {
    begin(owned, setup.owned().shared());
    begin(moving, setup.moving().shared());
  }

  private void begin(Agenda agenda, RangeExchanger.Shared shared) {
    for (Task task = agenda.next(); task != null; task = agenda.next()) {
      getContext().spawnAnonymous(RangeExchanger.create(shared, task, ended));
    }
  }

  private Behavior<Command> onEnded(Ended ended) {
    Task task = ended.task();
    owned.ended(task);
    moving.ended(task);
    progress
        .computeIfAbsent(task.range(), range -> new RepairProgress())
        .ended(ended, setup.owned().shared().clock().millis());
    getContext().getLog().debug("{}: {}", task, ended.end());
    if (ended.end() instanceof Step.OldCopy old && old.side() == Side.OWN) {
      getContext()
          .getLog()
          .warn(
              "range {}: this node's copy was away while {} reclaimed what had been deleted; it is"
                  + " set aside and built anew from the others",
              task.range(),
              task.peer());
      setup.copies().setAside(task.range(), old.life(), old.mark());
    }
    if (ended.end() instanceof Step.Completed completed
        && completed.own().list() == completed.peer().list()) {
      setup.levels().compared(task.range(), task.peer(), completed.own().list());
    }
    tellWhoWaits(task, ended);
    beginNext();
    return this;
  }

  private void tellWhoWaits(Task task, Ended ended) {
    List<ActorRef<Ended>> waiting = catchUps.remove(task);
    if (waiting != null) {
      waiting.forEach(one -> one.tell(ended));
    }
  }

  private Behavior<Command> onReport(Report message) {
    message
        .replyTo()
        .accept(
            setup.copies().ranges().stream()
                .map(range -> progress.getOrDefault(range, new RepairProgress()).report(range))
                .toList());
    return this;
  }

  private Behavior<Command> onLookForSilence() {
    long now = nanos();
    long limit = setup.interval().multipliedBy(SILENT_INTERVALS).toNanos();
    for (int range : setup.copies().ranges()) {
      if (now - toldNanos.getOrDefault(range, startNanos) >= limit) {
        add(range);
      }
    }
    beginNext();
    return this;
  }
}
