package aitta.node;

import aitta.handover.OwnerLists;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.Transfer;
import aitta.replica.ReplicaFigures;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What this node says of itself to the others. Safe for use by many threads. */
final class OwnReport {
  private final NodeId self;
  private final OwnerLists lists;
  private final ReplicaFigures figures;
  private final IntSupplier copies;
  private final BooleanSupplier diskFull;
  private final Supplier<List<Transfer>> transfers;
  private final IntSupplier setAside;
  private volatile Map<NodeId, Long> hints; // null until those on disk are counted

  /**
   * @param copies how many this node has, fit or not
   * @param setAside folders of its earlier lives
   */
  OwnReport(
      NodeId self,
      OwnerLists lists,
      ReplicaFigures figures,
      IntSupplier copies,
      BooleanSupplier diskFull,
      Supplier<List<Transfer>> transfers,
      IntSupplier setAside) {
    this.self = self;
    this.lists = lists;
    this.figures = figures;
    this.copies = copies;
    this.diskFull = diskFull;
    this.transfers = transfers;
    this.setAside = setAside;
  }

  /** Hints were counted, by the node that they are for. */
  void hints(Map<NodeId, Long> counts) {
    hints = counts;
  }

  PeerMessage.Report now() {
    Map<NodeId, Long> counted = hints;
    return new PeerMessage.Report(
        0,
        figures.total().keys(),
        figures.total().bytes(),
        counted == null ? Map.of() : counted,
        ownedRanges() - figures.fitRangesOf(self),
        diskFull.getAsBoolean(),
        setAside.getAsInt(),
        transfers.get());
  }

  private int ownedRanges() {
    return lists.ring().rangesOwnedBy(self).size();
  }

  /**
   * Whether nothing is left here that others might want: no list of owners names this node, it has
   * no copy, and no hint.
   */
  boolean isEmptied() {
    Map<NodeId, Long> counted = hints;
    return ownedRanges() == 0
        && copies.getAsInt() == 0
        && counted != null
        && counted.values().stream().allMatch(count -> count == 0);
  }
}
