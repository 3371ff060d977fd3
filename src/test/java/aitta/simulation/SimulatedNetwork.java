package aitta.simulation;

import aitta.model.NodeId;
import aitta.peer.Envelope;
import aitta.peer.PeerFormat;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * Links that delay, reorder, repeat and lose what is sent, and can be cut. Each link has numbers of
 * its own, so that what happens on one does not change another.
 */
final class SimulatedNetwork {
  private record Link(NodeId from, NodeId to) {}

  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;

  private final Timeline timeline;
  private final long seed;
  private final boolean asBytes;
  private final BiConsumer<NodeId, Envelope> arrive;
  private final Map<Link, SplittableRandom> links = new HashMap<>();
  private final Set<Link> cut = new HashSet<>();
  private final Map<Link, Long> late = new HashMap<>(); // so much more
  private double loss;
  private double twice;
  private double slow;
  private long slowestNanos = 200 * MILLI;
  long sent;

  /**
   * @param asBytes whether messages are encoded and decoded, as on a real wire
   */
  SimulatedNetwork(
      Timeline timeline, long seed, boolean asBytes, BiConsumer<NodeId, Envelope> arrive) {
    this.timeline = timeline;
    this.seed = seed;
    this.asBytes = asBytes;
    this.arrive = arrive;
  }

  /**
   * @param slowRate share of messages that take up to {@code slowestMillis}
   */
  void disturb(double lossRate, double twiceRate, double slowRate, long slowestMillis) {
    loss = lossRate;
    twice = twiceRate;
    slow = slowRate;
    slowestNanos = slowestMillis * MILLI;
  }

  void calm() {
    disturb(0, 0, 0.02, 50);
    cut.clear();
    late.clear();
  }

  void set(NodeId from, NodeId to, boolean isCut) {
    if (isCut) {
      cut(from, to);
    } else {
      mend(from, to);
    }
  }

  void cut(NodeId from, NodeId to) {
    cut.add(new Link(from, to));
  }

  void mend(NodeId from, NodeId to) {
    cut.remove(new Link(from, to));
  }

  /** Whatever is sent from then on takes so much longer. */
  void delay(NodeId from, NodeId to, long millis) {
    late.put(new Link(from, to), millis * MILLI);
  }

  boolean isCut(NodeId from, NodeId to) {
    return cut.contains(new Link(from, to));
  }

  void send(NodeId to, Envelope envelope) {
    sent++;
    Link link = new Link(envelope.from(), to);
    SplittableRandom random =
        links.computeIfAbsent(
            link, l -> new SplittableRandom(seed ^ 31L * l.from().hashCode() + l.to().hashCode()));
    double fate = random.nextDouble();
    long first = delay(random) + late.getOrDefault(link, 0L);
    if (fate >= loss && !cut.contains(link)) {
      travel(link, envelope, first);
      if (fate > 1 - twice) {
        travel(link, envelope, delay(random));
      }
    }
  }

  private long delay(SplittableRandom random) {
    return random.nextDouble() < slow
        ? random.nextLong(MILLI, slowestNanos + MILLI + 1)
        : random.nextLong(100 * MICRO, 3 * MILLI);
  }

  private void travel(Link link, Envelope envelope, long delay) {
    byte[] bytes = asBytes ? PeerFormat.encode(envelope) : null;
    timeline.after(
        delay,
        () -> {
          if (!cut.contains(link)) {
            arrive.accept(link.to(), asBytes ? PeerFormat.decode(bytes) : envelope);
          }
        });
  }
}
