package aitta.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether any placement at all keeps given bounds under the zone rules, found out the slow and
 * obvious way: the maximum flow from ranges over zones to nodes.
 */
final class Flow {
  private final List<int[]> arcs = new ArrayList<>(); // from, to, capacity left; odd ones lead back
  private final List<List<Integer>> leaving = new ArrayList<>();

  private Flow() {}

  static boolean placementExists(int ranges, int wanted, int[] zones, int[] bounds) {
    Flow flow = new Flow();
    int zoneCount = Arrays.stream(zones).max().orElseThrow() + 1;
    int shared = wanted - Math.min(wanted, zoneCount);
    int source = flow.vertex();
    int sink = flow.vertex();
    int[] nodes = new int[zones.length];
    for (int v = 0; v < zones.length; v++) {
      nodes[v] = flow.vertex();
      flow.arc(nodes[v], sink, bounds[v]);
    }
    for (int range = 0; range < ranges; range++) {
      int start = flow.vertex();
      flow.arc(source, start, wanted);
      int anyZone = flow.vertex();
      flow.arc(start, anyZone, shared);
      int[] perZone = new int[zoneCount];
      for (int z = 0; z < zoneCount; z++) {
        perZone[z] = flow.vertex();
        flow.arc(start, perZone[z], 1);
      }
      for (int v = 0; v < zones.length; v++) {
        int once = flow.vertex();
        flow.arc(anyZone, once, 1);
        flow.arc(perZone[zones[v]], once, 1);
        flow.arc(once, nodes[v], 1);
      }
    }
    int found = 0;
    while (flow.push(source, sink)) {
      found++;
    }
    return found == ranges * wanted;
  }

  private int vertex() {
    leaving.add(new ArrayList<>());
    return leaving.size() - 1;
  }

  private void arc(int from, int to, int capacity) {
    leaving.get(from).add(arcs.size());
    arcs.add(new int[] {from, to, capacity});
    leaving.get(to).add(arcs.size());
    arcs.add(new int[] {to, from, 0});
  }

  /** Pushes one unit along a path with room, if there is one. */
  private boolean push(int source, int sink) {
    int[] by = new int[leaving.size()];
    Arrays.fill(by, -1);
    List<Integer> queue = new ArrayList<>(List.of(source));
    for (int i = 0; i < queue.size() && by[sink] < 0; i++) {
      for (int arc : leaving.get(queue.get(i))) {
        int to = arcs.get(arc)[1];
        if (arcs.get(arc)[2] > 0 && by[to] < 0 && to != source) {
          by[to] = arc;
          queue.add(to);
        }
      }
    }
    if (by[sink] < 0) {
      return false;
    }
    for (int at = sink; at != source; at = arcs.get(by[at])[0]) {
      arcs.get(by[at])[2]--;
      arcs.get(by[at] ^ 1)[2]++;
    }
    return true;
  }
}
