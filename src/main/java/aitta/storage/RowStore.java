package aitta.storage;

import java.util.List;
import java.util.Optional;

/**
 * The tables of a node, as their owners see them. {@link StateStore} keeps them on a disk; it says
 * in full what each of these does, and what it throws.
 */
public interface RowStore {
  /** The row's value; null where there is none. */
  byte[] get(TableId table, byte[] row);

  /**
   * Rows in order; null for the end of the table.
   *
   * @param toExclusive null for all
   */
  RowScan scan(TableId table, byte[] fromInclusive, byte[] toExclusive);

  /** The event {@code seqNr} of the table; one that it has is passed over. */
  void apply(TableId table, long seqNr, List<RowChange> changes, byte[] note);

  /** How far the table has come; empty before its first event. */
  Optional<TableMark> mark(TableId table);

  /** Waits until all that was applied is on disk. */
  void flush();

  void drop(TableId table);
}
