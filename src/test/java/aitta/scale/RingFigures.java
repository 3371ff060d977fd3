package aitta.scale;

import aitta.model.NodeId;
import aitta.peer.Envelope;
import aitta.peer.PeerFormat;
import aitta.peer.PeerMessage;
import aitta.ring.Moves;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import aitta.ring.RingFormat;
import aitta.ring.RingMember;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a ring of one size costs, each from a run of production's code.
 *
 * @param fullest ranges of the fullest node, in multiples of the mean
 * @param moved copies of ranges that one join moves
 * @param leastMoved the least that a join can move: the newcomer's share
 * @param ringBytes of the ring's state, as it is gossiped and kept
 * @param listMillis to take one decided list into a ring
 * @param reportBytes of what each node tells each other one every two seconds
 * @param standInSkew hints of the busiest stand-in in multiples of the mean, one of three zones
 *     being away
 */
record RingFigures(
    int nodes,
    int ranges,
    double computeMillis,
    double fullest,
    double joinMillis,
    int moved,
    double leastMoved,
    int ringBytes,
    double encodeMillis,
    double decodeMillis,
    double listMillis,
    int reportBytes,
    double standInSkew) {
  static final int REPLICAS = 3;
  private static final int ZONES = 3;
  private static final int TIMES = 3;
  private static final int MOST_RANGES_LOOKED_AT = 4096;

  private record Timed<T>(T result, double millis) {}

  /** The least of a few times, by the processor: what else runs on the machine does not count. */
  private static <T> Timed<T> timed(Supplier<T> what) {
    ThreadMXBean processor = ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    T result = null;
    for (int i = 0; i < TIMES; i++) {
      long start = processor.getCurrentThreadCpuTime();
      result = what.get();
      least = Math.min(least, processor.getCurrentThreadCpuTime() - start);
    }
    return new Timed<>(result, least / 1e6);
  }

  private static RingMember member(int number) {
    return new RingMember(new NodeId("node-" + number), "zone-" + number % ZONES, 1);
  }

  static RingFigures of(int nodes, int ranges) {
    List<RingMember> members = IntStream.range(0, nodes).mapToObj(RingFigures::member).toList();
    Timed<Ring> made = timed(() -> Ring.found("scale", members, ranges, REPLICAS));
    Ring ring = made.result();
    Ring joined = ring.withMember(member(nodes));
    Timed<List<List<NodeId>>> target = timed(() -> ring.withMember(member(nodes)).target());
    Timed<byte[]> encoded = timed(() -> RingFormat.encode(ring));
    Timed<Ring> decoded = timed(() -> decode(encoded.result()));
    if (!decoded.result().equals(ring)) {
      throw new IllegalStateException("a ring is not read back as it was written");
    }
    RangeOwners next = new RangeOwners(0, 2, ring.ownersOf(0).owners());
    Timed<Ring> taken = timed(() -> ring.withOwners(next));
    return new RingFigures(
        nodes,
        ranges,
        made.millis(),
        fullestOf(ring),
        target.millis(),
        Moves.between(ring, joined).size(),
        (double) ranges * REPLICAS / (nodes + 1),
        encoded.result().length,
        encoded.millis(),
        decoded.millis(),
        taken.millis(),
        sizeOfReport(),
        skewOfStandIns(ring));
  }

  private static Ring decode(byte[] bytes) {
    try {
      return RingFormat.decode(bytes);
    } catch (aitta.ring.RingFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double fullestOf(Ring ring) {
    Map<NodeId, Integer> owned = new HashMap<>();
    ring.owners().forEach(list -> list.owners().forEach(o -> owned.merge(o, 1, Integer::sum)));
    double mean = (double) ring.ranges() * REPLICAS / ring.members().size();
    return owned.values().stream().mapToInt(Integer::intValue).max().orElse(0) / mean;
  }

  private static int sizeOfReport() {
    PeerMessage.Report report =
        new PeerMessage.Report(0, 1_000_000, 1L << 36, Map.of(), 0, false, 0, List.of());
    return PeerFormat.encode(new Envelope(new NodeId("node-1"), 1L << 40, 1L << 40, 0, report))
        .length;
  }

  private static double skewOfStandIns(Ring ring) {
    Set<NodeId> down =
        ring.members().values().stream()
            .filter(one -> one.zone().equals("zone-0"))
            .map(RingMember::id)
            .collect(Collectors.toSet());
    int step = Math.max(1, ring.ranges() / MOST_RANGES_LOOKED_AT);
    Map<NodeId, Integer> hints = new HashMap<>();
    int all = 0;
    for (int range = 0; range < ring.ranges(); range += step) {
      long away = ring.ownersOf(range).owners().stream().filter(down::contains).count();
      List<NodeId> standIns = ring.standIns(range, down);
      for (int i = 0; i < Math.min(away, standIns.size()); i++) {
        hints.merge(standIns.get(i), 1, Integer::sum);
        all++;
      }
    }
    double mean = (double) all / (ring.members().size() - down.size());
    return all == 0
        ? 1
        : hints.values().stream().mapToInt(Integer::intValue).max().orElse(0) / mean;
  }
}
