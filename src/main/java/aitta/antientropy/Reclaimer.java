package aitta.antientropy;

import aitta.antientropy.Copies.Copy;
import aitta.clock.NodeClock;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.peer.RangeMessage;
import aitta.peer.RangeMessage.DeadKey;
import aitta.replica.Fitness;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Frees the space of what has been deleted or has expired, in the ranges whose first owner this
 * node is. One a node; drives a {@link ReclaimRound} for each range that has something to free.
 */
public final class Reclaimer extends AbstractBehavior<Reclaimer.Command> {
  public sealed interface Command {}

  private enum Look implements Command {
    INSTANCE
  }

  private record Dead(int range, List<DeadKey> keys) implements Command {}

  private record Replied(int range, long question, NodeId from, PeerMessage.Reply reply)
      implements Command {}

  private record Settled(int range) implements Command {}

  private record Late(int range) implements Command {}

  /**
   * @param settleTime longer than anything is on its way
   */
  public record Setup(
      Peers peers,
      NodeClock clock,
      Owners owners,
      Copies copies,
      RandomGenerator random,
      Duration grace,
      Duration settleTime) {}

  /** A round under way, and the questions of its present step. */
  private static final class Running {
    private final ReclaimRound round;
    private final int list; // under which it was begun
    private final Set<NodeId> members;
    private final Set<Long> open = new HashSet<>();
    private long proposal;

    private Running(ReclaimRound round, int list, Set<NodeId> members) {
      this.round = round;
      this.list = list;
      this.members = members;
    }
  }

  private static final int MAX_KEYS = 256;
  private static final int MAX_ROUNDS = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SOONEST = Duration.ofSeconds(1);
  private static final Duration LATEST = Duration.ofSeconds(60);

  private final Setup setup;
  private final TimerScheduler<Command> timers;
  private final Map<Integer, Running> running = new HashMap<>();
  private final Set<Integer> looking = new HashSet<>();

  private Reclaimer(ActorContext<Command> context, TimerScheduler<Command> timers, Setup setup) {
    super(context);
    context.setLoggerName(Reclaimer.class);
    this.setup = setup;
    this.timers = timers;
    timers.startTimerWithFixedDelay(Look.INSTANCE, interval(setup.grace()));
  }

