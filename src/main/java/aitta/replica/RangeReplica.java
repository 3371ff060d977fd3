package aitta.replica;

import aitta.clock.NodeClock;
import aitta.codec.MalformedException;
import aitta.journal.JournalCorruptException;
import aitta.model.NodeId;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.RangeMessage;
import aitta.peer.RangeMessage.DeadKey;
import aitta.request.Request;
import aitta.ring.RangeOwners;
import aitta.storage.CorruptionException;
import aitta.storage.RowStore;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import aitta.version.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
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

  /** This list of the range's owners was decided. */
  public record Learn(RangeOwners list) implements Command {}

  /** This node's copy is of no use any more: it ends, and its tables are dropped. */
  public enum End implements Command {
    INSTANCE
  }

  private record LogSaid(RowLog.Notice notice) implements Command {}

  private enum StartLog implements Command {
    INSTANCE
  }

  private enum SalvageNext implements Command {
    INSTANCE
  }

  /**
   * What the replicas of a node share.
   *
   * @param self the node's own id
   * @param trust names the data directory for which copies are trusted
   * @param ranges Q
   * @param grace how long a dead key is kept at least
   * @param lists the newest list of a range's owners that the node knows
   * @param discard drops a table that another has taken the place of, and its events
   */
  public record Shared(
      NodeId self,
      RowStore store,
      NodeClock clock,
      ByteBudget budget,
      ReplicaState.Limits limits,
      RandomGenerator random,
      BooleanSupplier diskFull,
      ReplicaFigures figures,
      PeerMarks marks,
      String trust,
      int ranges,
      Duration grace,
      IntFunction<RangeOwners> lists,
      Consumer<TableId> discard) {}

  /**
   * What a table is that has no event yet.
   *
   * @param fresh whether it is as the ring's founders made it: nothing was ever in it
   * @param salvaged whether it takes in what can be read of the table before it
   * @param reclaims what it counts as having applied
   */
  record Made(boolean fresh, boolean salvaged, long reclaims) {}

  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
  private static final Duration SALVAGE_PAUSE = Duration.ofMillis(5);

  private final int range;
  private final Shared shared;
  private final TimerScheduler<Command> timers;
  private final ActorRef<RowLog.Notice> notices;
  private final List<TableId> aside;
  private TableId table;
  private Made made;
  private ActorRef<RowLog.Append> log;
  private OpenCopy copy; // null while the log is replaying
  private Salvage salvage; // null where nothing is to be salvaged
  private Throwable unreadable;
  private boolean isEnding;

  private RangeReplica(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      List<TableId> tables,
      boolean fresh,
      Shared shared) {
    super(context);
    context.setLoggerName(RangeReplica.class);
    this.table = tables.get(tables.size() - 1);
    this.aside = new ArrayList<>(tables.subList(0, tables.size() - 1));
    this.range = table.range();
    this.made = new Made(fresh, false, 0);
    this.shared = shared;
    this.timers = timers;
    this.notices = context.messageAdapter(RowLog.Notice.class, LogSaid::new);
    startLog();
  }

  /**
   * @param tables of this range, in order; the last one is in use, the others were set aside
   * @param fresh whether the last one, if it has no event yet, was never used
   */
  public static Behavior<Command> create(List<TableId> tables, boolean fresh, Shared shared) {
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
        .onMessage(End.class, message -> onEnd())
        .onMessage(SetAside.class, this::onSetAside)
        .onMessage(FindDead.class, this::onFindDead)
        .onMessage(LogSaid.class, this::onLogSaid)
        .onMessage(StartLog.class, message -> startLog())
        .onMessage(SalvageNext.class, message -> onSalvageNext())
        .onSignal(Terminated.class, this::onTerminated)
        .build();
  }

  private Behavior<Command> startLog() {
    if (isEnding) {
      return discardAll(); // there was no log to wait for
    }
    unreadable = null;
    log = getContext().spawnAnonymous(RowLog.create(table, shared.store(), notices));
    getContext().watch(log);
    return this;
  }

  private Behavior<Command> onAnswer(Answer message) {
    PeerMessage.Question question = message.question();
    Reason reason = reasonToRefuse(question, message.deadlineNanos());
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
      refuse(message, reasonOf(e), e.getMessage());
      onStorageError(e);
    }
    return this;
  }

  private Reason reasonToRefuse(PeerMessage.Question question, long deadlineNanos) {
    if (copy == null) {
      return Reason.STARTING;
    }
    if (deadlineNanos - shared.clock().nanos() < 0) {
      return Reason.LATE;
    }
    boolean adds =
        question instanceof PeerMessage.Store
            || question instanceof PeerMessage.StoreBallot
            || question instanceof RangeMessage.StoreSets;
    if (adds && shared.diskFull().getAsBoolean()) {
      return Reason.DISK;
    }
    return adds && shared.budget().isExhausted() ? Reason.OVERLOADED : null;
  }

  /** Whether what cannot be read now cannot be read later either. */
  public static boolean isDamage(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) { // Pekko wraps them
      if (cause instanceof CorruptionException corruption) {
        return !corruption.stopsWrites(); // the store is opened again, and this table may be whole
      }
      if (cause instanceof MalformedException || cause instanceof JournalCorruptException) {
        return true;
      }
    }
    return false;
  }

  private static Reason reasonOf(RuntimeException e) {
    return isDamage(e) ? Reason.DAMAGED : Reason.DISK;
  }

  private void refuse(Answer message, Reason reason, String detail) {
    message.reply().accept(new PeerMessage.Refused(message.question().id(), reason, detail));
  }

  private Behavior<Command> onMint(Mint message) {
    Reason reason = reasonNotToMint(message.deadlineNanos());
    if (reason != null) {
      message.minted().accept(new MintRefused(reason, "range " + range));
      return this;
    }
    try {
      copy.mint(message);
    } catch (StorageException | MalformedException e) {
      message.minted().accept(new MintRefused(reasonOf(e), e.getMessage()));
      onStorageError(e);
    }
    return this;
  }

  private Reason reasonNotToMint(long deadlineNanos) {
    if (copy == null) {
      return Reason.STARTING;
    }
    if (deadlineNanos - shared.clock().nanos() < 0) {
      return Reason.LATE;
    }
    if (shared.diskFull().getAsBoolean()) {
      return Reason.DISK;
    }
    return shared.budget().isExhausted() ? Reason.OVERLOADED : null;
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

  private Behavior<Command> onEnd() {
    isEnding = true;
    closeCopy("this node does not own the range any more");
    getContext().stop(log); // a table that is still written to must not be dropped
    return this;
  }

  private Behavior<Command> discardAll() {
    aside.forEach(shared.discard());
    shared.discard().accept(table);
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
    if (isEnding || !message.notice().table().equals(table)) {
      return this; // it was set aside
    }
    if (message.notice() instanceof RowLog.Ready ready) {
      try {
        copy =
            new OpenCopy(
                table, shared, ready.progress(), made, shared.lists().apply(range), log::tell);
        made = new Made(false, false, 0);
        dropAside();
        if (salvage != null) {
          timers.startSingleTimer(SalvageNext.INSTANCE, SALVAGE_PAUSE);
        }
      } catch (StorageException | MalformedException e) {
        onStorageError(e);
      }
    } else if (message.notice() instanceof RowLog.Appended appended) {
      copy.written(appended.seqNr());
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
    if (isDamage(unreadable)) {
      replaceTable(unreadable.getMessage(), reclaimsOnDisk(), true);
    } else {
      getContext().getLog().error("range {}: its log has stopped; starting it again", range);
      timers.startSingleTimer(StartLog.INSTANCE, RESTART_DELAY);
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
    getContext().getLog().error("range {}, table {}: {}", range, table, e.getMessage());
    if (isDamage(e)) {
      long reclaims = copy == null ? reclaimsOnDisk() : copy.standing().reclaims();
      leaveTable();
      replaceTable(e.getMessage(), reclaims, true);
    }
  }

  /** As far as the rows go that can be salvaged: the events behind them are lost. */
  private long reclaimsOnDisk() {
    try {
      return shared.store().mark(table).map(mark -> SavedCopies.reclaimsOf(mark.note())).orElse(0L);
    } catch (StorageException | MalformedException e) {
      return 0; // what is salvaged goes again where the others have reclaimed anything
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
    TableId old = table;
    aside.add(old);
    table = old.next();
    made = new Made(false, useful, reclaims);
    salvage = useful ? new Salvage(old, shared.store(), shared.ranges()) : null;
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

  private Behavior<Command> onSalvageNext() {
    if (copy == null || salvage == null) {
      return this;
    }
    if (salvage.isOver()) {
      getContext().getLog().info("range {}: {}", range, salvage);
      salvage = null;
      dropAside();
      return this;
    }
    if (!shared.budget().isExhausted() && !shared.diskFull().getAsBoolean()) {
      copy.salvage(salvage.next());
    }
    timers.startSingleTimer(SalvageNext.INSTANCE, SALVAGE_PAUSE);
    return this;
  }

  /** Only a fit copy has no use for what was before it. */
  private void dropAside() {
    if (copy != null && copy.isFit() && salvage == null && !aside.isEmpty()) {
      List<TableId> old = List.copyOf(aside);
      aside.clear();
      old.forEach(shared.discard());
    }
  }
}
