package aitta.handover;

import aitta.antientropy.Owners;
import aitta.clock.NodeClock;
import aitta.model.NodeId;
import aitta.ownership.ListRound;
import aitta.ownership.NextList;
import aitta.ownership.Proposal;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.peer.RangeMessage;
import aitta.replica.ReplicaFigures;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Moves ranges towards where the ring wants them, those whose first owner that can be reached this
 * node is: asks owners and newcomer how they stand, and has the next list decided when {@link
 * RangeChange} allows it. One a node. It keeps nothing on disk: whoever comes first in a list when
 * this node is gone begins where the range stands.
 */
public final class ChangeDriver extends AbstractBehavior<ChangeDriver.Command> {
  public sealed interface Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private record Replied(int range, long question, NodeId from, PeerMessage.Reply reply)
      implements Command {}

  public record Setup(
      Peers peers,
      NodeClock clock,
      OwnerLists lists,
      Owners owners,
      ReplicaFigures figures,
      RandomGenerator random) {}

  /** A range that is not where it should be, and the questions about it that are open. */
  private static final class Running {
    private final RangeChange change;
    private final Map<Long, NodeId> open = new HashMap<>();
    private final long startNanos;
    private ListRound round; // null where nothing is proposed
    private long untilNanos; // when the silent are given up
    private long notBeforeNanos;
    private long ownersAskedNanos;
    private boolean ownersAsked; // with the questions that were sent last
    private Proposal highest; // heard of under this list
    private boolean reported;

    private Running(RangeChange change, long nowNanos) {
      this.change = change;
      this.startNanos = nowNanos;
      this.notBeforeNanos = nowNanos;
    }
  }

  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final long SCAN_NANOS = Duration.ofMillis(500).toNanos();
  private static final int PATIENCE_MILLIS = 2_000;
  private static final long PATIENCE_NANOS = Duration.ofMillis(PATIENCE_MILLIS).toNanos();
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  /**
   * While all that is missing is a newcomer that is filled. Of the ranges of a join most wait for
   * that, and for long: asked about as often as others, they took several times what the requests
   * of a moderate load take.
   */
  private static final long FILLING_PAUSE_NANOS = Duration.ofMillis(250).toNanos();

  /** The owners are asked again meanwhile, if only for how many bytes there are. */
  private static final long REFRESH_NANOS = Duration.ofSeconds(2).toNanos();

  private static final long LONG_NANOS = Duration.ofSeconds(60).toNanos();

  /** A seal that lasts so long was left behind by whoever proposed. */
  private static final long SEAL_NANOS = Duration.ofSeconds(1).toNanos();

  /** Changes that one node drives at a time. */
  private static final int MAX_RUNNING = 32;

  private final Setup setup;
  private final Map<Integer, Running> running = new HashMap<>();
  private final Map<Integer, Long> sealedSince = new HashMap<>();
  private Set<NodeId> targetMembers = Set.of();
  private Ring targetRing;
  private List<List<NodeId>> target = List.of();
  private long scannedNanos;

  private ChangeDriver(ActorContext<Command> context, Setup setup) {
    super(context);
    context.setLoggerName(ChangeDriver.class);
    this.setup = setup;
    this.scannedNanos = setup.clock().nanos() - SCAN_NANOS;
  }

