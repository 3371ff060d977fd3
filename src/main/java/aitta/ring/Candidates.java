package aitta.ring;

import java.util.Arrays;

/**
 * The nodes whose tokens a range meets first, nearest first.
 *
 * <p>Only tokens within a horizon are looked at. It is the same for all ranges and set so that a
 * range meets several times as many nodes as it needs, and of no zone many more than that. So the
 * cost is one cheap hash per node and range, whatever the sizes.
 */
final class Candidates {
  private final int[][] nodes;
  private final double[][] distances;
  private final int[] met;

  private Candidates(int ranges) {
    nodes = new int[ranges][8];
    distances = new double[ranges][8];
    met = new int[ranges];
  }

  /**
   * @param rates of the nodes; they add up to {@code wanted} or more
   * @param wanted owners that each range needs
   * @param extras how many of them may share a zone with another
   */
  static Candidates of(
      Tokens[] tokens, double[] rates, int[] zones, int ranges, int wanted, int extras) {
    Candidates candidates = new Candidates(ranges);
    double[] zoneRates = new double[FairShares.count(zones)];
    for (int node = 0; node < rates.length; node++) {
      zoneRates[zones[node]] += rates[node];
    }
    for (int node = 0; node < rates.length; node++) {
      // A range meets about rate × horizon tokens.
      double horizon =
          Math.min((16 + 4.0 * wanted) / wanted, (16 + 8.0 * extras) / zoneRates[zones[node]]);
      candidates.addAll(node, tokens[node], rates[node], horizon);
    }
    return candidates;
  }

  private void addAll(int node, Tokens tokens, double rate, double horizon) {
    int last = (int) (nodes.length * -StrictMath.expm1(-horizon * rate));
    for (int range = 0; range < nodes.length; range++) {
      if (tokens.number(range) <= last) {
        add(range, node, Tokens.distance(tokens.place(range), rate));
      }
    }
  }

  private void add(int range, int node, double distance) {
    int at = met[range]++;
    if (at == nodes[range].length) {
      nodes[range] = Arrays.copyOf(nodes[range], at * 2);
      distances[range] = Arrays.copyOf(distances[range], at * 2);
    }
    int[] ids = nodes[range];
    double[] far = distances[range];
    while (at > 0 && far[at - 1] > distance) {
      ids[at] = ids[at - 1];
      far[at] = far[--at];
    }
    ids[at] = node;
    far[at] = distance;
  }

  /** Per range, nearest first. */
  int[][] nodes() {
    int[][] cut = new int[nodes.length][];
    for (int range = 0; range < cut.length; range++) {
      cut[range] = Arrays.copyOf(nodes[range], met[range]);
    }
    return cut;
  }

  /** In the order of {@link #nodes}; may have unused room behind. */
  double[][] distances() {
    return distances;
  }
}
