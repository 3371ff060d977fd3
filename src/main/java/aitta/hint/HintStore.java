package aitta.hint;

import aitta.codec.MalformedException;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.RangeMessage;
import aitta.replica.RangeReplica;
import aitta.replica.Refusals;
import aitta.replica.ReplicaState;
import aitta.replica.RowLog;
import aitta.request.Request;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
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
   * @param above the version's timestamp is higher than this
   * @param minted told the outcome at once
   * @param kept told when the hints are on disk, or that they will not be
   */
  public record Mint(
      List<NodeId> owners,
      Request.Write write,
      long above,
      Consumer<RangeReplica.MintReply> minted,
      Consumer<PeerMessage.Reply> kept)
      implements Command {
    public Mint {
      owners = List.copyOf(owners);
    }
  }

  public record About(
      RangeMessage.HintsAbout question, long deadlineNanos, Consumer<PeerMessage.Reply> reply)
      implements Command {}

  private record LogSaid(RowLog.Notice notice) implements Command {}

  private record DeliveryReplied(NodeId target, long question, PeerMessage.Reply reply)
      implements Command {}

  private record AgingReplied(long question, PeerMessage.Reply reply) implements Command {}

  private enum StartLog implements Command {
    INSTANCE
  }

  private enum Deliver implements Command {
    INSTANCE
  }

  private enum Salvage implements Command {
    INSTANCE
  }

  private record Continue(NodeId target) implements Command {}

  /** The first table of hints on a node. */
  public static final TableId TABLE = TableId.hints(0);

  private static final long MAX_BATCH_BYTES = 4L << 20;
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
  private static final Duration SALVAGE_PAUSE = Duration.ofMillis(5);

  private final HintSetup setup;
  private final TimerScheduler<Command> timers;
  private final ActorRef<RowLog.Notice> notices;
  private final HintTables tables;
  private final HintRows rows;
  private final HintLookup lookup;
  private final Deliveries deliveries;
  private final Aging aging;
  private final HintAdmission admission;
  private final OutdatedHints outdated;
  private ActorRef<RowLog.Append> log;
  private HintState state; // null while the log is replaying
  private Acknowledgements acknowledgements = new Acknowledgements();
  private Throwable unreadable;
  private long batches;

  private HintStore(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      HintSetup setup,
      List<TableId> tables,
      Consumer<TableId> discard) {
    super(context);
    context.setLoggerName(HintStore.class);
    this.setup = setup;
    this.timers = timers;
    this.notices = context.messageAdapter(RowLog.Notice.class, LogSaid::new);
    ActorRef<Command> self = context.getSelf();
    Consumer<String> operator =
        place -> context.getLog().error("a hint cannot be read and is passed over: {}", place);
    this.tables = new HintTables(setup.store(), tables, operator, discard);
    this.rows = new HintRows(setup.store(), this.tables::inUse, operator);
    this.lookup = new HintLookup(setup.store(), this.tables::inUse, () -> state);
    this.deliveries =
        new Deliveries(
            setup,
            rows,
            context.getLog(),
            (target, question, reply) -> self.tell(new DeliveryReplied(target, question, reply)),
            (target, wait) -> timers.startSingleTimer(target, new Continue(target), wait));
    this.aging =
        new Aging(setup, rows, (question, reply) -> self.tell(new AgingReplied(question, reply)));
    this.admission = new HintAdmission(setup, context.getLog());
    this.outdated = new OutdatedHints(setup, context.getLog());
    timers.startTimerWithFixedDelay(Deliver.INSTANCE, setup.pace().interval());
    startLog();
  }

  /** With one table that was never set aside. */
  public static Behavior<Command> create(HintSetup setup) {
    return create(setup, () -> List.of(TABLE), table -> {});
  }

  /**
   * @param tables those of hints, in order; the last one is in use, the others were set aside
   * @param discard drops a table of which nothing is needed any more
   */
  public static Behavior<Command> create(
      HintSetup setup, Supplier<List<TableId>> tables, Consumer<TableId> discard) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new HintStore(context, timers, setup, tables.get(), discard)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Answer.class, this::onAnswer)
        .onMessage(Mint.class, this::onMint)
        .onMessage(About.class, this::onAbout)
        .onMessage(LogSaid.class, this::onLogSaid)
        .onMessage(DeliveryReplied.class, this::onDeliveryReplied)
        .onMessage(AgingReplied.class, this::onAgingReplied)
        .onMessage(Deliver.class, message -> onDeliver())
        .onMessage(Continue.class, message -> onContinue(message.target()))
        .onMessage(StartLog.class, message -> startLog())
        .onMessage(Salvage.class, message -> onSalvage())
        .onSignal(Terminated.class, signal -> onLogStopped())
        .onSignal(PreRestart.class, signal -> onEnding())
        .onSignal(PostStop.class, signal -> onEnding())
        .build();
  }

  private Behavior<Command> startLog() {
    unreadable = null;
    log =
        getContext()
            .spawnAnonymous(
                RowLog.create(tables.inUse(), setup.store(), notices),
                DispatcherSelector.sameAsParent()); // it may wait for the disk, too
    getContext().watch(log);
    return this;
  }

  private Behavior<Command> onAnswer(Answer message) {
    PeerMessage.OfHints question = message.question();
    Consumer<PeerMessage.Reply> reply = message.reply();
    long deadline = message.deadlineNanos();
    Reason reason =
        question instanceof PeerMessage.FetchHint
            ? admission.toTell(state, !tables.isSalvaging(), deadline)
            : admission.toAnswer(state, deadline);
    if (reason != null) {
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
      reply.accept(
          new PeerMessage.Refused(question.id(), HintAdmission.reasonOf(e), e.getMessage()));
    }
    return this;
  }

  private Behavior<Command> onAbout(About message) {
    long id = message.question().id();
    Reason reason = admission.toTell(state, !tables.isSalvaging(), message.deadlineNanos());
    PeerMessage.Reply reply = new PeerMessage.Refused(id, reason, "hints");
    if (reason == null) {
      try {
        reply = lookup.about(message.question());
      } catch (StorageException | MalformedException e) {
        reply = new PeerMessage.Refused(id, HintAdmission.reasonOf(e), e.getMessage());
      }
    }
    message.reply().accept(reply);
    return this;
  }

  private void onKeep(PeerMessage.Keep keep, Consumer<PeerMessage.Reply> reply) {
    Reason refusal = admission.toKeep(state);
    if (refusal != null) {
      reply.accept(admission.refused(keep.id(), refusal, state));
      return;
    }
    setup.clock().observe(keep.siblings().highestTimestamp());
    PeerMessage.Kept kept = new PeerMessage.Kept(keep.id(), keep.targets());
    keep(keep.key(), keep.siblings(), kept, reply);
  }

  private void keep(
      Key key, Siblings siblings, PeerMessage.Kept kept, Consumer<PeerMessage.Reply> reply) {
    setup.figures().kept();
    long now = setup.clock().millis();
    Acknowledgements.Waiter waiter =
        new Acknowledgements.Waiter(
            () -> reply.accept(kept),
            () -> reply.accept(new PeerMessage.Refused(kept.id(), Reason.DISK, "hint log")));
    for (NodeId target : kept.targets()) {
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
    boolean starting = state == null || tables.isSalvaging();
    Reason reason = starting ? Reason.STARTING : admission.toKeep(state);
    if (reason != null) {
      String detail = admission.refused(0, reason, state).detail();
      message.minted().accept(new RangeReplica.MintRefused(reason, detail));
      return this;
    }
    try {
      mint(message);
    } catch (StorageException | MalformedException e) {
      getContext().getLog().error("hints of key {}: {}", message.write().key(), e.getMessage());
      message
          .minted()
          .accept(new RangeReplica.MintRefused(HintAdmission.reasonOf(e), e.getMessage()));
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
            Math.max(message.above(), setup.clock().hybrid()),
            setup.clock().millis(),
            setup.limits());
    message.minted().accept(new RangeReplica.Minting(outcome));
    if (outcome instanceof ReplicaState.Minted minted) {
      state.minted(key, minted.dot());
      setup.clock().observe(minted.timestamp());
      PeerMessage.Kept kept = new PeerMessage.Kept(0, Set.copyOf(message.owners()));
      keep(key, minted.siblings(), kept, message.kept());
    }
  }

  private void writeNext() {
    admission.settle(state);
    HintState.Batch batch = state.nextBatch(MAX_BATCH_BYTES);
    if (batch == null) {
      return;
    }
    acknowledgements.writing(batch.ids());
    log.tell(new RowLog.Append(++batches, batch.changes(), batch.note()));
    publish();
  }

  private void publish() {
    setup.figures().hold(state.bytes());
    setup.figures().damaged(rows.damagedPlaces());
    setup.published().accept(state.counts());
  }

  private Behavior<Command> onLogSaid(LogSaid message) {
    if (message.notice() instanceof RowLog.Ready ready) {
      begin(ready.progress());
    } else if (message.notice() instanceof RowLog.Unreadable failed) {
      unreadable = failed.cause();
    } else {
      state.written();
      admission.settle(state);
      acknowledgements.written();
      writeNext();
    }
    return this;
  }

  private void begin(RowLog.Progress progress) {
    try {
      state = new HintState(progress.note(), HintLookup.count(rows), setup.maxBytes());
      outdated.dropFrom(state, rows);
      writeNext();
      publish();
      tables.beginAnew();
      onSalvage();
    } catch (StorageException | MalformedException e) {
      unreadable = e;
      getContext().stop(log);
    }
  }

  private Behavior<Command> onLogStopped() {
    state = null;
    admission.settle(state);
    acknowledgements.fail();
    acknowledgements = new Acknowledgements();
    if (Refusals.isDamage(unreadable)) {
      String why = unreadable.getMessage();
      TableId damaged = tables.inUse();
      tables.replace();
      getContext()
          .getLog()
          .error("hints of {} cannot be read back; what can be goes on: {}", damaged, why);
      return startLog();
    }
    getContext().getLog().error("the log of hints has stopped; starting it again", unreadable);
    timers.startSingleTimer(StartLog.INSTANCE, RESTART_DELAY);
    return this;
  }

  /** The next few hints out of a table that was set aside. */
  private Behavior<Command> onSalvage() {
    if (state == null || !tables.isSalvaging()) {
      return this;
    }
    try {
      outdated.salvage(state, tables, lookup);
      writeNext();
    } catch (StorageException | MalformedException e) {
      getContext().getLog().error("hints of an earlier table: {}", e.getMessage());
    }
    timers.startSingleTimer(Salvage.INSTANCE, SALVAGE_PAUSE);
    return this;
  }

  private Behavior<Command> onEnding() {
    deliveries.giveUp();
    aging.giveUp();
    return this;
  }

  private Behavior<Command> onDeliver() {
    if (state == null) {
      return this;
    }
    deliveries.tick(state.counts());
    try {
      aging.advance();
    } catch (StorageException | MalformedException e) {
      getContext().getLog().error("old hints: {}", e.getMessage());
    }
    publish();
    return this;
  }

  private Behavior<Command> onDeliveryReplied(DeliveryReplied message) {
    boolean taken =
        message.reply() instanceof PeerMessage.Stored
            || message.reply() instanceof PeerMessage.Kept; // by another, as this node is leaving
    Delivery.Sent sent = deliveries.replied(message.target(), message.question(), taken);
    if (state != null && sent != null && taken) {
      setup.figures().delivered(message.target());
      done(sent.id(), sent.siblings());
    }
    return onContinue(message.target());
  }

  private Behavior<Command> onAgingReplied(AgingReplied message) {
    Aging.Asked asked = aging.replied(message.question(), message.reply());
    // It may be asked about twice before it is off the disk.
    if (state != null && asked != null && done(asked.id(), asked.siblings())) {
      setup.figures().leftToRepair();
    }
    return this;
  }

  /** An owner has it; unless more has come meanwhile, the hint has done its work. */
  private boolean done(HintId id, Siblings siblings) {
    boolean gone = false;
    try {
      gone = state.delivered(id, lookup.newest(id), siblings);
    } catch (StorageException | MalformedException e) {
      getContext().getLog().error("hint {}: {}", id, e.getMessage());
    }
    writeNext();
    return gone;
  }

  private Behavior<Command> onContinue(NodeId target) {
    if (state != null) {
      deliveries.goOn(target);
    }
    return this;
  }
}
