package aitta.simulation;

import aitta.replica.Heard;
import aitta.replica.NotedMarks;
import aitta.replica.ReplicaFigures;
import aitta.storage.TableId;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is promised where a disk is set back to an earlier state. If the directory is known to be a
 * copy: all. If not, its peers find out by how far they ever saw its copies, provided that they saw
 * them further than they are now, and know that for good: of the last event before a setback they
 * may not have heard.
 */
final class Setback {
  private Setback() {}

  /** Whether whoever is asked denies the copies that are behind. */
  static boolean isFoundOut(SimulatedCluster cluster, SimulatedNode node) {
    SimulatedDisk backup = node.backup();
    if (backup == null || !node.isUp() || backup.hasHints || cluster.isMoving()) {
      return false;
    }
    for (int range : cluster.rangesOf(node.id)) {
      TableId table =
          node.process().state().figures().of(range).map(ReplicaFigures.Copy::table).orElse(null);
      if (table == null) {
        return false;
      }
      long then = last(backup, table);
      boolean behind = then != last(node.disk(), table);
      List<SimulatedNode> others =
          cluster.ownersOf(range).stream().filter(owner -> owner != node).toList();
      if (behind && !others.stream().allMatch(other -> hasSeen(other, node, range, then))) {
        return false;
      }
    }
    return true;
  }

  private static long last(SimulatedDisk disk, TableId table) {
    SimulatedDisk.Events events = disk.journal.get(table.persistenceId());
    return events == null ? 0 : events.last();
  }

  private static boolean hasSeen(SimulatedNode owner, SimulatedNode other, int range, long seqNr) {
    if (!owner.isUp()) {
      return false;
    }
    Heard heard =
        owner
            .process()
            .state()
            .figures()
            .of(range)
            .flatMap(copy -> owner.process().state().disk().mark(copy.table()))
            .map(mark -> NotedMarks.of(mark.note()).get(other.id))
            .orElse(null);
    return heard != null && heard.seqNr() > seqNr;
  }

  /**
   * Whether whoever starts from the backup of a node asks another owner before it serves. A node
   * that owned a range alone by then does not know that there are others now, and nobody can tell
   * it from one that still is alone: to set it back is for an operator who knows better. Nor is
   * there anything to go back to before it had heard of a ring.
   */
  static boolean asksOthers(SimulatedCluster cluster, SimulatedNode node) {
    SimulatedDisk backup = node.backup();
    if (backup == null) {
      return true;
    }
    return backup.ring != null
        && IntStream.of(cluster.ranges())
            .mapToObj(backup.ring::ownersOf)
            .noneMatch(list -> list.n() == 1 && list.isOwner(node.id));
  }

  /** Whether clocks do not decide which of the hints in a backup are too old. */
  static boolean isExact(SimulatedNode node) {
    return node.backup() == null || !node.backup().hasHints || node.clocksAgree();
  }
}