  public static Behavior<Command> create(Setup setup) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Tick.INSTANCE, INTERVAL);
                  return new ChangeDriver(context, setup);
                }));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Tick.INSTANCE, this::onTick)
        .onMessage(Replied.class, this::onReplied)
        .onSignal(PreRestart.class, signal -> closeAll())
        .onSignal(PostStop.class, signal -> closeAll())
        .build();
  }

  private Behavior<Command> onTick() {
    long now = setup.clock().nanos();
    if (now - scannedNanos >= SCAN_NANOS || !running.isEmpty()) {
      scannedNanos = now;
      scan(now);
    }
    List.copyOf(running.keySet()).forEach(range -> goOn(range, now));
    return this;
  }

  // Which ranges

  private void scan(long now) {
    Ring ring = setup.lists().ring();
    if (ring != targetRing) {
      targetRing = ring;
      targetMembers = ring.members().keySet();
      target = ring.target();
    }
    for (int range = 0; range < setup.lists().ranges(); range++) {
      RangeOwners list = setup.lists().of(range);
      Set<NodeId> gone = new HashSet<>(list.owners());
      gone.removeAll(targetMembers);
      Optional<RangeOwners> next =
          list.owners().equals(target.get(range))
              ? Optional.empty()
              : NextList.towards(list, target.get(range), gone);
      boolean mine = isFirst(list) && next.isPresent() || isLeftSealed(list, now);
      Running known = running.get(range);
      if (known != null && (!mine || !known.change.isSame(list, next, gone))) {
        forget(range);
        known = null;
      }
      if (mine && known == null && running.size() < MAX_RUNNING) {
        running.put(range, new Running(new RangeChange(list, next, gone), now));
      }
    }
  }

  private boolean isFirst(RangeOwners list) {
    return list.owners().stream()
        .filter(setup.owners()::isReachable)
        .findFirst()
        .filter(setup.owners().self()::equals)
        .isPresent();
  }

  /** Whoever finds a seal may bring about the decision that ends it. */
  private boolean isLeftSealed(RangeOwners list, long now) {
    int range = list.range();
    boolean sealed = setup.figures().of(range).filter(ReplicaFigures.Copy::sealed).isPresent();
    if (!sealed) {
      sealedSince.remove(range);
      return false;
    }
    return now - sealedSince.computeIfAbsent(range, r -> now) >= SEAL_NANOS;
  }

  private void forget(int range) {
    close(running.remove(range));
  }

  // One range

  private void goOn(int range, long now) {
    Running one = running.get(range);
    if (!one.open.isEmpty()) {
      if (now - one.untilNanos >= 0) {
        Set<NodeId> silent = Set.copyOf(one.open.values());
        close(one);
        silent.forEach(node -> failed(one, node));
        decideNext(range, one);
      }
      return;
    }
    if (now - one.notBeforeNanos >= 0) {
      askHowTheyStand(range, one);
    }
  }

  private void failed(Running one, NodeId node) {
    if (one.round != null) {
      one.round.failed(node);
    } else if (one.change.newcomer().filter(node::equals).isPresent()) {
      one.change.filled(false);
    } else {
      one.change.silent(node);
    }
  }

  private void askHowTheyStand(int range, Running one) {
    long now = setup.clock().nanos();
    one.ownersAsked =
        !one.change.isOnlyBeingFilled() || now - one.ownersAskedNanos >= REFRESH_NANOS;
    if (one.ownersAsked) {
      one.ownersAskedNanos = now;
      for (NodeId owner : one.change.owners()) {
        ask(range, one, owner, id -> new OwnerMessage.AskStands(id, range));
      }
    }
    NodeId giver = one.change.leaver().orElse(setup.owners().self());
    one.change
        .newcomer()
        .ifPresent(
            node ->
                ask(
                    range,
                    one,
                    node,
                    id -> new OwnerMessage.Fill(id, one.change.list(), giver, one.change.bytes())));
    if (one.open.isEmpty()) {
      decideNext(range, one);
    }
  }

  private void ask(int range, Running one, NodeId node, LongFunction<PeerMessage.Question> what) {
    ActorRef<Command> self = getContext().getSelf();
    long[] id = new long[1];
    id[0] = setup.peers().open((from, reply) -> self.tell(new Replied(range, id[0], from, reply)));
    one.open.put(id[0], node);
    one.untilNanos = setup.clock().nanos() + PATIENCE_NANOS;
    setup.peers().ask(node, what.apply(id[0]), PATIENCE_MILLIS);
  }

  private Behavior<Command> onReplied(Replied message) {
    Running one = running.get(message.range());
    if (one == null || one.open.remove(message.question()) == null) {
      setup.peers().close(message.question());
      return this;
    }
    setup.peers().close(message.question());
    NodeId from = message.from();
    if (message.reply() instanceof OwnerMessage.Voted voted && one.round != null) {
      one.round.replied(from, voted.reply());
      followRound(message.range(), one);
      return this;
    }
    if (message.reply() instanceof OwnerMessage.Stands stands) {
      setup.lists().learn(stands.list());
      one.change.stands(from, stands);
    } else if (message.reply() instanceof OwnerMessage.FillIs fill) {
      one.change.filled(fill.filled());
    } else {
      failed(one, from);
    }
    if (one.open.isEmpty()) {
      decideNext(message.range(), one);
    }
    return this;
  }

  private void decideNext(int range, Running one) {
    if (one.round != null) {
      followRound(range, one);
      return;
    }
    long now = setup.clock().nanos();
    one.notBeforeNanos = now + (one.change.isOnlyBeingFilled() ? FILLING_PAUSE_NANOS : PAUSE_NANOS);
    Optional<RangeOwners> proposal = one.change.proposal();
    if (proposal.isPresent() && one.ownersAsked) {
      propose(range, one, proposal.get());
      return;
    } else if (proposal.isPresent()) {
      askHowTheyStand(range, one); // now that it counts
      return;
    }
    for (NodeId owner : one.change.toCompare()) {
      setup.peers().ask(owner, new RangeMessage.StartRepair(0, range), 0);
    }
    report(range, one, now);
  }

  private void report(int range, Running one, long now) {
    if (!one.reported && now - one.startNanos > LONG_NANOS) {
      one.reported = true;
      getContext()
          .getLog()
          .warn(
              "range {}: on its way from {} to {} for {} s: {}",
              range,
              one.change.list(),
              target.get(range),
              LONG_NANOS / 1_000_000_000,
              one.change.missing().orElse(""));
    }
  }

  // Agreement

  private void propose(int range, Running one, RangeOwners wanted) {
    close(one);
    // Random, so that no two attempts of this node have one number, whatever it has forgotten.
    long above = one.highest == null ? 0 : one.highest.round();
    long number = above + 1 + setup.random().nextInt(1 << 30);
    one.round =
        new ListRound(one.change.list(), wanted, new Proposal(number, setup.owners().self()));
    followRound(range, one);
  }

  private void followRound(int range, Running one) {
    ListRound.Step step = one.round.step();
    if (step instanceof ListRound.Prepare prepare) {
      for (NodeId owner : prepare.to()) {
        ask(
            range,
            one,
            owner,
            id -> new OwnerMessage.Prepare(id, range, prepare.version(), prepare.proposal()));
      }
    } else if (step instanceof ListRound.Accept accept) {
      close(one); // who has not promised by now is asked to accept all the same
      for (NodeId owner : accept.to()) {
        ask(range, one, owner, id -> new OwnerMessage.Accept(id, accept.proposal(), accept.next()));
      }
    } else if (step instanceof ListRound.Done done) {
      decided(done.list());
    } else if (step instanceof ListRound.GiveUp gaveUp) {
      close(one);
      one.highest = gaveUp.highest();
      one.round = null;
      one.notBeforeNanos = setup.clock().nanos() + setup.random().nextLong(5 * PAUSE_NANOS);
    } else if (one.open.isEmpty()) { // all have answered, and it does not suffice
      one.round = null;
      one.notBeforeNanos = setup.clock().nanos() + PAUSE_NANOS;
    }
  }

  private void decided(RangeOwners list) {
    getContext().getLog().info("range {}: decided {}", list.range(), list);
    forget(list.range());
    setup.lists().learn(list);
    for (NodeId node : setup.owners().members()) {
      if (!node.equals(setup.owners().self()) && setup.owners().isReachable(node)) {
        setup.peers().ask(node, new OwnerMessage.Decided(0, list), 0);
      }
    }
  }

  private void close(Running one) {
    one.open.keySet().forEach(setup.peers()::close);
    one.open.clear();
  }

  private Behavior<Command> closeAll() {
    running.values().forEach(this::close);
    return this;
  }
}
