package aitta.handover;

import aitta.antientropy.Owners;
import aitta.antientropy.RangeExchanger.Ended;
import aitta.antientropy.RangeExchanger.Task;
import aitta.antientropy.RepairKeeper;
import aitta.antientropy.Side;
import aitta.antientropy.Step;
import aitta.clock.NodeClock;
import aitta.model.NodeId;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import aitta.peer.Standing;
import aitta.peer.Transfer;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaFigures;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import aitta.storage.TableId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Begins and ends this node's copies as the lists of owners change, tells them of new lists, and
 * takes care of its {@link Guest}s. One a node.
 */
public final class CopyKeeper extends AbstractBehavior<CopyKeeper.Command> {
  public sealed interface Command {}

  /**
   * @param reply called once, from this actor's thread
   */
  public record Fill(OwnerMessage.Fill question, Consumer<PeerMessage.Reply> reply)
      implements Command {}

  /** This list was decided. */
  public record Learn(RangeOwners list) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private record ExchangeEnded(Ended ended) implements Command {}

  /**
   * @param replicas the node's copies by range; changed by this actor alone, read by anyone
   * @param replica makes the copy whose rows lie in that table
   * @param concurrency of ranges that are filled at once
   * @param published told of the ranges on their way here, whenever that may have changed
   */
  public record Setup(
      OwnerLists lists,
      Owners owners,
      NodeClock clock,
      ReplicaFigures figures,
      Map<Integer, ActorRef<RangeReplica.Command>> replicas,
      Function<TableId, Behavior<RangeReplica.Command>> replica,
      ActorRef<RepairKeeper.Command> repairs,
      BooleanSupplier diskFull,
      IntSupplier concurrency,
      RandomGenerator random,
      Consumer<List<Transfer>> published) {}

  /** What is being filled, for those who want to watch. */
  private static final class Progress {
    private final NodeId giver;
    private final long startMillis;
    private long total;

    private Progress(NodeId giver, long startMillis) {
      this.giver = giver;
      this.startMillis = startMillis;
    }
  }

  /** Each range on its way here waits for half of it, between being asked for and being begun. */
  private static final Duration INTERVAL = Duration.ofMillis(50);

  private final Setup setup;
  private final ActorRef<Ended> exchangeEnded;
  private final Map<Integer, Guest> guests = new TreeMap<>();
  private final Map<Integer, Progress> progress = new HashMap<>();
  private Ring seenRing;
  private long seenNews = -1;

  private CopyKeeper(ActorContext<Command> context, Setup setup) {
    super(context);
    context.setLoggerName(CopyKeeper.class);
    this.setup = setup;
    this.exchangeEnded = context.messageAdapter(Ended.class, ExchangeEnded::new);
  }

