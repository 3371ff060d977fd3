package aitta.replica;

import aitta.codec.MalformedException;
import aitta.model.NodeId;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.RangeMessage;
import aitta.peer.RangeMessage.DeadKey;
import aitta.request.Request;
import aitta.ring.RangeOwners;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import aitta.version.Context;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The actor of one owner's copy of one range: starts its {@link RowLog}, hands questions to the
 * {@link OpenCopy}, and sets a table aside that cannot be read. Runs on the storage dispatcher,
 * whose threads may wait for the disk.
 */
public final class RangeReplica extends AbstractBehavior<RangeReplica.Command> {
  public sealed interface Command {}

  /**
   * A question of a coordinator or another owner, here or on another node.
   *
   * @param question an {@link PeerMessage.OfReplica}, {@link RangeMessage.OfRange}, {@link
   *     OwnerMessage.Prepare} or {@link OwnerMessage.Accept}
   * @param deadlineNanos on the monotonic clock of this node; past it nobody waits for the reply
   * @param reply called once, from this actor's thread
   */
  public record Answer(
      NodeId from,
      PeerMessage.Question question,
      long deadlineNanos,
      Consumer<PeerMessage.Reply> reply)
      implements Command {}

  /**
   * Mint the next version of a key, as its coordinating owner.
   *
   * @param list version of the list of owners under which this is asked
   * @param learned what other owners know to be there
   * @param above the version's timestamp is higher than this
   * @param deadlineNanos on the monotonic clock; past it nothing is minted, for somebody else may
   *     have coordinated the write
   * @param minted told the outcome at once, before anything is on disk
   * @param stored told when the version is on disk, or that it will not be
   */
  public record Mint(
      int list,
      Request.Write write,
      Context learned,
      long above,
      long deadlineNanos,
      Consumer<MintReply> minted,
      Consumer<PeerMessage.Reply> stored)
      implements Command {}

  /** How minting went. */
  public sealed interface MintReply {}

  public record Minting(ReplicaState.Minting outcome) implements MintReply {}

  public record MintRefused(Reason reason, String detail) implements MintReply {}

  /** What was found out about a copy that is not fit. */
  public enum Verdict {
    /** No owner has heard of it in a later state. */
    CONFIRMED,
    /** An owner has. */
    DENIED,
    /** It has all that enough fit owners have. */
    CAUGHT_UP,
    /** An operator lets it go on with what there is. */
    LOSS_ACCEPTED
  }

  /**
   * @param life of the copy that was judged; another one has taken its place where it differs
   */
  public record Judge(Verdict verdict, long life) implements Command {}

  /**
   * The copy is older than what was reclaimed since: an empty one takes its place.
   *
   * @param reclaims what the empty one counts as having applied
   */
  public record SetAside(long life, long reclaims) implements Command {}

  /**
   * @param reply told which keys have been dead for the grace; none where the copy cannot tell
   */
  public record FindDead(int max, Consumer<List<DeadKey>> reply) implements Command {}

  /** Another owner's copy lives anew: this is to be on disk soon, whether or not a write comes. */
  public enum NoteLives implements Command {
    INSTANCE
  }

  /** This list of the range's owners was decided, or decreed. */
  public record Learn(RangeOwners list) implements Command {}

  /** This node's copy is of no use any more: it ends, and its tables are dropped. */
  public enum End implements Command {
    INSTANCE
  }

  private record LogSaid(RowLog.Notice notice) implements Command {}

  private enum Due implements Command {
    LOG_START,
    SALVAGE
  }

  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
  private static final Duration SALVAGE_PAUSE = Duration.ofMillis(5);

  private final int range;
  private final ReplicaSetup shared;
  private final TimerScheduler<Command> timers;
  private final ActorRef<RowLog.Notice> notices;
  private final CopyTables tables;
  private final Refusals refusals;
  private ActorRef<RowLog.Append> log;
  private OpenCopy copy; // null while the log is replaying
  private Throwable unreadable;
  private boolean isEnding;

