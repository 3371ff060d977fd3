package aitta.node;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What nodes last said of themselves. Safe for use by many threads. */
final class NodeReports {
  private static final PeerMessage.Report NONE =
      new PeerMessage.Report(0, 0, 0, Map.of(), 0, false, 0, List.of());

  private final Map<NodeId, PeerMessage.Report> newest = new ConcurrentHashMap<>();

  void put(NodeId node, PeerMessage.Report report) {
    newest.put(node, report);
  }

  /** Nothing but zeros where a node has not reported yet. */
  PeerMessage.Report of(NodeId node) {
    return newest.getOrDefault(node, NONE);
  }
}
