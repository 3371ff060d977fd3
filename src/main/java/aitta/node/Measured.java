package aitta.node;

import aitta.api.ClusterReport;
import aitta.http.HttpEdge;
import aitta.journal.JournalMonitor;
import aitta.membership.ClusterView;
import aitta.membership.LeftFolders;
import aitta.metrics.NodeFigures;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.peer.RangeMessage.RangeRepair;
import aitta.peer.Transfer;
import aitta.storage.StorageException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;

/** Takes the figures of a running node from its parts. May wait for the disk. */
final class Measured {
  private Measured() {}

  /**
   * @param data null before there is any
   */
  static NodeFigures of(NodeContext node, HttpEdge edge, ActorSystem<?> system, DataPlane data) {
    ClusterView view = node.view().get();
    PeerMessage.Report own = data == null ? null : data.reports().of(view.self());
    return new NodeFigures(
        node.readiness().get().ready(),
        edge.open(),
        edge.bodyBytes(),
        cluster(view, own),
        data == null || data.peers() == null ? null : messages(data.peers()),
        data == null ? null : data.coordinatorFigures(),
        data == null ? null : data.hintFigures(),
        own == null ? Map.of() : named(own.hintsFor()),
        data == null ? null : data.figures().total(),
        data == null ? 0 : data.figures().readyRanges(),
        data == null ? 0 : data.figures().readyRanges() - data.figures().fitRanges(),
        data == null || data.healing() == null ? null : repair(data.healing()),
        JournalMonitor.get(system).figures().orElse(null),
        data == null ? null : orNull(() -> data.store().statistics()),
        data == null ? null : data.rowCache().figures(),
        data == null ? null : orNull(() -> data.store().diskSpace()),
        data == null
            ? null
            : new NodeFigures.Clock(data.clock().aheadMillis(), data.clock().notAdopted()),
        data == null || data.yielding() == null ? null : moves(data),
        data == null ? null : setAside(data.setAside()));
  }

  private static Map<String, Long> setAside(LeftFolders.Count count) {
    return Map.of(
        "waiting",
        (long) count.waiting(),
        "left",
        (long) count.left(),
        "done",
        (long) count.done());
  }

  private static NodeFigures.Moves moves(DataPlane data) {
    List<Transfer> transfers = data.transfers();
    long left = transfers.stream().mapToLong(one -> one.bytesTotal() - one.bytesDone()).sum();
    return new NodeFigures.Moves(
        transfers.size(), Math.max(0, left), data.yielding().handover().bytesPerSecond());
  }

  private static NodeFigures.Messages messages(Peers peers) {
    return new NodeFigures.Messages(peers.sentCount(), peers.unsentCount(), peers.receivedCount());
  }

  private static NodeFigures.Repair repair(Healing healing) {
    List<RangeRepair> ranges = healing.own().join();
    return new NodeFigures.Repair(
        ranges.stream().mapToLong(RangeRepair::keysCompared).sum(),
        ranges.stream().mapToLong(RangeRepair::keysRepaired).sum(),
        ranges.stream().filter(range -> range.lastRunMillis() > 0).count(),
        ranges.stream().filter(range -> range.lastRunMillis() > 0 && !range.inSync()).count());
  }

  private static NodeFigures.Cluster cluster(ClusterView view, PeerMessage.Report own) {
    Map<String, Long> byStatus = new TreeMap<>();
    for (ClusterReport.Status status : ClusterReport.Status.values()) {
      byStatus.put(status.name().toLowerCase(Locale.ROOT), 0L);
    }
    for (ClusterReport.Status status : Reports.statuses(view)) {
      byStatus.merge(status.name().toLowerCase(Locale.ROOT), 1L, Long::sum);
    }
    return new NodeFigures.Cluster(
        byStatus,
        view.peers().keySet().stream().filter(peer -> !view.isReachable(peer)).count(),
        view.ring().map(ring -> ring.version()).orElse(0L),
        view.ring().map(ring -> (long) ring.rangesOwnedBy(view.self()).size()).orElse(0L),
        own == null ? 0 : own.transfers().size());
  }

  private static Map<String, Long> named(Map<NodeId, Long> counts) {
    Map<String, Long> named = new TreeMap<>();
    counts.forEach((node, count) -> named.put(node.value(), count));
    return named;
  }

  /** A store that is being closed has nothing to say. */
  private static <T> T orNull(Supplier<T> figures) {
    try {
      return figures.get();
    } catch (StorageException e) {
      return null;
    }
  }
}
