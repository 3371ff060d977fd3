package aitta.ring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Gives every range its owners so that no node holds more than its bound.
 *
 * <p>Every range walks to its nearest candidates first. A node at its bound keeps the ranges that
 * are nearest to it and sends the farthest away, which walks on. What comes out (the stable
 * matching of Gale and Shapley, here with a choice of several under zone rules) does not depend on
 * the order in which ranges walk, so one node more or less changes little. Where ranges end up
 * short although there is room elsewhere, places are shifted along shortest augmenting paths.
 */
final class BoundedMatching {
  /** A range's place at a node. */
  private record Place(int range, int candidate, double distance) {}

  private final int wanted;
  private final int extras;
  private final int[] zones;
  private final int[] bounds;
  private final int[][] candidates;
  private final double[][] distances;
  private final boolean beyond;
  private final boolean[][] closed;
  private final int[][] owners;
  private final int[] owned;
  private final int[] load;
  private final List<PriorityQueue<Place>> held = new ArrayList<>();

  /**
   * @param wanted owners of each range
   * @param extras how many of them may share a zone with an earlier one
   * @param zones of each node
   * @param bounds of each node; together they suffice for all ranges under the zone rules
   * @param candidates per range, nearest first
   * @param beyond whether ranges that run out of candidates may be given to any other node
   * @param distances per range and candidate
   */
  BoundedMatching(
      int wanted,
      int extras,
      int[] zones,
      int[] bounds,
      int[][] candidates,
      double[][] distances,
      boolean beyond) {
    this.wanted = wanted;
    this.extras = extras;
    this.zones = zones;
    this.bounds = bounds;
    this.candidates = candidates;
    this.distances = distances;
    this.beyond = beyond;
    this.closed = new boolean[candidates.length][];
    this.owners = new int[candidates.length][wanted];
    this.owned = new int[candidates.length];
    this.load = new int[bounds.length];
    for (int node = 0; node < bounds.length; node++) {
      held.add(new PriorityQueue<>(Comparator.comparingDouble(Place::distance).reversed()));
    }
  }

  /**
   * @return per range its owners, in no particular order
   * @throws IllegalStateException if the bounds do not suffice
   */
  int[][] solve() {
    ArrayDeque<Integer> walking = new ArrayDeque<>();
    for (int range = 0; range < owners.length; range++) {
      closed[range] = new boolean[candidates[range].length];
      walking.add(range);
    }
    while (!walking.isEmpty()) {
      walk(walking.remove(), walking);
    }
    for (int range = 0; range < owners.length; range++) {
      while (owned[range] < wanted) {
        augment(range);
      }
    }
    return owners;
  }

  /** Takes the nearest open candidates until the range has its owners or runs out of candidates. */
  private void walk(int range, ArrayDeque<Integer> walking) {
    for (int i = 0; i < candidates[range].length && owned[range] < wanted; i++) {
      int node = candidates[range][i];
      if (closed[range][i] || !fits(range, -1, node)) {
        continue;
      }
      owners[range][owned[range]++] = node;
      held.get(node).add(new Place(range, i, distances[range][i]));
      if (++load[node] > bounds[node]) {
        Place farthest = held.get(node).remove();
        load[node]--;
        closed[farthest.range()][farthest.candidate()] = true;
        replace(farthest.range(), node, -1);
        if (farthest.range() != range) {
          walking.add(farthest.range());
        }
      }
    }
  }

  /**
   * Whether {@code in} may join the owners of {@code range} when {@code out} (or -1) leaves them.
   */
  private boolean fits(int range, int out, int in) {
    int[] mine = owners[range];
    int shared = 0;
    int kept = 0;
    boolean zoneTaken = false;
    for (int i = 0; i < owned[range]; i++) {
      if (mine[i] == in) {
        return false;
      }
      if (mine[i] == out) {
        continue;
      }
      kept++;
      zoneTaken |= zones[mine[i]] == zones[in];
      for (int j = 0; j < i; j++) {
        if (mine[j] != out && zones[mine[j]] == zones[mine[i]]) {
          shared++;
          break;
        }
      }
    }
    return kept < wanted && shared + (zoneTaken ? 1 : 0) <= extras;
  }

  /** Puts {@code in} where {@code out} was; -1 leaves the place empty. */
  private void replace(int range, int out, int in) {
    int[] mine = owners[range];
    for (int i = 0; i < owned[range]; i++) {
      if (mine[i] == out) {
        mine[i] = in >= 0 ? in : mine[--owned[range]];
        return;
      }
    }
    throw new IllegalStateException("node " + out + " does not own range " + range);
  }

  /**
   * Gives {@code range} one owner more: a node that has room, or one that hands another range on to
   * a node that has, and so forth. Breadth first, because only a shortest path is sure to respect
   * the zones of a range that it touches twice.
   */
  private void augment(int range) {
    int nodes = bounds.length;
    int[] giver = new int[nodes];
    int[] via = new int[nodes];
    boolean[] seen = new boolean[nodes];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    reach(range, -1, giver, via, seen, queue);
    while (!queue.isEmpty()) {
      int node = queue.remove();
      if (load[node] < bounds[node]) {
        load[node]++;
        shift(node, giver, via);
        return;
      }
      for (int other = 0; other < owners.length; other++) {
        if (owns(other, node)) {
          reach(other, node, giver, via, seen, queue);
        }
      }
    }
    throw new IllegalStateException("no node has room for range " + range);
  }

  private void reach(
      int range, int out, int[] giver, int[] via, boolean[] seen, ArrayDeque<Integer> queue) {
    int choices = beyond ? bounds.length : candidates[range].length;
    for (int i = 0; i < choices; i++) {
      int in = beyond ? (range + i) % bounds.length : candidates[range][i];
      if (!seen[in] && fits(range, out, in)) {
        seen[in] = true;
        giver[in] = out;
        via[in] = range;
        queue.add(in);
      }
    }
  }

  private void shift(int last, int[] giver, int[] via) {
    int node = last;
    while (giver[node] >= 0) {
      replace(via[node], giver[node], node);
      node = giver[node];
    }
    owners[via[node]][owned[via[node]]++] = node;
  }

  private boolean owns(int range, int node) {
    for (int i = 0; i < owned[range]; i++) {
      if (owners[range][i] == node) {
        return true;
      }
    }
    return false;
  }
}
