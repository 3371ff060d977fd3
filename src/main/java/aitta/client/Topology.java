package aitta.client;

import aitta.api.ClusterReport;
import aitta.api.RingReport;
import aitta.model.Key;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the client knows of the cluster.
 *
 * @param version of the ring; 0 for none
 * @param nodes id to address
 * @param unreachable ids of those that the others could not reach
 * @param owners of each range, in the order of the agreed list; empty while there is no ring
 */
record Topology(
    long version, Map<String, URI> nodes, Set<String> unreachable, List<List<String>> owners) {
  /** Before anything was learnt. */
  static final Topology UNKNOWN = new Topology(0, Map.of(), Set.of(), List.of());

  /**
   * Takes in a report about the nodes; the ring stays as it is.
   *
   * @param scheme of the addresses: all nodes speak as the one does that made the report
   */
  Topology with(ClusterReport report, String scheme) {
    Map<String, URI> found = new LinkedHashMap<>();
    Set<String> away = new LinkedHashSet<>();
    for (ClusterReport.Node node : report.nodes()) {
      URI address = address(scheme, node.http());
      if (address != null) {
        found.put(node.id(), address);
      }
      if (node.status() == ClusterReport.Status.UNREACHABLE) {
        away.add(node.id());
      }
    }
    return found.isEmpty() ? this : new Topology(version, found, away, owners);
  }

  /** Takes in a ring, unless it is older than the known one, or no ring of equal ranges. */
  Topology with(RingReport ring) {
    int ranges = ring.ranges().size();
    if (ring.version() < version || ranges == 0 || Integer.bitCount(ranges) != 1) {
      return this;
    }
    List<List<String>> byRange = new ArrayList<>(ranges);
    for (int i = 0; i < ranges; i++) {
      if (ring.ranges().get(i).range() != i) {
        return this;
      }
      byRange.add(ring.ranges().get(i).owners());
    }
    return new Topology(ring.version(), nodes, unreachable, List.copyOf(byRange));
  }

  /** Null where the text can be no address. */
  private static URI address(String scheme, String hostAndPort) {
    try {
      URI uri = URI.create(scheme + "://" + hostAndPort);
      return uri.getHost() == null || uri.getPort() < 0 ? null : uri;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The addresses of a key's owners, in the order of the agreed list; empty if not known. */
  List<URI> owners(Key key) {
    if (owners.isEmpty()) {
      return List.of();
    }
    List<URI> found = new ArrayList<>();
    for (String owner : owners.get(rangeOf(key, owners.size()))) {
      URI address = nodes.get(owner);
      if (address != null && !unreachable.contains(owner)) {
        found.add(address);
      }
    }
    return found;
  }

  /** A ring of one range, as only a test would have, has no bits to shift by. */
  private static int rangeOf(Key key, int ranges) {
    return ranges == 1 ? 0 : key.range(ranges);
  }
}
