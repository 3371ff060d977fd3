package aitta.node;

import aitta.api.ClusterReport;
import aitta.api.ExplainReport;
import aitta.api.LocateReport;
import aitta.api.RingReport;
import aitta.coordinator.Explanation;
import aitta.coordinator.Route;
import aitta.membership.ClusterView;
import aitta.membership.Peer;
import aitta.model.Key;
import aitta.model.KeyRange;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import aitta.version.Version;
import java.time.Instant;
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

  static ExplainReport explain(
      Key key, Route route, List<Explanation.Copy> copies, long nowMillis) {
    List<ExplainReport.Replica> replicas =
        copies.stream().map(copy -> replica(copy, nowMillis)).toList();
    return new ExplainReport(key.encodedName(), route.range(), replicas);
  }

  private static ExplainReport.Replica replica(Explanation.Copy copy, long nowMillis) {
    List<Version> versions = copy.siblings() == null ? List.of() : copy.siblings().versions();
    return new ExplainReport.Replica(
        copy.node().value(),
        copy.owner() ? "owner" : "stand-in",
        copy.siblings() != null,
        !copy.fit(),
        versions.stream().map(version -> version(version, nowMillis)).toList());
  }

  private static ExplainReport.HeldVersion version(Version version, long nowMillis) {
    return new ExplainReport.HeldVersion(
        version.etag(),
        !version.isLive(nowMillis),
        Instant.ofEpochMilli(version.lastModifiedMillis()).toString(),
        version.value().length,
        Long.toHexString(version.dot().writer()) + ":" + version.dot().counter());
  }

  private static List<String> names(Collection<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).toList();
  }
}