  private RangeReplica(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      List<TableId> tables,
      boolean fresh,
      ReplicaSetup shared) {
    super(context);
    context.setLoggerName(RangeReplica.class);
    this.tables = new CopyTables(tables, fresh, shared);
    this.refusals = new Refusals(shared);
    this.range = this.tables.inUse().range();
    this.shared = shared;
    this.timers = timers;
    this.notices = context.messageAdapter(RowLog.Notice.class, LogSaid::new);
    startLog();
  }

  /**
   * @param tables of this range, in order; the last one is in use, the others were set aside
   * @param fresh whether the last one, if it has no event yet, was never used
   */
  public static Behavior<Command> create(List<TableId> tables, boolean fresh, ReplicaSetup shared) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new RangeReplica(context, timers, tables, fresh, shared)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Answer.class, this::onAnswer)
        .onMessage(Mint.class, this::onMint)
        .onMessage(Judge.class, this::onJudge)
        .onMessage(Learn.class, this::onLearn)
        .onMessageEquals(NoteLives.INSTANCE, this::onNoteLives)
        .onMessage(End.class, message -> onEnd())
        .onMessage(SetAside.class, this::onSetAside)
        .onMessage(FindDead.class, this::onFindDead)
        .onMessage(LogSaid.class, this::onLogSaid)
        .onMessageEquals(Due.LOG_START, this::startLog)
        .onMessageEquals(Due.SALVAGE, this::onSalvage)
        .onSignal(Terminated.class, this::onTerminated)
        .build();
  }

  private Behavior<Command> startLog() {
    if (isEnding) {
      return discardAll(); // there was no log to wait for
    }
    unreadable = null;
    log =
        getContext()
            .spawnAnonymous(
                RowLog.create(tables.inUse(), shared.store(), notices),
                DispatcherSelector.sameAsParent()); // it may wait for the disk, too
    getContext().watch(log);
    return this;
  }

  private Behavior<Command> onAnswer(Answer message) {
    PeerMessage.Question question = message.question();
    Reason reason = copy == null ? Reason.STARTING : refusals.of(question, message.deadlineNanos());
    if (reason != null) {
      refuse(message, reason, "range " + range);
      return this;
    }
    try {
      if (question instanceof PeerMessage.OfReplica ofKey) {
        copy.answer(message.from(), ofKey, message.reply());
      } else if (question instanceof OwnerMessage.OfOwners ofOwners) {
        copy.vote(ofOwners, message.reply());
      } else {
        copy.answer(message.from(), (RangeMessage.OfRange) question, message.reply());
        if (copy.outdatedBy() > 0) {
          replaceOutdated(copy.outdatedBy());
        }
      }
    } catch (StorageException | MalformedException e) {
      refuse(message, Refusals.of(e), e.getMessage());
      onStorageError(e);
    }
    return this;
  }

  private void refuse(Answer message, Reason reason, String detail) {
    message.reply().accept(new PeerMessage.Refused(message.question().id(), reason, detail));
  }

  private Behavior<Command> onMint(Mint message) {
    Reason reason = copy == null ? Reason.STARTING : refusals.ofWrite(message.deadlineNanos());
    if (reason != null) {
      message.minted().accept(new MintRefused(reason, "range " + range));
      return this;
    }
    try {
      copy.mint(message);
    } catch (StorageException | MalformedException e) {
      message.minted().accept(new MintRefused(Refusals.of(e), e.getMessage()));
      onStorageError(e);
    }
    return this;
  }

  private Behavior<Command> onJudge(Judge message) {
    if (copy != null && copy.life() == message.life()) {
      copy.judge(message.verdict());
      dropAside();
    }
    return this;
  }

  private Behavior<Command> onLearn(Learn message) {
    if (copy != null) {
      copy.learn(message.list()); // else it is asked for when there is one
    }
    return this;
  }

  private Behavior<Command> onNoteLives() {
    if (copy != null) {
      copy.noteLives(); // else it looks for itself when it is there
    }
    return this;
  }

  private Behavior<Command> onEnd() {
    isEnding = true;
    closeCopy("this node does not own the range any more");
    getContext().stop(log); // a table that is still written to must not be dropped
    return this;
  }

  private Behavior<Command> discardAll() {
    tables.discardAll();
    return Behaviors.stopped();
  }

  private Behavior<Command> onFindDead(FindDead message) {
    List<DeadKey> dead = List.of();
    try {
      dead = copy == null ? dead : copy.deadKeys(message.max());
    } catch (StorageException | MalformedException e) {
      onStorageError(e);
    }
    message.reply().accept(dead);
    return this;
  }

  // The log

  private Behavior<Command> onLogSaid(LogSaid message) {
    if (isEnding || !message.notice().table().equals(tables.inUse())) {
      return this; // it was set aside
    }
    if (message.notice() instanceof RowLog.Ready ready) {
      try {
        copy =
            new OpenCopy(
                tables.inUse(),
                shared,
                ready.progress(),
                tables.takeMade(),
                shared.lists().apply(range),
                log::tell);
        dropAside();
        if (tables.salvage() != null) {
          timers.startSingleTimer(Due.SALVAGE, SALVAGE_PAUSE);
        }
      } catch (StorageException | MalformedException e) {
        onStorageError(e);
      }
    } else if (message.notice() instanceof RowLog.Appended appended) {
      boolean wasFit = copy.isFit();
      copy.written(appended.seqNr());
      if (!wasFit) {
        dropAside();
      }
    } else {
      unreadable = ((RowLog.Unreadable) message.notice()).cause();
    }
    return this;
  }

  /**
   * Nobody knows whether the last event is in the journal: all that waited failed, and a new start
   * has new dots.
   */
  private Behavior<Command> onTerminated(Terminated signal) {
    if (isEnding) {
      return discardAll();
    }
    if (!signal.getRef().equals(log)) {
      return this; // of a table that was set aside
    }
    closeCopy("its log failed");
    if (Refusals.isDamage(unreadable)) {
      replaceTable(unreadable.getMessage(), tables.reclaimsOnDisk(), true);
    } else {
      getContext().getLog().error("range {}: its log has stopped; starting it again", range);
      timers.startSingleTimer(Due.LOG_START, RESTART_DELAY);
    }
    return this;
  }

  private void closeCopy(String why) {
    if (copy != null) {
      copy.close(why);
      copy = null;
    }
    shared.figures().restarting(range);
  }

  // Tables that are of no use any more

  private void onStorageError(RuntimeException e) {
    getContext().getLog().error("range {}, table {}: {}", range, tables.inUse(), e.getMessage());
    if (Refusals.isDamage(e)) {
      long reclaims = copy == null ? tables.reclaimsOnDisk() : copy.standing().reclaims();
      leaveTable();
      replaceTable(e.getMessage(), reclaims, true);
    }
  }

  private Behavior<Command> onSetAside(SetAside message) {
    if (copy != null && copy.life() == message.life()) {
      replaceOutdated(message.reclaims());
    }
    return this;
  }

  private void replaceOutdated(long reclaims) {
    if (!copy.adoptReclaims(reclaims)) {
      leaveTable();
      replaceTable("it was away while keys were reclaimed", reclaims, false);
    }
  }

  private void leaveTable() {
    closeCopy("its table was set aside");
    getContext().unwatch(log);
    getContext().stop(log);
  }

  private void replaceTable(String why, long reclaims, boolean useful) {
    TableId old = tables.replace(reclaims, useful);
    getContext()
        .getLog()
        .error(
            "range {}: this node's copy, table {}, is set aside and built anew from the other"
                + " owners: {}",
            range,
            old,
            why);
    startLog();
  }

  private Behavior<Command> onSalvage() {
    Salvage salvage = tables.salvage();
    if (copy == null || salvage == null) {
      return this;
    }
    if (salvage.isOver()) {
      getContext().getLog().info("range {}: {}", range, salvage);
      tables.endSalvage();
      dropAside();
      return this;
    }
    if (!shared.budget().isExhausted() && !shared.diskFull().getAsBoolean()) {
      copy.salvage(salvage.next());
    }
    timers.startSingleTimer(Due.SALVAGE, SALVAGE_PAUSE);
    return this;
  }

  /** Only a fit copy has no use for what was before it. */
  private void dropAside() {
    if (copy != null && copy.isFit()) {
      tables.dropAside();
    }
  }
}
