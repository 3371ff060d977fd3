package aitta.simulation;

import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What one process knows of the ring: in the place of Distributed Data, and of the actor that keeps
 * the ring on disk. Decided lists go in together, a moment after they were heard of; the disk
 * follows a moment after that; other nodes hear of it in their own time, each by itself, in any
 * order. So nodes see members and lists at different times, and a crash forgets the newest.
 */
final class RingRegister {
  private static final long MOMENT_NANOS = 100_000_000;

  private final SimulatedNode node;
  private final SimulatedCluster cluster;
  private final SimulatedDisk disk;
  private final SplittableRandom random;
  private final Map<Integer, RangeOwners> decided = new TreeMap<>(); // and not in the ring yet
  private final Set<NodeId> telling = new HashSet<>();
  private Ring ring;
  private boolean taking;
  private boolean saving;
  private boolean closed;

  RingRegister(
      SimulatedNode node, SimulatedCluster cluster, SimulatedDisk disk, SplittableRandom random) {
    this.node = node;
    this.cluster = cluster;
    this.disk = disk;
    this.random = random;
    this.ring = disk.ring;
  }

  Ring ring() {
    return ring;
  }

  /** The process is gone. */
  void close() {
    closed = true;
  }

  private void soon(long nanos, Runnable what) {
    cluster
        .timeline()
        .after(
            nanos,
            () ->
                node.run(
                    () -> {
                      if (!closed) {
                        what.run();
                      }
                    }));
  }

  /** Whatever is on disk is told to those who run, and they tell what they know. */
  void begin() {
    cluster.nodes().stream().filter(other -> other != node).forEach(this::greet);
  }

  private void greet(SimulatedNode other) {
    if (other.isUp() && other.register().ring != ring) {
      tell(other);
      other.register().tell(node);
    }
  }

  void decided(RangeOwners list) {
    decided.merge(list.range(), list, (a, b) -> a.version() >= b.version() ? a : b);
    if (!taking) {
      taking = true;
      soon(MOMENT_NANOS, this::take);
    }
  }

  private void take() {
    taking = false;
    adopt(ring.withOwners(decided.values()));
    decided.clear();
  }

  /** A change that an operator asks for here, or the node itself: on disk before others hear. */
  void change(UnaryOperator<Ring> change) {
    take();
    Ring changed = change.apply(ring);
    if (!changed.equals(ring)) {
      ring = changed;
      disk.ring = changed;
      spread();
    }
  }

  private void hear(Ring other) {
    adopt(ring.merge(other));
  }

  private void adopt(Ring newer) {
    if (newer.equals(ring)) {
      return;
    }
    boolean removed = newer.isRemoved(node.id) && !ring.isRemoved(node.id);
    ring = newer;
    spread();
    if (removed) {
      disk.ring = ring;
      node.isRemoved();
    } else if (!saving) {
      saving = true;
      soon(
          MOMENT_NANOS,
          () -> {
            saving = false;
            disk.ring = ring;
          });
    }
  }

  private void spread() {
    node.viewIsOver();
    cluster.agreements().heard(ring);
    cluster.nodes().stream().filter(other -> other != node).forEach(this::tell);
  }

  private void tell(SimulatedNode other) {
    if (!other.isAbsent() && telling.add(other.id)) {
      tryToTell(other, random.nextInt(8) == 0 ? 5_000 : 1_000);
    }
  }

  private void tryToTell(SimulatedNode other, int withinMillis) {
    soon(
        random.nextLong(20, withinMillis) * 1_000_000,
        () -> {
          if (cluster.isReachable(node, other)) {
            telling.remove(other.id);
            Ring told = ring;
            RingRegister hearing = other.register();
            other.run(() -> hearing.hearIfOpen(told));
          } else if (other.isAbsent()) {
            telling.remove(other.id);
          } else {
            tryToTell(other, 2_000);
          }
        });
  }

  /**
   * Tells all who can be reached now.
   *
   * @return whether those are all members but such as are known to be away, and one at least
   */
  boolean isToldToAll(Predicate<NodeId> believedReachable) {
    take();
    tellAtOnce();
    List<SimulatedNode> others =
        cluster.nodes().stream()
            .filter(other -> other != node && ring.members().containsKey(other.id))
            .toList();
    return others.stream().anyMatch(other -> cluster.isReachable(node, other))
        && others.stream()
            .allMatch(
                other -> cluster.isReachable(node, other) || !believedReachable.test(other.id));
  }

  /** All who can be reached now. */
  void tellAtOnce() {
    for (SimulatedNode other : cluster.nodes()) {
      if (other != node && !other.isAbsent() && cluster.isReachable(node, other)) {
        RingRegister hearing = other.register();
        Ring told = ring;
        other.run(() -> hearing.hearIfOpen(told));
      }
    }
  }

  private void hearIfOpen(Ring told) {
    if (!closed) {
      hear(told);
    }
  }
}
