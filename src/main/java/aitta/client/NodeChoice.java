package aitta.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** In which order the nodes are asked: owners, other nodes, those that the client was given. */
final class NodeChoice {
  private NodeChoice() {}

  /**
   * @param salt of this client. Clients differ in which owner they ask first, so that the load is
   *     spread; one client stays with the same for a key, so that reads of one replica do not go
   *     back in time
   * @param isWell nodes that are not are asked last
   * @return each node once; never empty
   */
  static List<URI> order(
      HttpCall call, Topology topology, List<URI> given, int salt, Predicate<URI> isWell) {
    Set<URI> all = new LinkedHashSet<>();
    if (call.key() != null) {
      int start = call.firstOwner() ? 0 : call.key().hashCode() + salt;
      all.addAll(rotated(topology.owners(call.key()), start));
    }
    all.addAll(rotated(reachable(topology), salt));
    all.addAll(rotated(given, salt));
    all.addAll(topology.nodes().values());
    List<URI> well = new ArrayList<>(all.size());
    List<URI> away = new ArrayList<>();
    for (URI node : all) {
      (isWell.test(node) ? well : away).add(node);
    }
    well.addAll(away);
    return well;
  }

  private static List<URI> reachable(Topology topology) {
    return topology.nodes().entrySet().stream()
        .filter(node -> !topology.unreachable().contains(node.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static List<URI> rotated(List<URI> nodes, int start) {
    if (nodes.size() < 2) {
      return nodes;
    }
    int first = Math.floorMod(start, nodes.size());
    List<URI> rotated = new ArrayList<>(nodes.subList(first, nodes.size()));
    rotated.addAll(nodes.subList(0, first));
    return rotated;
  }
}
