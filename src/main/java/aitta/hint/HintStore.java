package aitta.hint;

import aitta.clock.NodeClock;
import aitta.codec.MalformedException;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.Peers;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaState;
import aitta.replica.RowLog;
import aitta.request.Request;
import aitta.storage.CorruptionException;
import aitta.storage.Scan;
import aitta.storage.StateStore;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
 * The actor of a node's hints: keeps, mints as a stand-in, tells what it knows, and has {@link
 * Delivery} bring hints to targets that can be reached again. Runs on the storage dispatcher, whose
 * threads may wait for the disk.
 */
public final class HintStore extends AbstractBehavior<HintStore.Command> {
  public sealed interface Command {}

  /**
   * A question of a coordinator, here or on another node.
   *
   * @param reply called once, from this actor's thread
   */
  public record Answer(
      PeerMessage.OfHints question, long deadlineNanos, Consumer<PeerMessage.Reply> reply)
      implements Command {}

  /**
   * Mint a version for owners none of which can be reached, and keep it for all of them.
   *
   * @param minted told the outcome at once
   * @param kept told when the hints are on disk, or that they will not be
   */
  public record Mint(
      List<NodeId> owners,
      Request.Write write,
      Consumer<RangeReplica.MintReply> minted,
      Consumer<PeerMessage.Reply> kept)
      implements Command {
    public Mint {
      owners = List.copyOf(owners);
    }
  }

  private record LogSaid(RowLog.Notice notice) implements Command {}

  private record DeliveryReplied(NodeId target, long question, PeerMessage.Reply reply)
      implements Command {}

  private enum StartLog implements Command {
    INSTANCE
  }

  private enum Deliver implements Command {
    INSTANCE
  }

  /**
   * What the store works with.
   *
   * @param reachable whether a node can be reached now
   * @param published told how many hints are held for each target, whenever that changes
   */
  public record Setup(
      StateStore store,
      NodeClock clock,
      Peers peers,
      RandomGenerator random,
      ReplicaState.Limits limits,
      long maxBytes,
      Delivery.Pace pace,
      BooleanSupplier diskFull,
      Predicate<NodeId> reachable,
      Consumer<Map<NodeId, Long>> published) {}

