package aitta.hint;

import aitta.clock.NodeClock;
import aitta.codec.MalformedException;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.Peers;
import aitta.peer.RangeMessage;
import aitta.replica.ByteBudget;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaState;
import aitta.replica.RowLog;
import aitta.request.Request;
import aitta.storage.CorruptionException;
import aitta.storage.StateStore;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
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

  /** What an owner asks that is to forget keys. */
  public record About(
      RangeMessage.HintsAbout question, long deadlineNanos, Consumer<PeerMessage.Reply> reply)
      implements Command {}

  private record LogSaid(RowLog.Notice notice) implements Command {}

  private record DeliveryReplied(NodeId target, long question, PeerMessage.Reply reply)
      implements Command {}

  private enum StartLog implements Command {
    INSTANCE
  }

  private enum Deliver implements Command {
    INSTANCE
  }

  private record Continue(NodeId target) implements Command {}

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
      ByteBudget budget,
      Delivery.Pace pace,
      BooleanSupplier diskFull,
      Predicate<NodeId> reachable,
      Consumer<Map<NodeId, Long>> published,
      HintFigures figures) {}

  public static final TableId TABLE = TableId.hints(0);
  private static final long MAX_BATCH_BYTES = 4L << 20;
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);

  private final Setup setup;
  private final TimerScheduler<Command> timers;
  private final ActorRef<RowLog.Notice> notices;
  private final HintLookup lookup;
  private final Map<NodeId, Delivery> deliveries = new HashMap<>();
  private ActorRef<RowLog.Append> log;
  private HintState state; // null while the log is replaying
  private Acknowledgements acknowledgements = new Acknowledgements();
  private long batches;
  private long budgeted;

  private HintStore(ActorContext<Command> context, TimerScheduler<Command> timers, Setup setup) {
    super(context);
    context.setLoggerName(HintStore.class);
    this.setup = setup;
    this.timers = timers;
    this.lookup = new HintLookup(setup.store(), () -> state);
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
        .onMessage(About.class, this::onAbout)
        .onMessage(Mint.class, this::onMint)
        .onMessage(LogSaid.class, this::onLogSaid)
        .onMessage(DeliveryReplied.class, this::onDeliveryReplied)
        .onMessage(Deliver.class, message -> onDeliver())
        .onMessage(Continue.class, message -> onContinue(message.target()))
        .onMessage(StartLog.class, message -> startLog())
        .onSignal(Terminated.class, signal -> onLogStopped())
        .onSignal(PreRestart.class, signal -> onEnding())
        .onSignal(PostStop.class, signal -> onEnding())
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
        Siblings known = HintLookup.together(fetch.key(), fetch.owners(), lookup::stored);
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

  private Behavior<Command> onAbout(About message) {
    long id = message.question().id();
    Consumer<PeerMessage.Reply> reply = message.reply();
    if (state == null || message.deadlineNanos() - setup.clock().nanos() < 0) {
      Reason reason = state == null ? Reason.STARTING : Reason.LATE;
      reply.accept(new PeerMessage.Refused(id, reason, "hints"));
      return this;
    }
    try {
      reply.accept(lookup.about(message.question()));
    } catch (StorageException | MalformedException e) {
      getContext().getLog().error("hints: {}", e.getMessage());
      reply.accept(new PeerMessage.Refused(id, reasonOf(e), e.getMessage()));
    }
    return this;
  }

  private static Reason reasonOf(RuntimeException e) {
    boolean damaged = e instanceof CorruptionException || e instanceof MalformedException;
    return damaged ? Reason.DAMAGED : Reason.DISK;
  }

  private void onKeep(PeerMessage.Keep keep, Consumer<PeerMessage.Reply> reply) {
    Reason refusal = setup.diskFull().getAsBoolean() ? Reason.DISK : null;
    refusal = isFull() ? Reason.OVERLOADED : refusal;
    if (refusal != null) {
      setup.figures().refused();
      String detail = "the hints of this node take " + state.bytes() + " bytes";
      reply.accept(new PeerMessage.Refused(keep.id(), refusal, detail));
      return;
    }
    setup.clock().observe(keep.siblings().highestTimestamp());
    keep(
        keep.key(),
        keep.targets(),
        keep.siblings(),
        new Acknowledgements.Waiter(
            () -> reply.accept(new PeerMessage.Kept(keep.id(), keep.targets())),
            () -> reply.accept(new PeerMessage.Refused(keep.id(), Reason.DISK, "hint log"))));
  }

  private boolean isFull() {
    return state.isFull() || setup.budget().isExhausted();
  }

  private void settleBudget() {
    long now = state == null ? 0 : state.unwrittenBytes();
    setup.budget().use(now - budgeted);
    budgeted = now;
  }

  private void keep(
      Key key, Collection<NodeId> targets, Siblings siblings, Acknowledgements.Waiter waiter) {
    setup.figures().kept();
    long now = setup.clock().millis();
    for (NodeId target : targets) {
      HintId id = new HintId(target, key);
      state.keep(id, lookup.newest(id), siblings, now);
      if (state.isWaiting(id)) {
        acknowledgements.waitFor(id, waiter);
      } else if (state.isWriting(id)) {
        acknowledgements.waitForBatch(waiter);
      }
    }
    waiter.written();
    writeNext();
  }

  private Behavior<Command> onMint(Mint message) {
    boolean full = setup.diskFull().getAsBoolean();
    if (state == null || full || isFull()) {
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
    Siblings current = HintLookup.together(key, message.owners(), lookup::newest);
    long fresh = Dot.drawWriter(setup.random());
    ReplicaState.Minting outcome =
        ReplicaState.mintAs(
            state.writerOf(key, current, fresh),
            current,
            message.write(),
            Context.EMPTY,
            setup.clock().hybrid(),
            setup.clock().millis(),
            setup.limits());
    message.minted().accept(new RangeReplica.Minting(outcome));
    if (outcome instanceof ReplicaState.Minted minted) {
      state.minted(key, minted.dot());
      setup.clock().observe(minted.timestamp());
      Set<NodeId> owners = Set.copyOf(message.owners());
      keep(
          key,
          owners,
          minted.siblings(),
          new Acknowledgements.Waiter(
              () -> message.kept().accept(new PeerMessage.Kept(0, owners)),
              () -> message.kept().accept(new PeerMessage.Refused(0, Reason.DISK, "hint log"))));
    }
  }

  private void writeNext() {
    settleBudget();
    setup.figures().hold(state.bytes());
    HintState.Batch batch = state.nextBatch(MAX_BATCH_BYTES);
    if (batch == null) {
      return;
    }
    acknowledgements.writing(batch.ids());
    batches++;
    log.tell(new RowLog.Append(batches, batch.changes(), batch.note()));
    setup.published().accept(state.counts());
  }

  private Behavior<Command> onLogSaid(LogSaid message) {
    if (message.notice() instanceof RowLog.Ready ready) {
      state =
          new HintState(ready.progress().note(), HintLookup.count(setup.store()), setup.maxBytes());
      setup.figures().hold(state.bytes());
      setup.published().accept(state.counts());
    } else {
      state.written();
      settleBudget();
      acknowledgements.written();
      writeNext();
    }
    return this;
  }

  private Behavior<Command> onLogStopped() {
    getContext().getLog().error("the log of hints has stopped; starting it again");
    state = null;
    settleBudget();
    acknowledgements.fail();
    acknowledgements = new Acknowledgements();
    timers.startSingleTimer(StartLog.INSTANCE, RESTART_DELAY);
    return this;
  }

  /** The hints stay where they are; the next start delivers them. */
  private Behavior<Command> onEnding() {
    deliveries.values().forEach(Delivery::giveUp);
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
      long waitNanos = delivery.advance();
      if (waitNanos > 0) {
        NodeId target = delivery.target();
        timers.startSingleTimer(target, new Continue(target), Duration.ofNanos(waitNanos));
      }
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
      setup.figures().delivered(message.target());
      state.delivered(sent.id(), lookup.newest(sent.id()), sent.siblings());
      writeNext();
    }
    return onContinue(message.target());
  }

  /** A new walk begins with the interval's tick alone: its target may be refusing. */
  private Behavior<Command> onContinue(NodeId target) {
    Delivery delivery = deliveries.get(target);
    boolean more = delivery != null && delivery.isIdle() && delivery.isUnderWay();
    if (more && state != null && setup.reachable().test(target)) {
      advance(delivery);
    }
    return this;
  }
}
