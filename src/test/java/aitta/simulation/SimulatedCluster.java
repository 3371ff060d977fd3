package aitta.simulation;

import aitta.hint.Delivery;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.ownership.Acceptor;
import aitta.peer.Envelope;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import aitta.peer.RangeMessage;
import aitta.replica.ReplicaState;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The nodes of one run, the links between them, and who is told of what goes wrong. */
final class SimulatedCluster {
  static final int RANGES = 16;
  static final Duration GRACE = Duration.ofSeconds(6);
  static final Duration SETTLE = Duration.ofSeconds(12);
  static final Duration HINT_MAX_AGE = Duration.ofSeconds(40);
  static final Duration HEDGE_AFTER = Duration.ofMillis(20);
  static final Duration STAND_IN_AFTER = Duration.ofMillis(200);
  static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  static final Duration REPAIR_INTERVAL = Duration.ofSeconds(8);
  static final Delivery.Pace HINT_PACE =
      new Delivery.Pace(Duration.ofSeconds(2), 16, 1 << 16, () -> 8 << 20);
  static final ReplicaState.Limits LIMITS = new ReplicaState.Limits(100, 16L << 20);

  private static final NodeId NOBODY = new NodeId("nobody");

  /** Whether stories tell of each message that is sent. */
  private static final boolean MESSAGES = Boolean.getBoolean("aitta.simulation.messages");

  private static final Map<List<Integer>, Ring> RINGS = new ConcurrentHashMap<>();

  private final Timeline timeline;
  private final Flaw flaw;
  private final SplittableRandom random;
  private final SimulatedNetwork network;
  private final long seed;
  private final Ring founded;
  private final int founders;
  private final boolean moving;
  private final Agreements agreements;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final Map<NodeId, SimulatedNode> byId = new HashMap<>();
  private final List<Key> keys;
  private final int[] ranges;
  private final List<String> wrong = new ArrayList<>();
  private final List<Story.Told> story = new ArrayList<>();
  private final Ledger ledger = new Ledger(this::wrong);
  private final QuorumWatch watch;
  private Ambush ambush;
  private double slowDisk;
  private final long maxHintBytes;
  private final boolean clocksAgree;

  SimulatedCluster(World world, Plan plan, Flaw flaw) {
    this.timeline = world.timeline();
    this.flaw = flaw;
    this.random = new SplittableRandom(plan.seed());
    this.network =
        new SimulatedNetwork(
            timeline,
            plan.seed(),
            plan.asBytes(),
            (to, envelope) -> {
              NodeProcess process = byId.get(to).process();
              if (process != null) {
                process.received(envelope);
              }
            });
    this.seed = plan.seed();
    this.founders = plan.founders();
    this.moving = plan.isMoving();
    this.keys = plan.keys();
    this.clocksAgree = plan.clocksAgree();
    this.ranges = plan.keys().stream().mapToInt(key -> key.range(RANGES)).distinct().toArray();
    this.founded = withUnused(ring(founders, plan.replicas()));
    this.watch = new QuorumWatch(this, ledger);
    this.agreements = new Agreements(ranges, founded, this::wrong, this::flipped);
    this.maxHintBytes = plan.maxHintBytes();
    for (int i = 0; i < plan.nodes(); i++) {
      NodeId id = id(i);
      SimulatedNode node =
          new SimulatedNode(
              id, world.machine(i), this, plan.skewMillis(i), random.split(), i >= founders);
      nodes.add(node);
      byId.put(id, node);
    }
  }

  private static Ring ring(int size, int replicas) {
    return RINGS.computeIfAbsent(
        List.of(size, replicas),
        any ->
            Ring.found(
                "simulated",
                IntStream.range(0, size).mapToObj(i -> new RingMember(id(i), "z", 1)).toList(),
                RANGES,
                replicas));
  }

  /**
   * Ranges that no key is in belong to nobody who is there: nothing happens to them, at no cost.
   */
  Ring withUnused(Ring ring) {
    return unusedTo(ring, NOBODY);
  }

  /** As if they belonged to {@code node}: for who judges the whole ring. */
  Ring withoutUnused(Ring ring, NodeId node) {
    return unusedTo(ring, node);
  }

  private Ring unusedTo(Ring ring, NodeId node) {
    return ring.withOwners(
        IntStream.range(0, RANGES)
            .filter(range -> IntStream.of(ranges).noneMatch(one -> one == range))
            .mapToObj(
                range -> new RangeOwners(range, ring.ownersOf(range).version() + 1, List.of(node)))
            .toList());
  }

  private static NodeId id(int index) {
    return new NodeId("n" + (index + 1));
  }

  Timeline timeline() {
    return timeline;
  }

  Flaw flaw() {
    return flaw;
  }

  Ledger ledger() {
    return ledger;
  }

  long seed() {
    return seed;
  }

  Ring founded() {
    return founded;
  }

  /** Whether members come or go in this run. */
  boolean isMoving() {
    return moving;
  }

  Agreements agreements() {
    return agreements;
  }

  QuorumWatch watch() {
    return watch;
  }

  void setAmbush(Ambush waiting) {
    ambush = waiting;
  }

  /** {@code by} has heard that this list was decided. */
  void heard(SimulatedNode by, RangeOwners list) {
    RangeOwners before = agreements.newest(list.range());
    agreements.heard(list);
    if (list.version() == before.version() + 1) {
      ambush.decided(by, before, list);
    }
  }

