package aitta.ring;

import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Random members, placed, and what may be expected of that; everything follows from the seed. */
record PlacementCase(
    long seed, List<RingMember> members, int ranges, int replicas, List<List<NodeId>> owners) {
  static PlacementCase of(long seed) {
    RandomGenerator random = Members.random(seed);
    int count = 1 + random.nextInt(random.nextBoolean() ? 8 : 64);
    int ranges = 16 << random.nextInt(7);
    int replicas = 1 + random.nextInt(5);
    List<RingMember> members = Members.wild(count, random);
    return new PlacementCase(
        seed, members, ranges, replicas, Placement.owners(members, ranges, replicas));
  }

  int wanted() {
    return Math.min(replicas, members.size());
  }

  int[] zones() {
    List<String> names = members.stream().map(RingMember::zone).distinct().toList();
    return members.stream().mapToInt(m -> names.indexOf(m.zone())).toArray();
  }

  /** Places of each member by weight, none above Q; the obvious way. */
  double[] fairShares() {
    double[] shares = new double[members.size()];
    double left = (double) ranges * wanted();
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      open.add(i);
    }
    while (true) {
      double weights = open.stream().mapToDouble(i -> members.get(i).weight()).sum();
      double perWeight = left / weights;
      List<Integer> full =
          open.stream().filter(i -> members.get(i).weight() * perWeight > ranges).toList();
      if (full.isEmpty()) {
        open.forEach(i -> shares[i] = members.get(i).weight() * perWeight);
        return shares;
      }
      full.forEach(i -> shares[i] = ranges);
      open.removeAll(full);
      left -= (double) ranges * full.size();
    }
  }

  /** The bound that is promised: 1.06 × the fair share, or one place more. */
  int[] bounds() {
    return Arrays.stream(fairShares())
        .mapToInt(f -> (int) Math.min(ranges, Math.max(1.06 * f, f + 1) + 1e-9))
        .toArray();
  }

  /** Hall's condition; that it says the same as {@link Flow} is a test of its own. */
  boolean boundsCanBeKept() {
    int[] bounds = bounds();
    int[] zones = zones();
    int zoneCount = Arrays.stream(zones).max().orElseThrow() + 1;
    int shared = wanted() - Math.min(wanted(), zoneCount);
    long[] perZone = new long[zoneCount];
    for (int v = 0; v < bounds.length; v++) {
      perZone[zones[v]] += bounds[v];
    }
    long room = Arrays.stream(perZone).map(s -> Math.min(s, ranges * (shared + 1L))).sum();
    boolean eachZoneOnce = shared == 0 || Arrays.stream(perZone).allMatch(s -> s >= ranges);
    return eachZoneOnce && room >= (long) ranges * wanted();
  }

  Map<NodeId, Integer> loads() {
    Map<NodeId, Integer> loads = new HashMap<>();
    owners.forEach(list -> list.forEach(node -> loads.merge(node, 1, Integer::sum)));
    return loads;
  }

  @Override
  public String toString() {
    return "seed " + seed + ": Q=" + ranges + " N=" + replicas + " " + members;
  }
}