  public static Behavior<Command> create(Setup setup) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Reclaimer(context, timers, setup)));
  }

  /** Space is freed soon after the grace, at no cost that shows. */
  private static Duration interval(Duration grace) {
    Duration quarter = grace.dividedBy(4);
    Duration atMost = quarter.compareTo(LATEST) > 0 ? LATEST : quarter;
    return atMost.compareTo(SOONEST) < 0 ? SOONEST : atMost;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Look.INSTANCE, this::onLook)
        .onMessage(Dead.class, this::onDead)
        .onMessage(Replied.class, this::onReplied)
        .onMessage(Settled.class, this::onSettled)
        .onMessage(Late.class, this::onLate)
        .onSignal(PreRestart.class, signal -> closeAll())
        .onSignal(PostStop.class, signal -> closeAll())
        .build();
  }

  private Behavior<Command> onLook() {
    Owners owners = setup.owners();
    if (owners.members().stream().allMatch(owners::isReachable)) {
      for (int range : setup.copies().ranges()) {
        if (owners.of(range).get(0).equals(owners.self())) {
          look(range);
        }
      }
    }
    return this;
  }

  private void look(int range) {
    boolean room = running.size() + looking.size() < MAX_ROUNDS;
    boolean fit = fitCopy(range) != null;
    if (room && fit && !running.containsKey(range) && looking.add(range)) {
      ActorRef<Command> self = getContext().getSelf();
      setup.copies().deadKeys(range, MAX_KEYS, keys -> self.tell(new Dead(range, keys)));
    }
  }

  private Copy fitCopy(int range) {
    return setup.copies().of(range).filter(c -> c.fitness() == Fitness.FIT).orElse(null);
  }

  private Behavior<Command> onDead(Dead message) {
    int range = message.range();
    looking.remove(range);
    Copy copy = fitCopy(range);
    if (!message.keys().isEmpty() && copy != null) {
      int list = setup.owners().listOf(range);
      Set<NodeId> members = Set.copyOf(setup.owners().members());
      ReclaimRound round =
          new ReclaimRound(
              copy.reclaims() + 1,
              setup.random()::nextLong,
              Set.copyOf(setup.owners().of(range)),
              members,
              message.keys());
      running.put(range, new Running(round, list, members));
      follow(range, round.start());
    }
    return this;
  }

  private void follow(int range, ReclaimRound.Step step) {
    Running one = running.get(range);
    if (step == ReclaimRound.WAIT) {
      return;
    }
    close(one);
    List<NodeId> owners = setup.owners().of(range);
    if (!(step instanceof ReclaimRound.End) && hasChanged(range, one)) {
      ended(range, new ReclaimRound.End(0, "owners or members have changed"));
    } else if (step instanceof ReclaimRound.Approve approve) {
      one.proposal = approve.proposal();
      ask(
          range,
          owners,
          id ->
              new RangeMessage.ApproveReclaim(
                  id, range, approve.number(), approve.proposal(), approve.keys()));
    } else if (step instanceof ReclaimRound.Apply apply) {
      ask(
          range,
          owners,
          id ->
              new RangeMessage.ApplyReclaim(
                  id, range, apply.number(), apply.proposal(), apply.keys()));
    } else if (step instanceof ReclaimRound.AskHints hints) {
      List<Key> keys = hints.keys().stream().map(DeadKey::key).toList();
      ask(range, setup.owners().members(), id -> new RangeMessage.HintsAbout(id, range, keys));
    } else if (step instanceof ReclaimRound.End end) {
      ended(range, end);
    } else {
      timers.startSingleTimer(new Settled(range), new Settled(range), setup.settleTime());
    }
  }

  /** A new owner has approved nothing, and nobody has asked a new member for its hints. */
  private boolean hasChanged(int range, Running one) {
    return setup.owners().listOf(range) != one.list
        || !setup.owners().members().equals(one.members);
  }

  private void ended(int range, ReclaimRound.End end) {
    running.remove(range);
    timers.cancel(new Late(range));
    if (end.why() == null) {
      getContext().getLog().debug("range {}: {} dead keys reclaimed", range, end.keys());
      look(range); // there may be more than one batch
    } else {
      getContext().getLog().debug("range {}: nothing reclaimed, {}", range, end.why());
    }
  }

  private void ask(
      int range, Collection<NodeId> nodes, LongFunction<PeerMessage.Question> message) {
    ActorRef<Command> self = getContext().getSelf();
    timers.startSingleTimer(new Late(range), new Late(range), PATIENCE);
    Running one = running.get(range);
    Map<NodeId, Long> ids = new HashMap<>();
    for (NodeId node : nodes) {
      long[] id = new long[1];
      id[0] =
          setup.peers().open((from, reply) -> self.tell(new Replied(range, id[0], from, reply)));
      one.open.add(id[0]);
      ids.put(node, id[0]);
    }
    ids.forEach(
        (node, id) -> setup.peers().ask(node, message.apply(id), (int) PATIENCE.toMillis()));
  }

  private Behavior<Command> onReplied(Replied message) {
    Running one = running.get(message.range());
    if (one == null || !one.open.remove(message.question())) {
      return this;
    }
    setup.peers().close(message.question());
    follow(message.range(), told(one, message.from(), message.reply()));
    return this;
  }

  private static ReclaimRound.Step told(Running one, NodeId from, PeerMessage.Reply reply) {
    if (reply instanceof RangeMessage.Approved approved) {
      return one.round.approved(from, one.proposal, approved.held());
    }
    if (reply instanceof RangeMessage.HeldHints hints) {
      return one.round.hinted(from, hints.held());
    }
    if (reply instanceof PeerMessage.Stored) {
      return one.round.applied(from);
    }
    return one.round.failed(
        from,
        reply instanceof PeerMessage.Refused refused
            ? refused.reason() + ", " + refused.detail()
            : reply.getClass().getSimpleName());
  }

  private Behavior<Command> onSettled(Settled message) {
    Running one = running.get(message.range());
    if (one != null) {
      follow(message.range(), one.round.settled());
    }
    return this;
  }

  private Behavior<Command> onLate(Late message) {
    Running one = running.get(message.range());
    if (one != null) {
      follow(message.range(), one.round.late());
    }
    return this;
  }

  private void close(Running one) {
    one.open.forEach(setup.peers()::close);
    one.open.clear();
  }

  private Behavior<Command> closeAll() {
    running.values().forEach(this::close);
    return this;
  }
}
