package aitta.simulation;

import aitta.codec.Input;
import aitta.hint.HintStore;
import aitta.model.Key;
import aitta.replica.Fitness;
import aitta.replica.ReplicaFigures;
import aitta.replica.Rows;
import aitta.ring.RangeOwners;
import aitta.storage.RowScan;
import aitta.storage.TableId;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import java.util.Arrays;

/** How a process stands, for those who check it: looked at from outside, and nothing is changed. */
final class NodeState {
  private final SimulatedNode node;
  private final NodeParts parts;
  private final OpenDisk disk;

  NodeState(SimulatedNode node, NodeParts parts, OpenDisk disk) {
    this.node = node;
    this.parts = parts;
    this.disk = disk;
  }

  ReplicaFigures figures() {
    return parts.figures();
  }

  OpenDisk disk() {
    return disk;
  }

  boolean isReady() {
    return figures().readyRanges() >= parts.replicas().size();
  }

  boolean isAllFit() {
    return figures().fitRanges() == parts.replicas().size();
  }

  boolean hasCopy(int range) {
    return parts.replicas().containsKey(range);
  }

  boolean isFit(int range) {
    return figures().of(range).filter(copy -> copy.fitness() == Fitness.FIT).isPresent();
  }

  /** How many tables of a range are on disk. */
  long tables(int range) {
    return disk.tables().stream()
        .filter(table -> table.kind() == TableId.RANGE && table.range() == range)
        .count();
  }

  /** The newest list that this node knows. */
  RangeOwners listOf(int range) {
    return parts.lists().of(range);
  }

  /** The newest list that its copy knows; null where it has none that answers. */
  RangeOwners listOfCopy(int range) {
    return figures().of(range).map(ReplicaFigures.Copy::list).orElse(null);
  }

  boolean isSealed(int range) {
    return figures().of(range).filter(ReplicaFigures.Copy::sealed).isPresent();
  }

  /** Whether nothing is left here that others might want. */
  boolean isEmptied() {
    return parts.replicas().isEmpty() && hintCount() == 0;
  }

  String standings() {
    StringBuilder text = new StringBuilder();
    for (int range : parts.replicas().keySet()) {
      text.append(range)
          .append(
              figures()
                  .of(range)
                  .map(
                      copy ->
                          " "
                              + copy.fitness()
                              + (copy.sealed() ? " sealed " : " ")
                              + copy.standing()
                              + " of "
                              + copy.list().owners())
                  .orElse(" starting"))
          .append(", heard ")
          .append(parts.local().marks().of(range))
          .append("; ");
    }
    return text.toString();
  }

  /** What is on disk of a key, in this node's copy. */
  Siblings held(Key key) {
    byte[] row =
        figures()
            .of(key.range(SimulatedCluster.RANGES))
            .map(copy -> disk.get(copy.table(), Rows.of(key)))
            .orElse(null);
    return row == null ? Siblings.EMPTY : SiblingsFormat.decode(row);
  }

  /**
   * Whether the version, or what took its place, is on disk here.
   *
   * @param asOwner whether hints do not count
   */
  boolean holds(Key key, Dot dot, boolean asOwner) {
    boolean copy = hasCopy(key.range(SimulatedCluster.RANGES)) && held(key).context().covers(dot);
    if (copy || asOwner) {
      return copy;
    }
    return all(key).context().covers(dot);
  }

  /** What is on disk of a key here, hints too. */
  Siblings all(Key key) {
    Siblings all = hasCopy(key.range(SimulatedCluster.RANGES)) ? held(key) : Siblings.EMPTY;
    byte[] row = Rows.of(key);
    try (RowScan hintRows = disk.scan(HintStore.TABLE, new byte[0], null)) {
      while (hintRows.next()) {
        if (endsWith(hintRows.row(), row)) {
          all = all.join(hinted(hintRows.value()));
        }
      }
    }
    return all;
  }

  private static boolean endsWith(byte[] row, byte[] end) {
    int from = row.length - end.length;
    return from > 0 && Arrays.equals(row, from, row.length, end, 0, end.length);
  }

  /** A hint is a byte of format, since when, and the set. */
  private static Siblings hinted(byte[] hint) {
    Input in = new Input(hint);
    in.getByte();
    in.getVarint();
    return SiblingsFormat.read(in);
  }

  long hintCount() {
    return parts.hintCounts().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Null where this node has nothing left to do. */
  String whatIsUnsettled() {
    if (!isAllFit()) {
      return "a copy of " + node.id + " is not fit: " + standings();
    }
    if (hintCount() > 0) {
      return node.id + " keeps " + hintCount() + " hints";
    }
    if (parts.peers().openCount() > 0) {
      return node.id + " waits for " + parts.peers().openCount() + " answers";
    }
    if (parts.unwrittenBytes() != 0) {
      return node.id + " has " + parts.unwrittenBytes() + " bytes to write";
    }
    return null;
  }
}