  public static Behavior<Command> create(Setup setup) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Tick.INSTANCE, INTERVAL);
                  return new CopyKeeper(context, setup);
                }));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Fill.class, this::onFill)
        .onMessage(Learn.class, this::onLearn)
        .onMessage(ExchangeEnded.class, message -> onEnded(message.ended()))
        .onMessageEquals(Tick.INSTANCE, this::onTick)
        .build();
  }

  private Behavior<Command> onTick() {
    Ring ring = setup.lists().ring();
    long news = setup.lists().news();
    if (ring != seenRing || news != seenNews) {
      seenRing = ring;
      seenNews = news;
      for (int range = 0; range < setup.lists().ranges(); range++) {
        follow(setup.lists().of(range));
      }
    }
    if (!guests.isEmpty()) {
      List.copyOf(guests.keySet()).forEach(this::attend);
      publish();
    }
    return this;
  }

  private Behavior<Command> onLearn(Learn message) {
    follow(setup.lists().of(message.list().range()));
    return this;
  }

  private void follow(RangeOwners list) {
    int range = list.range();
    ActorRef<RangeReplica.Command> copy = setup.replicas().get(range);
    if (copy != null) {
      copy.tell(new RangeReplica.Learn(list));
    }
    if (!list.isOwner(setup.owners().self())) {
      if (copy != null) {
        attendTo(list);
      }
      return;
    }
    if (guests.remove(range) != null) {
      progress.remove(range);
      publish();
      getContext().getLog().info("range {}: this node is an owner by list {}", range, list);
    }
    if (copy == null) {
      getContext().getLog().info("range {}: a copy is begun under list {}", range, list);
      begin(range, newTable(range, list.version()));
    }
  }

  /** Under a name of its own: what was dropped under the same list must not be found in it. */
  private TableId newTable(int range, int list) {
    TableId first = TableId.underList(range, list);
    int some = setup.random().nextInt(TableId.TABLES_OF_A_LIST / 2);
    return TableId.range(range, first.taken() + some);
  }

  /** Of a range that this node does not own: found at the start, or left over. */
  private void attendTo(RangeOwners list) {
    Guest guest = guests.get(list.range());
    Optional<ReplicaFigures.Copy> copy = setup.figures().of(list.range());
    if (guest == null && copy.isPresent()) {
      int taken = copy.get().table().taken() / TableId.TABLES_OF_A_LIST;
      guests.put(list.range(), new Guest(list, taken > list.version(), setup.clock().millis()));
    } else if (guest != null) {
      guest.learn(list);
    } else {
      seenNews = -1; // it is being read back from disk: looked at again with the next tick
    }
  }

  private void begin(int range, TableId table) {
    // Where this keeper runs, too: a copy waits for the disk.
    setup
        .replicas()
        .put(
            range,
            getContext()
                .spawn(
                    setup.replica().apply(table),
                    table.persistenceId(),
                    DispatcherSelector.sameAsParent()));
  }

  private Behavior<Command> onFill(Fill message) {
    OwnerMessage.Fill fill = message.question();
    setup.lists().learn(fill.list());
    message.reply().accept(new OwnerMessage.FillIs(fill.id(), isFilled(fill)));
    publish();
    return this;
  }

  private boolean isFilled(OwnerMessage.Fill fill) {
    int range = fill.range();
    RangeOwners list = setup.lists().of(range);
    if (list.version() > fill.list().version() || list.isOwner(setup.owners().self())) {
      return list.isOwner(setup.owners().self());
    }
    Guest guest = guests.get(range);
    if (guest == null && !setup.replicas().containsKey(range) && hasRoom()) {
      getContext()
          .getLog()
          .info("range {}: being filled, {} bytes, to follow {}", range, fill.bytes(), list);
      guest = new Guest(list, true, setup.clock().millis());
      guests.put(range, guest);
      progress.put(range, new Progress(fill.giver(), setup.clock().millis()));
      begin(range, newTable(range, list.version() + 1));
    }
    if (guest == null || !guest.isArriving()) {
      return false; // what is left of an earlier time here goes first
    }
    guest.wanted(setup.clock().millis());
    progress.computeIfAbsent(range, r -> new Progress(fill.giver(), setup.clock().millis())).total =
        fill.bytes();
    return guest.isFilled();
  }

  private boolean hasRoom() {
    long filling =
        guests.values().stream().filter(one -> one.isArriving() && !one.isFilled()).count();
    return filling < setup.concurrency().getAsInt() && !setup.diskFull().getAsBoolean();
  }

  private void attend(int range) {
    Guest guest = guests.get(range);
    ReplicaFigures.Copy copy = setup.figures().of(range).orElse(null);
    if (copy == null) {
      return; // it is being read back from disk
    }
    guest.livesAs(copy.standing().life());
    guest.isPlaced(setup.lists().ring().target().get(range).contains(setup.owners().self()));
    if (guest.isOver(setup.clock().millis(), setup.owners()::isReachable)) {
      end(range, guest);
      return;
    }
    for (NodeId peer : guest.begin(setup.clock().millis(), setup.owners()::isReachable)) {
      setup.repairs().tell(new RepairKeeper.CatchUp(new Task(range, peer, true), exchangeEnded));
    }
  }

  private void end(int range, Guest guest) {
    getContext()
        .getLog()
        .info(
            "range {}: this node's copy goes, {}",
            range,
            guest.isArriving()
                ? "nobody wants it any more"
                : "the owners that can be reached have all of it");
    guests.remove(range);
    progress.remove(range);
    setup.replicas().remove(range).tell(RangeReplica.End.INSTANCE);
  }

  private Behavior<Command> onEnded(Ended ended) {
    Guest guest = guests.get(ended.task().range());
    if (guest == null) {
      return this;
    }
    if (ended.end() instanceof Step.OldCopy old && old.side() == Side.OWN) {
      guest.isTooOld();
    }
    boolean complete = ended.end() instanceof Step.Completed;
    Step.Completed whole = complete ? (Step.Completed) ended.end() : null;
    guest.ended(
        ended.task().peer(),
        complete ? lifeOf(whole.own()) : 0,
        complete ? whole.peer().list() : 0,
        complete && whole.peer().fit(),
        setup.clock().millis());
    attend(ended.task().range());
    return this;
  }

  /** A copy that nobody has confirmed since its start does not say which it is. */
  private static long lifeOf(Standing own) {
    return own.life() == 0 ? Guest.WHICHEVER : own.life();
  }

  private void publish() {
    List<Transfer> transfers = new ArrayList<>();
    guests.forEach(
        (range, guest) -> {
          Progress one = progress.get(range);
          if (guest.isArriving() && one != null) {
            transfers.add(transfer(range, one));
          }
        });
    setup.published().accept(List.copyOf(transfers));
  }

  private Transfer transfer(int range, Progress one) {
    long done = setup.figures().of(range).map(copy -> copy.figures().bytes()).orElse(0L);
    long total = Math.max(one.total, done);
    long rate = done * 1000 / Math.max(1, setup.clock().millis() - one.startMillis);
    return new Transfer(
        range, one.giver, done, total, rate, rate == 0 ? -1 : (total - done + rate - 1) / rate);
  }
}
