package aitta.node;

import aitta.api.ClusterReport;
import aitta.api.LocateReport;
import aitta.api.RingReport;
import aitta.coordinator.Route;
import aitta.membership.ClusterView;
import aitta.membership.Peer;
import aitta.model.Key;
import aitta.model.KeyRange;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the API tells of the cluster, put together from a node's own view and from what its peers
 * last said.
 */
final class Reports {
  private Reports() {}

  static ClusterReport cluster(ClusterView view, NodeReports reports) {
    Ring ring = view.ring().orElseThrow();
    List<ClusterReport.Node> nodes =
        view.peers().values().stream()
            .filter(peer -> ring.members().containsKey(peer.id()))
            .sorted(Comparator.comparing(Peer::id))
            .map(peer -> node(peer, ring, reports.of(peer.id())))
            .toList();
    return new ClusterReport(
        view.self().value(), ring.replicas(), ring.ranges(), ring.version(), nodes, List.of());
  }

  private static ClusterReport.Node node(Peer peer, Ring ring, PeerMessage.Report report) {
    Map<String, Long> hintsFor = new TreeMap<>();
    report.hintsFor().forEach((target, count) -> hintsFor.put(target.value(), count));
    return new ClusterReport.Node(
        peer.id().value(),
        peer.address() == null ? null : peer.address().hostPort(),
        peer.http() == null ? null : peer.http().toString(),
        peer.zone(),
        peer.weight(),
        ClusterReport.Status.valueOf(peer.status().name()),
        ring.rangesOwnedBy(peer.id()).size(),
        report.keys(),
        report.bytes(),
        hintsFor.values().stream().mapToLong(Long::longValue).sum(),
        hintsFor,
        report.catchingUp(),
        report.diskFull());
  }

  static RingReport ring(ClusterView view) {
    Ring ring = view.ring().orElseThrow();
    List<RingReport.Range> ranges = new ArrayList<>(ring.ranges());
    for (int i = 0; i < ring.ranges(); i++) {
      KeyRange range = new KeyRange(i, ring.ranges());
      RangeOwners list = ring.ownersOf(i);
      ranges.add(
          new RingReport.Range(
              i,
              range.from().toString(),
              range.to().toString(),
              names(list.owners()),
              List.of(),
              list.version()));
    }
    return new RingReport(ring.version(), ring.replicas(), ranges);
  }

  static LocateReport locate(Key key, Route route) {
    return new LocateReport(
        key.token().toString(), route.range(), names(route.owners()), names(route.standIns()));
  }

  private static List<String> names(Collection<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).toList();
  }
}
