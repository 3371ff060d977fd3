package aitta.metrics;

import aitta.coordinator.CoordinatorFigures;
import aitta.hint.HintFigures;
import aitta.journal.JournalFigures;
import aitta.replica.Figures;
import aitta.replica.RowCache;
import aitta.storage.DiskSpace;
import aitta.storage.StateStatistics;
import java.util.Map;

/**
 * A node at one moment. A part that is not there yet is null, and shows nothing.
 *
 * @param openRequests not answered yet
 * @param bodyBytes of requests and answers in memory
 * @param catchingUp ranges not fit for strict reads
 * @param setAside folders of the node's earlier lives by what has become of them
 */
public record NodeFigures(
    boolean ready,
    long openRequests,
    long bodyBytes,
    Cluster cluster,
    Messages messages,
    CoordinatorFigures coordinators,
    HintFigures hints,
    Map<String, Long> hintsHeld,
    Figures held,
    int readyRanges,
    int catchingUp,
    Repair repair,
    JournalFigures journal,
    StateStatistics state,
    RowCache.Figures rowCache,
    DiskSpace disk,
    Clock clock,
    Moves moves,
    Map<String, Long> setAside) {

  /**
   * The cluster as the node sees it.
   *
   * @param byStatus members by the status that the API names
   * @param transfers ranges that are on their way to this node
   */
  public record Cluster(
      Map<String, Long> byStatus,
      long unreachable,
      long ringVersion,
      long rangesOwned,
      long transfers) {}

  /**
   * Between this node and others, since the start.
   *
   * @param unsent to nodes of which no address is known
   */
  public record Messages(long sent, long unsent, long received) {}

  /**
   * What comparing copies with other owners has come to, since the start.
   *
   * @param keysCompared that had to be looked at one by one
   * @param keysRepaired of which an owner was brought something
   * @param rangesCompared that this node has compared to the end at least once
   * @param rangesApart of which the last comparison found a difference in the end
   */
  public record Repair(
      long keysCompared, long keysRepaired, long rangesCompared, long rangesApart) {}

  /**
   * This node's clock beside what it hears.
   *
   * @param aheadMillis by which the highest timestamp that it knows is ahead of its own clock
   * @param notAdopted timestamps too far ahead to be adopted
   */
  public record Clock(long aheadMillis, long notAdopted) {}

  /**
   * Ranges on their way to this node.
   *
   * @param bytesLeft that are still to come, as far as is known
   * @param pace bytes a second that they may come with, requests considered
   */
  public record Moves(long ranges, long bytesLeft, long pace) {}

  /** Nothing there yet. */
  public static final NodeFigures NONE =
      new NodeFigures(
          false, 0, 0, null, null, null, null, Map.of(), null, 0, 0, null, null, null, null, null,
          null, null, null);
}