  public static final TableId TABLE = TableId.hints(0);
  private static final long MAX_BATCH_BYTES = 4L << 20;
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);

  /** One acknowledgement that waits for some hints to be written. */
  private static final class Waiter {
    final Runnable acknowledge;
    final Runnable fail;
    int open;

    Waiter(Runnable acknowledge, Runnable fail) {
      this.acknowledge = acknowledge;
      this.fail = fail;
    }
  }

  private final Setup setup;
  private final TimerScheduler<Command> timers;
  private final ActorRef<RowLog.Notice> notices;
  private final Map<NodeId, Delivery> deliveries = new HashMap<>();
  private ActorRef<RowLog.Append> log;
  private HintState state; // null while the log is replaying
  private Map<HintId, List<Waiter>> waiting = new HashMap<>();
  private List<Waiter> writing = new ArrayList<>();
  private long batches;

  private HintStore(ActorContext<Command> context, TimerScheduler<Command> timers, Setup setup) {
    super(context);
    this.setup = setup;
    this.timers = timers;
    this.notices = context.messageAdapter(RowLog.Notice.class, LogSaid::new);
    timers.startTimerWithFixedDelay(Deliver.INSTANCE, setup.pace().interval());
    startLog();
  }

  public static Behavior<Command> create(Setup setup) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new HintStore(context, timers, setup)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Answer.class, this::onAnswer)
        .onMessage(Mint.class, this::onMint)
        .onMessage(LogSaid.class, this::onLogSaid)
        .onMessage(DeliveryReplied.class, this::onDeliveryReplied)
        .onMessage(Deliver.class, message -> onDeliver())
        .onMessage(StartLog.class, message -> startLog())
        .onSignal(Terminated.class, signal -> onLogStopped())
        .build();
  }

  private Behavior<Command> startLog() {
    log = getContext().spawnAnonymous(RowLog.create(TABLE, setup.store(), notices));
    getContext().watch(log);
    return this;
  }

  private Behavior<Command> onAnswer(Answer message) {
    PeerMessage.OfHints question = message.question();
    Consumer<PeerMessage.Reply> reply = message.reply();
    if (state == null || message.deadlineNanos() - setup.clock().nanos() < 0) {
      Reason reason = state == null ? Reason.STARTING : Reason.LATE;
      reply.accept(new PeerMessage.Refused(question.id(), reason, "hints"));
      return this;
    }
    try {
      if (question instanceof PeerMessage.FetchHint fetch) {
        Siblings known = known(fetch.key(), fetch.owners());
        reply.accept(
            fetch.full()
                ? new PeerMessage.Full(fetch.id(), known, true)
                : new PeerMessage.Known(fetch.id(), known.summary(), true));
      } else {
        onKeep((PeerMessage.Keep) question, reply);
      }
    } catch (StorageException | MalformedException e) {
      getContext().getLog().error("hints of key {}: {}", question.key(), e.getMessage());
      reply.accept(new PeerMessage.Refused(question.id(), reasonOf(e), e.getMessage()));
    }
    return this;
  }

  private static Reason reasonOf(RuntimeException e) {
    boolean damaged = e instanceof CorruptionException || e instanceof MalformedException;
    return damaged ? Reason.DAMAGED : Reason.DISK;
  }

  private void onKeep(PeerMessage.Keep keep, Consumer<PeerMessage.Reply> reply) {
    Reason refusal = setup.diskFull().getAsBoolean() ? Reason.DISK : null;
    refusal = state.isFull() ? Reason.OVERLOADED : refusal;
    if (refusal != null) {
      String detail = "the hints of this node take " + state.bytes() + " bytes";
      reply.accept(new PeerMessage.Refused(keep.id(), refusal, detail));
      return;
    }
    setup.clock().observe(keep.siblings().highestTimestamp());
    keep(
        keep.key(),
        keep.targets(),
        keep.siblings(),
        new Waiter(
            () -> reply.accept(new PeerMessage.Kept(keep.id(), keep.targets())),
            () -> reply.accept(new PeerMessage.Refused(keep.id(), Reason.DISK, "hint log"))));
  }

  private void keep(Key key, Collection<NodeId> targets, Siblings siblings, Waiter waiter) {
    long now = setup.clock().millis();
    waiter.open = 1;
    for (NodeId target : targets) {
      HintId id = new HintId(target, key);
      state.keep(id, newest(id), siblings, now);
      if (state.isWaiting(id)) {
        waiting.computeIfAbsent(id, k -> new ArrayList<>(2)).add(waiter);
        waiter.open++;
      } else if (state.isWriting(id)) {
        writing.add(waiter);
        waiter.open++;
      }
    }
    written(waiter);
    writeNext();
  }

  private static void written(Waiter waiter) {
    waiter.open--;
    if (waiter.open == 0) {
      waiter.acknowledge.run();
    }
  }

  private Behavior<Command> onMint(Mint message) {
    boolean full = setup.diskFull().getAsBoolean();
    if (state == null || full || state.isFull()) {
      Reason reason = state == null ? Reason.STARTING : full ? Reason.DISK : Reason.OVERLOADED;
      message.minted().accept(new RangeReplica.MintRefused(reason, "hints"));
      return this;
    }
    try {
      mint(message);
    } catch (StorageException | MalformedException e) {
      getContext().getLog().error("hints of key {}: {}", message.write().key(), e.getMessage());
      message.minted().accept(new RangeReplica.MintRefused(reasonOf(e), e.getMessage()));
    }
    return this;
  }

  private void mint(Mint message) {
    Key key = message.write().key();
    Siblings current = known(key, message.owners());
    long fresh = Dot.drawWriter(setup.random());
    ReplicaState.Minting outcome =
        ReplicaState.mintAs(
            state.writerOf(key, fresh),
            current,
            message.write(),
            Context.EMPTY,
            setup.clock().hybrid(),
            setup.clock().millis(),
            setup.limits());
    message.minted().accept(new RangeReplica.Minting(outcome));
    if (outcome instanceof ReplicaState.Minted minted) {
      setup.clock().observe(minted.timestamp());
      Set<NodeId> owners = Set.copyOf(message.owners());
      keep(
          key,
          owners,
          minted.siblings(),
          new Waiter(
              () -> message.kept().accept(new PeerMessage.Kept(0, owners)),
              () -> message.kept().accept(new PeerMessage.Refused(0, Reason.DISK, "hint log"))));
    }
  }

  /** What the hints for any of these owners say together. */
  private Siblings known(Key key, List<NodeId> owners) {
    Siblings known = Siblings.EMPTY;
    for (NodeId owner : owners) {
      Hint hint = newest(new HintId(owner, key));
      known = hint == null ? known : known.join(hint.siblings());
    }
    return known;
  }

  private Hint newest(HintId id) {
    Hint pending = state.pending(id);
    if (pending != null) {
      return pending;
    }
    byte[] row = setup.store().get(TABLE, id.row());
    return row == null ? null : Hint.decode(row);
  }

  private void writeNext() {
    HintState.Batch batch = state.nextBatch(MAX_BATCH_BYTES);
    if (batch == null) {
      return;
    }
    for (HintId id : batch.ids()) {
      List<Waiter> waiters = waiting.remove(id);
      if (waiters != null) {
        writing.addAll(waiters);
      }
    }
    batches++;
    log.tell(new RowLog.Append(batches, batch.changes(), batch.note()));
    setup.published().accept(state.counts());
  }

  private Behavior<Command> onLogSaid(LogSaid message) {
    if (message.notice() instanceof RowLog.Ready ready) {
      state = new HintState(ready.progress().note(), countStored(), setup.maxBytes());
      setup.published().accept(state.counts());
    } else {
      state.written();
      List<Waiter> done = writing;
      writing = new ArrayList<>();
      done.forEach(HintStore::written);
      writeNext();
    }
    return this;
  }

  /** Looks at names alone; some hundred thousand a second. */
  private Map<NodeId, Long> countStored() {
    Map<NodeId, Long> counts = new TreeMap<>();
    try (Scan scan = setup.store().scan(TABLE, new byte[0], null)) {
      while (scan.next()) {
        counts.merge(HintId.ofRow(scan.row()).target(), 1L, Long::sum);
      }
    }
    return counts;
  }

  private Behavior<Command> onLogStopped() {
    getContext().getLog().error("the log of hints has stopped; starting it again");
    List<Waiter> failed = new ArrayList<>(writing);
    waiting.values().forEach(failed::addAll);
    waiting = new HashMap<>();
    writing = new ArrayList<>();
    state = null;
    failed.stream().distinct().forEach(waiter -> waiter.fail.run());
    timers.startSingleTimer(StartLog.INSTANCE, RESTART_DELAY);
    return this;
  }

  private Behavior<Command> onDeliver() {
    if (state == null) {
      return this;
    }
    ActorRef<Command> self = getContext().getSelf();
    for (NodeId target : state.counts().keySet()) {
      Delivery delivery =
          deliveries.computeIfAbsent(
              target,
              node ->
                  new Delivery(
                      node,
                      setup,
                      (question, reply) -> self.tell(new DeliveryReplied(node, question, reply))));
      if (setup.reachable().test(target)) {
        advance(delivery);
      }
    }
    deliveries.keySet().retainAll(state.counts().keySet());
    return this;
  }

  private void advance(Delivery delivery) {
    try {
      delivery.advance();
    } catch (StorageException | MalformedException e) {
      getContext().getLog().error("hints for {}: {}", delivery.target(), e.getMessage());
    }
  }

  private Behavior<Command> onDeliveryReplied(DeliveryReplied message) {
    Delivery delivery = deliveries.get(message.target());
    if (delivery == null || state == null) {
      return this;
    }
    Delivery.Sent sent = delivery.replied(message.question());
    if (sent != null && message.reply() instanceof PeerMessage.Stored) {
      state.delivered(sent.id(), newest(sent.id()), sent.siblings());
      writeNext();
    }
    if (delivery.isIdle()) {
      advance(delivery);
    }
    return this;
  }
}
