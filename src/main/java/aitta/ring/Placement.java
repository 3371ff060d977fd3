package aitta.ring;

import aitta.model.KeyRange;
import aitta.model.NodeId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which nodes should own which range: a pure function of the set of members, Q and N, so that every
 * node computes the same ring. See the folder's documentation for its properties.
 */
public final class Placement {
  /** The largest N. */
  public static final int MAX_REPLICAS = 16;

  private final int ranges;
  private final RingMember[] members;
  private final int wanted;
  private final Tokens[] tokens;
  private final int[] zones;
  private final FairShares fair;

  private Placement(Collection<RingMember> members, int ranges, int replicas) {
    this.ranges = ranges;
    this.members =
        members.stream().sorted(Comparator.comparing(RingMember::id)).toArray(RingMember[]::new);
    this.wanted = Math.min(replicas, members.size());
    this.tokens =
        Arrays.stream(this.members).map(m -> new Tokens(m.id(), ranges)).toArray(Tokens[]::new);
    this.zones = zones(this.members);
    double[] weights = Arrays.stream(this.members).mapToDouble(RingMember::weight).toArray();
    this.fair = new FairShares(ranges, wanted, weights, zones);
  }

  /**
   * The owners of every range in preference order, the primary first.
   *
   * @param members in any order
   * @param ranges Q, a power of two from 16 to 65,536
   * @param replicas N, 1 to 16
   * @return one list per range; each names min(N, members) different nodes, and as many different
   *     zones as there are, up to N
   * @throws IllegalArgumentException if an argument is out of bounds or two members have one id
   */
  public static List<List<NodeId>> owners(
      Collection<RingMember> members, int ranges, int replicas) {
    KeyRange.checkCount(ranges);
    checkReplicas(replicas);
    if (members.stream().map(RingMember::id).distinct().count() != members.size()) {
      throw new IllegalArgumentException("two members of the ring have the same id: " + members);
    }
    return new Placement(members, ranges, replicas).owners();
  }

  /**
   * @throws IllegalArgumentException unless {@code replicas} can be N
   */
  static void checkReplicas(int replicas) {
    if (replicas < 1 || replicas > MAX_REPLICAS) {
      throw new IllegalArgumentException(
          "the number of replicas is from 1 to " + MAX_REPLICAS + ", not " + replicas);
    }
  }

  private List<List<NodeId>> owners() {
    Candidates near = Candidates.of(tokens, fair.rates(), zones, ranges, wanted, fair.extras());
    int[][] owners =
        new BoundedMatching(
                wanted, fair.extras(), zones, fair.bounds(), near.nodes(), near.distances(), true)
            .solve();
    putInOrder(owners);
    return Arrays.stream(owners)
        .map(nodes -> Arrays.stream(nodes).mapToObj(v -> members[v].id()).toList())
        .toList();
  }

  /**
   * Orders each list by how low the range's token is among those that the node needs for its share,
   * then moves a primary to the front so that every node leads about one n-th of its ranges.
   */
  private void putInOrder(int[][] owners) {
    if (wanted < 2) {
      return;
    }
    int[] load = new int[members.length];
    double[][] distances = new double[ranges][wanted];
    for (int range = 0; range < ranges; range++) {
      sortByNeed(range, owners[range], distances[range]);
      Arrays.stream(owners[range]).forEach(v -> load[v]++);
    }
    int[] bounds = Arrays.stream(load).map(this::primariesAtMost).toArray();
    int[][] primaries = new BoundedMatching(1, 0, zones, bounds, owners, distances, false).solve();
    for (int range = 0; range < ranges; range++) {
      moveToFront(owners[range], primaries[range][0]);
    }
  }

  private void sortByNeed(int range, int[] owners, double[] distances) {
    for (int i = 0; i < wanted; i++) {
      int node = owners[i];
      double distance = tokens[node].place(range) * ranges / fair.share(node);
      int at = i;
      for (; at > 0 && distances[at - 1] > distance; at--) {
        owners[at] = owners[at - 1];
        distances[at] = distances[at - 1];
      }
      owners[at] = node;
      distances[at] = distance;
    }
  }

  /**
   * At least the even part, which is always possible; 1.1 of it, to keep primaries where they are.
   */
  private int primariesAtMost(int load) {
    return Math.max((load + wanted - 1) / wanted, (int) (1.1 * load / wanted));
  }

  private static void moveToFront(int[] nodes, int first) {
    int at =
        IntStream.range(0, nodes.length).filter(i -> nodes[i] == first).findFirst().orElseThrow();
    System.arraycopy(nodes, 0, nodes, 1, at);
    nodes[0] = first;
  }

  private static int[] zones(RingMember[] members) {
    Map<String, Integer> numbers = new HashMap<>();
    return Arrays.stream(members)
        .mapToInt(m -> numbers.computeIfAbsent(m.zone(), zone -> numbers.size()))
        .toArray();
  }
}
