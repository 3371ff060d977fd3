package aitta.ring;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * How many replica places each node should hold, and how many it may hold at most.
 *
 * <p>There are Q × n places, n = min(N, nodes), and a node can hold a range once. A node's fair
 * share is its part of them by weight, but never above Q; what this cuts off goes to the others by
 * weight.
 *
 * <p>Zones can make that impossible: with n zones or more, no zone can hold a range twice; with
 * fewer, each zone must hold it once. So there is a second share, first among zones within these
 * limits, then within each zone by weight. The bounds are 1.05 × the fair share where the zones
 * leave room for that, else 1.06 × (or one place more), else 1.05 × the share by zones:
 * availability goes before balance.
 */
final class FairShares {
  /** Above the rounding errors in a sum of shares, far below one place. */
  private static final double EPSILON = 1e-6;

  private final int ranges;
  private final int wanted;
  private final int extras;
  private final int[] zones;
  private final double[] shares;
  private final double[] zoneShares;
  private final int[] bounds;

  /**
   * @param wanted n: owners of each range, at most the number of nodes
   * @param zones of each node, numbered from 0 without gaps
   */
  FairShares(int ranges, int wanted, double[] weights, int[] zones) {
    int zoneCount = count(zones);
    this.ranges = ranges;
    this.wanted = wanted;
    this.extras = wanted - Math.min(wanted, zoneCount);
    this.zones = zones;
    double[] fair = among(weights, (double) ranges * wanted);
    this.zoneShares = amongZones(fair, zoneCount);
    this.shares = withinZones(weights);
    this.bounds = chooseBounds(fair);
  }

  /** How many owners of a range may share a zone with an earlier owner. */
  int extras() {
    return extras;
  }

  /** The most places that each node may hold; under the zone rules enough for all ranges. */
  int[] bounds() {
    return bounds.clone();
  }

  /** The node's share of the places under the zone rules. */
  double share(int node) {
    return shares[node];
  }

  /** The rates at which the nodes have to race for ranges in order to win about their shares. */
  double[] rates() {
    double[] parts = Arrays.stream(shares).map(share -> share / ranges).toArray();
    return Rates.of(parts, zones, wanted, extras == 0);
  }

  /** How many zones there are, numbered from 0 without gaps. */
  static int count(int[] zones) {
    return Arrays.stream(zones).max().orElse(-1) + 1;
  }

  private double[] among(double[] weights, double places) {
    double[] most = new double[weights.length];
    Arrays.fill(most, ranges);
    return Level.shares(weights, new double[weights.length], most, places);
  }

  private double[] amongZones(double[] fair, int zoneCount) {
    double[] sums = new double[zoneCount];
    double[] least = new double[zoneCount];
    double[] most = new double[zoneCount];
    for (int v = 0; v < fair.length; v++) {
      int z = zones[v];
      sums[z] += fair[v];
      least[z] = extras > 0 ? ranges : 0;
      most[z] = Math.min(most[z] + ranges, (double) ranges * (extras + 1));
    }
    return Level.shares(sums, least, most, (double) ranges * wanted);
  }

  private double[] withinZones(double[] weights) {
    double[] result = new double[weights.length];
    for (int z = 0; z < zoneShares.length; z++) {
      int zone = z;
      int[] nodes = IntStream.range(0, zones.length).filter(v -> zones[v] == zone).toArray();
      double[] inZone =
          among(Arrays.stream(nodes).mapToDouble(v -> weights[v]).toArray(), zoneShares[z]);
      for (int i = 0; i < nodes.length; i++) {
        result[nodes[i]] = inZone[i];
      }
    }
    return result;
  }

  private int[] chooseBounds(double[] fair) {
    int[] tight = bounds(fair, share -> Math.max(Math.ceil(share - EPSILON), 1.05 * share));
    if (suffice(tight)) {
      return tight;
    }
    int[] loose = bounds(fair, share -> Math.max(share + 1, 1.06 * share));
    if (suffice(loose)) {
      return loose;
    }
    return bounds(shares, share -> Math.max(Math.ceil(share - EPSILON), 1.05 * share));
  }

  private int[] bounds(double[] from, DoubleUnaryOperator bound) {
    int[] result = new int[from.length];
    for (int v = 0; v < result.length; v++) {
      result[v] = (int) Math.min(ranges, Math.floor(bound.applyAsDouble(from[v]) + EPSILON));
    }
    return result;
  }

  /**
   * Whether nodes with these bounds can hold all ranges under the zone rules. All ranges are alike,
   * so where the sums suffice, spreading every zone evenly over the ranges is a fractional
   * solution; and in a network of whole capacities a whole one then exists too.
   */
  private boolean suffice(int[] bounds) {
    long[] perZone = new long[zoneShares.length];
    for (int v = 0; v < bounds.length; v++) {
      perZone[zones[v]] += bounds[v];
    }
    long places = 0;
    for (long sum : perZone) {
      if (extras > 0 && sum < ranges) {
        return false;
      }
      places += Math.min(sum, (long) ranges * (extras + 1));
    }
    return places >= (long) ranges * wanted;
  }
}
