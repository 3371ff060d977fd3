package aitta.replica;

import aitta.clock.NodeClock;
import aitta.codec.MalformedException;
import aitta.model.Key;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.request.Request;
import aitta.storage.CorruptionException;
import aitta.storage.RowChange;
import aitta.storage.StateStore;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
 * The actor of one owner's copy of one range: reads the store, lets {@link ReplicaState} decide,
 * hands batches to its {@link RowLog}. Runs on the storage dispatcher, whose threads may wait for
 * the disk.
 */
public final class RangeReplica extends AbstractBehavior<RangeReplica.Command> {
  public sealed interface Command {}

  /**
   * A question of a coordinator, here or on another node.
   *
   * @param deadlineNanos on the monotonic clock of this node; past it nobody waits for the reply
   * @param reply called once, from this actor's thread
   */
  public record Answer(
      PeerMessage.OfReplica question, long deadlineNanos, Consumer<PeerMessage.Reply> reply)
      implements Command {}

  /**
   * Mint the next version of a key, as its coordinating owner.
   *
   * @param learned what other owners know to be there
   * @param above the version's timestamp is higher than this
   * @param deadlineNanos on the monotonic clock; past it nothing is minted, for somebody else may
   *     have coordinated the write
   * @param minted told the outcome at once, before anything is on disk
   * @param stored told when the version is on disk, or that it will not be
   */
  public record Mint(
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

  private record LogSaid(RowLog.Notice notice) implements Command {}

  private enum StartLog implements Command {
    INSTANCE
  }

  /** What the replicas of a node share. */
  public record Shared(
      StateStore store,
      NodeClock clock,
      ByteBudget budget,
      ReplicaState.Limits limits,
      RandomGenerator random,
      BooleanSupplier diskFull,
      ReplicaFigures figures) {}

  private static final long MAX_BATCH_BYTES = 4L << 20;
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);

  private record Waiter(long id, long newestTimestamp, Consumer<PeerMessage.Reply> reply) {
    void acknowledge() {
      reply.accept(new PeerMessage.Stored(id, newestTimestamp));
    }
  }

  private final int range;
  private final TableId table;
  private final Shared shared;
  private final TimerScheduler<Command> timers;
  private final ActorRef<RowLog.Notice> notices;
  private ActorRef<RowLog.Append> log;
  private ReplicaState state; // null while the log is replaying
  private Map<Key, List<Waiter>> waiting = new HashMap<>();
  private List<Waiter> claims = new ArrayList<>();
  private List<Waiter> writing = new ArrayList<>();
  private long budgeted;

  private RangeReplica(
      ActorContext<Command> context, TimerScheduler<Command> timers, TableId table, Shared shared) {
    super(context);
    context.setLoggerName(RangeReplica.class);
    this.range = table.range();
    this.table = table;
    this.shared = shared;
    this.timers = timers;
    this.notices = context.messageAdapter(RowLog.Notice.class, LogSaid::new);
    startLog();
  }

