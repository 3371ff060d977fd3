package aitta.ring;

/**
 * How fast each node races for the ranges, so that without any bound it would already win about its
 * fair share: then the bound seldom strikes, and it is the bound that makes ranges move which no
 * join or leave concerns.
 */
final class Rates {
  /** As good as certain; the logarithm of a true certainty would be infinite. */
  private static final double CERTAIN = 1 - 0x1p-20;

  /** A zone that is in nearly every range anyway says nothing about how hard zones have to race. */
  private static final double FULL = 0.97;

  /**
   * What a node loses to others of its zone differs between zones of different size. Differences up
   * to this much (10 %) are left to the bounds: to follow them exactly would change the rate of
   * every node at each join, and move about half as much again.
   */
  private static final double IGNORED = 0.1;

  private Rates() {}

  /**
   * @param share of each node, as a part of all ranges
   * @param zones of each node, numbered from 0 without gaps
   * @param wanted owners of each range
   * @param distinct whether a range takes one node of a zone at most
   */
  static double[] of(double[] share, int[] zones, int wanted, boolean distinct) {
    double[] rates = new double[share.length];
    for (int v = 0; v < rates.length; v++) {
      rates[v] = toWin(share[v], wanted);
    }
    if (distinct) {
      raceByZone(rates, share, zones, wanted);
    }
    return rates;
  }

  /** The first of a race: chances are as the rates. One of the first n: near 1 − e^-rate. */
  private static double toWin(double chance, int wanted) {
    return wanted == 1 ? chance : -StrictMath.log1p(-Math.min(chance, CERTAIN));
  }

  /** Makes zones, not nodes, win their shares; within a zone chances are as the nodes' shares. */
  private static void raceByZone(double[] rates, double[] share, int[] zones, int wanted) {
    double[] alone = sums(rates, zones);
    double[] zoneShare = sums(share, zones);
    double[] harder = new double[alone.length];
    double mean = 0;
    double weight = 0;
    for (int z = 0; z < harder.length; z++) {
      harder[z] = StrictMath.log(toWin(zoneShare[z], wanted) / alone[z]);
      if (zoneShare[z] < FULL) {
        mean += harder[z] * zoneShare[z];
        weight += zoneShare[z];
      }
    }
    mean = weight > 0 ? mean / weight : 0;
    for (int v = 0; v < rates.length; v++) {
      int z = zones[v];
      double ignored = Math.max(-IGNORED, Math.min(IGNORED, harder[z] - mean));
      rates[v] = toWin(zoneShare[z], wanted) * share[v] / zoneShare[z] * StrictMath.exp(-ignored);
    }
  }

  private static double[] sums(double[] values, int[] zones) {
    double[] sums = new double[FairShares.count(zones)];
    for (int v = 0; v < values.length; v++) {
      sums[zones[v]] += values[v];
    }
    return sums;
  }
}
