package aitta.journal;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * The journal in numbers, as of one moment.
 *
 * @param segments that are alive
 * @param spares files that wait to become segments
 * @param bytesOnDisk what all files of the journal take
 * @param bytesInUse records in segments that hold at least one event that is not deleted: a
 *     checkpoint that deletes events brings it down
 * @param persistenceIds that ever wrote
 * @param queued submissions that wait for the writer
 * @param groups written since the start
 * @param records written since the start, one for each atomic write
 * @param recordBytes written since the start
 * @param lastGroupRecords size of the newest group
 * @param oldestSegment generation of the oldest segment with an event that is not deleted, or 0
 * @param oldestCreatedAtMillis when that segment was begun, wall clock, ms since 1970; or 0
 * @param failures of the disk since the start
 */
public record JournalFigures(
    Path dir,
    int segments,
    int spares,
    long bytesOnDisk,
    long bytesInUse,
    int persistenceIds,
    int queued,
    long groups,
    long records,
    long recordBytes,
    int lastGroupRecords,
    long oldestSegment,
    long oldestCreatedAtMillis,
    long failures,
    Fsyncs fsyncs) {

  /**
   * How long forcing groups to disk took.
   *
   * @param boundsNanos upper bounds of the buckets
   * @param counts for each bucket, not cumulative; the last one is for what is slower than all
   */
  public record Fsyncs(long[] boundsNanos, long[] counts, long sumNanos) {
    public long count() {
      return Arrays.stream(counts).sum();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Fsyncs that
          && sumNanos == that.sumNanos
          && Arrays.equals(boundsNanos, that.boundsNanos)
          && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
      return "Fsyncs" + Arrays.toString(counts) + " " + sumNanos + " ns";
    }
  }
}
