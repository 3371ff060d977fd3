package aitta.storage;

import java.util.Optional;

/**
 * What is known in memory of one table. Its own lock orders its writes; anybody may read.
 *
 * <p>A dropped table stays here for as long as the store is open, so that nothing is written to it
 * any more: its files may be about to be deleted.
 */
final class TableState {
  private volatile TableMark mark;
  private volatile long flushedSeqNr;
  private boolean large;
  private volatile boolean dropped;

  /**
   * @param stored the mark that a file holds; null for a table that is new
   */
  TableState(RowValues.StoredMark stored) {
    if (stored != null) {
      mark = stored.mark();
      flushedSeqNr = mark.seqNr();
      large = stored.large();
    }
  }

  Optional<TableMark> mark() {
    return dropped ? Optional.empty() : Optional.ofNullable(mark);
  }

  /** 0 before the first event. */
  long seqNr() {
    TableMark known = mark;
    return known == null ? 0 : known.seqNr();
  }

  long flushedSeqNr() {
    return dropped ? 0 : flushedSeqNr;
  }

  /** Whether some row may have had a large value. Read and set with this object's lock held. */
  boolean large() {
    return large;
  }

  /**
   * @throws IllegalArgumentException unless {@code seqNr} comes after what was applied
   * @throws IllegalStateException if the table was dropped
   */
  void check(TableId table, long seqNr) {
    if (dropped) {
      throw new IllegalStateException(table + " was dropped: what comes next is another table");
    }
    if (seqNr <= seqNr()) {
      throw new IllegalArgumentException(
          table + " has applied event " + seqNr() + " already, now comes " + seqNr);
    }
  }

  void applied(TableMark now, boolean nowLarge) {
    mark = now;
    large = nowLarge;
  }

  void flushed(long seqNr) {
    flushedSeqNr = Math.max(flushedSeqNr, seqNr);
  }

  void drop() {
    dropped = true;
    mark = null;
  }

  boolean isDropped() {
    return dropped;
  }
}
