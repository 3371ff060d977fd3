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
import aitta.peer.Transfer;
import aitta.ring.Membership;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import aitta.version.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the API tells of the cluster, put together from a node's own view and from what its peers
 * last said.
 */
final class Reports {
  private Reports() {}

  static ClusterReport cluster(ClusterView view, NodeReports reports) {
    Ring ring = view.ring().orElseThrow();
    List<ClusterReport.Node> nodes =
        concerned(ring).stream()
            .map(id -> node(id, view.peers().get(id), ring, reports.of(id)))
            .toList();
    return new ClusterReport(
        view.self().value(),
        ring.replicas(),
        ring.ranges(),
        ring.version(),
        nodes,
        transfers(view, reports));
  }

  /** As far as their receivers can be reached: what the others said last is over. */
  private static List<ClusterReport.Transfer> transfers(ClusterView view, NodeReports reports) {
    return view.peers().keySet().stream()
        .filter(view::isReachable)
        .sorted()
        .flatMap(to -> reports.of(to).transfers().stream().map(one -> transfer(one, to)))
        .toList();
  }

  private static ClusterReport.Transfer transfer(Transfer transfer, NodeId to) {
    return new ClusterReport.Transfer(
        transfer.range(),
        transfer.from() == null ? null : transfer.from().value(),
        to.value(),
        transfer.bytesDone(),
        transfer.bytesTotal(),
        transfer.bytesPerSecond(),
        transfer.etaSeconds() < 0 ? null : transfer.etaSeconds());
  }

  /** Members, and those that were removed while ranges still wait for new owners in their place. */
  private static SortedSet<NodeId> concerned(Ring ring) {
    SortedSet<NodeId> nodes = new TreeSet<>(ring.members().keySet());
    for (Membership entry : ring.memberships()) {
      if (entry.isRemoved() && !ring.rangesOwnedBy(entry.id()).isEmpty()) {
        nodes.add(entry.id());
      }
    }
    return nodes;
  }

  /**
   * @param peer null for one that is not in the cluster
   */
  private static ClusterReport.Node node(
      NodeId id, Peer peer, Ring ring, PeerMessage.Report report) {
    RingMember member = ring.membershipOf(id).orElseThrow().member();
    int owned = ring.rangesOwnedBy(id).size();
    Map<String, Long> hintsFor = new TreeMap<>();
    report.hintsFor().forEach((target, count) -> hintsFor.put(target.value(), count));
    return new ClusterReport.Node(
        id.value(),
        peer == null || peer.address() == null ? null : peer.address().hostPort(),
        peer == null || peer.http() == null ? null : peer.http().toString(),
        member.zone(),
        member.weight(),
        status(id, peer, ring, owned),
        owned,
        report.keys(),
        report.bytes(),
        hintsFor.values().stream().mapToLong(Long::longValue).sum(),
        hintsFor,
        report.catchingUp(),
        report.diskFull(),
        report.setAside());
  }

  /**
   * How the nodes do that {@link #cluster} tells of; before there is a ring, those that are seen.
   */
  static List<ClusterReport.Status> statuses(ClusterView view) {
    if (view.ring().isEmpty()) {
      return view.peers().values().stream()
          .map(peer -> ClusterReport.Status.valueOf(peer.status().name()))
          .toList();
    }
    Ring ring = view.ring().get();
    return concerned(ring).stream()
        .map(id -> status(id, view.peers().get(id), ring, ring.rangesOwnedBy(id).size()))
        .toList();
  }

  /** A node joins until it owns something, as far as it should; one that was removed is leaving. */
  private static ClusterReport.Status status(NodeId id, Peer peer, Ring ring, int owned) {
    if (ring.isRemoved(id)) {
      return ClusterReport.Status.LEAVING;
    } else if (peer == null) {
      return ClusterReport.Status.UNREACHABLE;
    } else if (peer.status() != Peer.PeerStatus.UP) {
      return ClusterReport.Status.valueOf(peer.status().name());
    } else if (ring.isLeaving(id)) {
      return ClusterReport.Status.LEAVING;
    }
    boolean waits = owned == 0 && ring.target().stream().anyMatch(list -> list.contains(id));
    return waits ? ClusterReport.Status.JOINING : ClusterReport.Status.UP;
  }

  static RingReport ring(ClusterView view) {
    Ring ring = view.ring().orElseThrow();
    List<List<NodeId>> target = ring.target();
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
              names(target.get(i).stream().filter(node -> !list.isOwner(node)).toList()),
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
