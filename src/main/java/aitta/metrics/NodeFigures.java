package aitta.metrics;

import aitta.coordinator.CoordinatorFigures;
import aitta.hint.HintFigures;
import aitta.journal.JournalFigures;
import aitta.replica.Figures;
import aitta.storage.DiskSpace;
import aitta.storage.StateStatistics;
import java.util.Map;

/**
 * A node at one moment. A part that is not there yet is null, and shows nothing.
 *
 * @param openRequests not answered yet
 * @param bodyBytes of requests and answers in memory
 * @param catchingUp ranges not fit for strict reads
 */
public record NodeFigures(
    boolean ready,
    long openRequests,
    long bodyBytes,
    Cluster cluster,
    CoordinatorFigures coordinators,
    HintFigures hints,
    Map<String, Long> hintsHeld,
    Figures held,
    int readyRanges,
    int catchingUp,
    JournalFigures journal,
    StateStatistics state,
    DiskSpace disk) {

  /**
   * The cluster as the node sees it.
   *
   * @param byStatus members by the status that the API names
   */
  public record Cluster(
      Map<String, Long> byStatus, long unreachable, long ringVersion, long rangesOwned) {}

  /** Nothing there yet. */
  public static final NodeFigures NONE =
      new NodeFigures(false, 0, 0, null, null, null, Map.of(), null, 0, 0, null, null, null);
}