  private void flipped(RangeOwners list) {
    tell(() -> "agreed: " + list);
    watch.look(list.range());
  }

  /** As a member of the ring tells it that can be asked; null where there is none. */
  Ring someRing(SplittableRandom chance) {
    List<SimulatedNode> up = nodes.stream().filter(SimulatedNode::isUp).toList();
    return up.isEmpty() ? null : up.get(chance.nextInt(up.size())).register().ring();
  }

  /** What all those who are there know of the ring, taken together. */
  Ring ring() {
    return nodes.stream()
        .filter(node -> !node.isAbsent() && node.disk().ring != null)
        .map(node -> node.isUp() ? node.register().ring() : node.disk().ring)
        .reduce(founded, Ring::merge);
  }

  int[] ranges() {
    return ranges;
  }

  SimulatedNetwork network() {
    return network;
  }

  List<SimulatedNode> nodes() {
    return nodes;
  }

  /** Of those that the run's keys are in: the ranges of this node. */
  List<Integer> rangesOf(NodeId node) {
    return IntStream.of(ranges)
        .filter(range -> agreements.newest(range).isOwner(node))
        .boxed()
        .toList();
  }

  /** Stewards live anywhere: here on the node that a range is first asked for. */
  List<Integer> stewardsOn(NodeId node) {
    return IntStream.of(ranges)
        .filter(range -> nodes.get(range % founders).id.equals(node))
        .boxed()
        .toList();
  }

  /** Whom something happens to. */
  SimulatedNode nodeOf(Plan.Action action, SplittableRandom chance) {
    int any = chance.nextInt(nodes.size());
    if (action.owner() == Plan.NEWCOMER) {
      return nodes.get(nodes.size() - 1);
    }
    if (action.owner() == Plan.ANY) {
      return nodes.get(any);
    }
    if (action.owner() <= Plan.NODES) {
      return nodes.get(Plan.NODES - action.owner());
    }
    List<SimulatedNode> owners = ownersOf(keyOf(action, chance));
    return owners.get(action.owner() % owners.size());
  }

  Key keyOf(Plan.Action action, SplittableRandom chance) {
    int any = chance.nextInt(keys.size());
    return keys.get(action.key() == Plan.ANY ? any : action.key() % keys.size());
  }

  List<SimulatedNode> ownersOf(Key key) {
    return ownersOf(key.range(RANGES));
  }

  List<SimulatedNode> ownersOf(int range) {
    return agreements.newest(range).owners().stream().map(byId::get).toList();
  }

  /** Changes whenever a hint is delivered, and whenever that is no longer known. */
  long deliveries() {
    return nodes.stream().mapToLong(node -> node.isUp() ? node.process().deliveries() : -1).sum();
  }

  boolean clocksAgree() {
    return clocksAgree;
  }

  long maxHintBytes() {
    return maxHintBytes;
  }

  long diskLatency(SplittableRandom latency) {
    return latency.nextDouble() < slowDisk
        ? latency.nextLong(1_000_000, 400_000_000)
        : latency.nextLong(100_000, 1_000_000);
  }

  void slowDisks(double share) {
    slowDisk = share;
  }

  void send(NodeId to, Envelope envelope) {
    if (MESSAGES) {
      tell(() -> envelope.from() + " to " + to + ": " + envelope);
    }
    network.send(to, envelope);
  }

  /** Every answer passes by here before it is sent. */
  void answered(
      SimulatedNode by, NodeId to, PeerMessage.Question question, PeerMessage.Reply answer) {
    if (question instanceof OwnerMessage.Accept accept
        && answer instanceof OwnerMessage.Voted voted
        && voted.reply() instanceof Acceptor.Sealed) {
      ambush.accepted(by, to, accept.next());
    }
  }

  /** Every question that arrives anywhere passes by here. */
  void asked(NodeId to, NodeId from, PeerMessage.Question question) {
    if (question instanceof PeerMessage.StoreBallot store) {
      ledger.judged(store.key(), store.ballot(), store.siblings());
    } else if (question instanceof RangeMessage.ApplyReclaim apply) {
      apply.keys().forEach(dead -> ledger.reclaimed(dead.key(), dead.summary().dots()));
    }
  }

  // Who can reach whom

  boolean isReachable(SimulatedNode from, SimulatedNode to) {
    return to.isUp()
        && !to.isFrozen()
        && !network.isCut(from.id, to.id)
        && !network.isCut(to.id, from.id);
  }

  /** Something has changed; each node finds out in its own time. */
  void detect() {
    for (SimulatedNode node : nodes) {
      for (SimulatedNode other : nodes) {
        if (node != other) {
          timeline.after(
              random.nextLong(200_000_000, 4_000_000_000L),
              () -> node.sees(other.id, isReachable(node, other)));
        }
      }
    }
  }

  // What is told

  void wrong(String what) {
    if (wrong.size() < 20) {
      wrong.add(what);
      tell(() -> "WRONG: " + what);
    }
  }

  List<String> wrong() {
    return wrong;
  }

  /**
   * @param what worked out only if somebody wants to know
   */
  void tell(Supplier<String> what) {
    if (story.size() < 2000) {
      story.add(new Story.Told(timeline.now(), what));
    }
  }

  Story story() {
    return new Story(story);
  }
}