  public static Behavior<Command> create(TableId table, Shared shared) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new RangeReplica(context, timers, table, shared)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Answer.class, this::onAnswer)
        .onMessage(Mint.class, this::onMint)
        .onMessage(LogSaid.class, this::onLogSaid)
        .onMessage(StartLog.class, message -> startLog())
        .onSignal(Terminated.class, signal -> onLogStopped())
        .build();
  }

  private Behavior<Command> startLog() {
    log = getContext().spawnAnonymous(RowLog.create(table, shared.store(), notices));
    getContext().watch(log);
    return this;
  }

  private Behavior<Command> onAnswer(Answer message) {
    PeerMessage.OfReplica question = message.question();
    Reason reason = reasonToRefuse(question, message.deadlineNanos());
    if (reason != null) {
      refuse(message, reason, "range " + range);
      return this;
    }
    try {
      answer(question, message.reply());
    } catch (StorageException | MalformedException e) {
      getContext().getLog().error("range {} key {}: {}", range, question.key(), e.getMessage());
      refuse(message, reasonOf(e), e.getMessage());
    }
    return this;
  }

  private Reason reasonToRefuse(PeerMessage.OfReplica question, long deadlineNanos) {
    if (state == null) {
      return Reason.STARTING;
    }
    if (deadlineNanos - shared.clock().nanos() < 0) {
      return Reason.LATE;
    }
    boolean adds =
        question instanceof PeerMessage.Store || question instanceof PeerMessage.StoreBallot;
    if (adds && shared.diskFull().getAsBoolean()) {
      return Reason.DISK;
    }
    return adds && shared.budget().isExhausted() ? Reason.OVERLOADED : null;
  }

  private static Reason reasonOf(RuntimeException e) {
    boolean damaged = e instanceof CorruptionException || e instanceof MalformedException;
    return damaged ? Reason.DAMAGED : Reason.DISK;
  }

  private void refuse(Answer message, Reason reason, String detail) {
    message.reply().accept(new PeerMessage.Refused(message.question().id(), reason, detail));
  }

  private void answer(PeerMessage.OfReplica question, Consumer<PeerMessage.Reply> reply) {
    if (question instanceof PeerMessage.Fetch fetch) {
      Siblings stored = stored(fetch.key());
      reply.accept(
          fetch.full()
              ? new PeerMessage.Full(fetch.id(), stored, true)
              : new PeerMessage.Known(fetch.id(), stored.summary(), true));
    } else if (question instanceof PeerMessage.Store store) {
      join(store.key(), store.siblings(), store.id(), reply);
    } else if (question instanceof PeerMessage.StoreBallot store) {
      if (store.ballot() < state.promised()) {
        reply.accept(staleBallot(store.id()));
      } else {
        join(store.key(), store.siblings(), store.id(), reply);
      }
    } else if (question instanceof PeerMessage.Claim claim) {
      if (!state.promise(claim.ballot())) {
        reply.accept(staleBallot(claim.id()));
      } else {
        promise(claim.id(), reply);
      }
    }
  }

  private void promise(long id, Consumer<PeerMessage.Reply> reply) {
    Consumer<PeerMessage.Reply> claimed =
        stored ->
            reply.accept(
                stored instanceof PeerMessage.Stored ? new PeerMessage.Claimed(id) : stored);
    Waiter waiter = new Waiter(id, 0, claimed);
    if (state.isPromiseWaiting()) {
      claims.add(waiter);
      writeNext();
    } else if (state.isBusy()) {
      writing.add(waiter); // the promise may be in the batch that is being written
    } else {
      waiter.acknowledge();
    }
  }

  private PeerMessage.Refused staleBallot(long id) {
    return new PeerMessage.Refused(
        id, Reason.STALE_BALLOT, "range " + range + " has promised ballot " + state.promised());
  }

  private void join(Key key, Siblings incoming, long id, Consumer<PeerMessage.Reply> reply) {
    shared.clock().observe(incoming.highestTimestamp());
    Siblings joined = state.join(key, newest(key), incoming);
    waitFor(key, new Waiter(id, joined.highestTimestamp(), reply));
    writeNext();
  }

  /**
   * The acknowledgement goes out when the newest set of the key is on disk; at once where it is.
   */
  private void waitFor(Key key, Waiter waiter) {
    if (state.isWaiting(key)) {
      waiting.computeIfAbsent(key, k -> new ArrayList<>(2)).add(waiter);
    } else if (state.isWriting(key)) {
      writing.add(waiter);
    } else {
      waiter.acknowledge();
    }
  }

  private Behavior<Command> onMint(Mint message) {
    Reason reason = reasonNotToMint(message.deadlineNanos());
    if (reason != null) {
      message.minted().accept(new MintRefused(reason, "range " + range));
      return this;
    }
    try {
      mint(message);
    } catch (StorageException | MalformedException e) {
      getContext()
          .getLog()
          .error("range {} key {}: {}", range, message.write().key(), e.getMessage());
      message.minted().accept(new MintRefused(reasonOf(e), e.getMessage()));
    }
    return this;
  }

  private Reason reasonNotToMint(long deadlineNanos) {
    if (state == null) {
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

  private void mint(Mint message) {
    Key key = message.write().key();
    long above = Math.max(message.above(), shared.clock().hybrid());
    ReplicaState.Minting outcome =
        state.mint(newest(key), message.write(), message.learned(), above, shared.clock().millis());
    if (outcome instanceof ReplicaState.Minted minted) {
      shared.clock().observe(minted.timestamp());
      waitFor(key, new Waiter(0, minted.timestamp(), message.stored()));
    }
    message.minted().accept(new Minting(outcome));
    writeNext();
  }

  private Siblings newest(Key key) {
    Siblings pending = state.pending(key);
    return pending != null ? pending : stored(key);
  }

  private Siblings stored(Key key) {
    byte[] row = shared.store().get(table, Rows.of(key));
    return row == null ? Siblings.EMPTY : SiblingsFormat.decode(row);
  }

  private void writeNext() {
    settleBudget();
    ReplicaState.Batch batch = state.nextBatch(MAX_BATCH_BYTES);
    if (batch == null) {
      return;
    }
    List<RowChange> changes = new ArrayList<>(batch.sets().size() + 1);
    batch
        .sets()
        .forEach(
            (key, siblings) -> {
              changes.add(new RowChange(Rows.of(key), SiblingsFormat.encode(siblings)));
              List<Waiter> waiters = waiting.remove(key);
              if (waiters != null) {
                writing.addAll(waiters);
              }
            });
    if (batch.promised() != 0) {
      changes.add(new RowChange(Rows.PROMISE, Rows.ballot(batch.promised())));
    }
    writing.addAll(claims);
    claims = new ArrayList<>();
    log.tell(new RowLog.Append(batch.number(), changes, batch.figures().encode()));
  }

  private void settleBudget() {
    long now = state.unwrittenBytes();
    shared.budget().use(now - budgeted);
    budgeted = now;
  }

  private Behavior<Command> onLogSaid(LogSaid message) {
    if (message.notice() instanceof RowLog.Ready ready) {
      long writer = Dot.drawWriter(shared.random());
      Figures figures = Figures.decode(ready.progress().note());
      long promised = Rows.ballot(shared.store().get(table, Rows.PROMISE));
      state = new ReplicaState(writer, figures, promised, shared.limits());
      shared.figures().put(range, figures);
    } else {
      state.written();
      settleBudget();
      shared.figures().put(range, state.figures());
      List<Waiter> done = writing;
      writing = new ArrayList<>();
      done.forEach(Waiter::acknowledge);
      writeNext();
    }
    return this;
  }

  /**
   * Nobody knows whether the last event is in the journal: all that waited failed, and a new start
   * has new dots.
   */
  private Behavior<Command> onLogStopped() {
    getContext().getLog().error("range {}: its log has stopped; starting it again", range);
    List<Waiter> failed = new ArrayList<>(writing);
    waiting.values().forEach(failed::addAll);
    failed.addAll(claims);
    waiting = new HashMap<>();
    claims = new ArrayList<>();
    writing = new ArrayList<>();
    state = null;
    shared.budget().use(-budgeted);
    budgeted = 0;
    shared.figures().restarting(range);
    failed.forEach(
        waiter ->
            waiter
                .reply()
                .accept(
                    new PeerMessage.Refused(
                        waiter.id(), Reason.DISK, "range " + range + ": its log failed")));
    timers.startSingleTimer(StartLog.INSTANCE, RESTART_DELAY);
    return this;
  }
}
