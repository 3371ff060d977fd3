package aitta.simulation;

import aitta.storage.RowChange;
import aitta.storage.RowScan;
import aitta.storage.RowStore;
import aitta.storage.TableId;
import aitta.storage.TableMark;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A {@link SimulatedDisk} while a process has it open: rows that were not flushed are in memory.
 */
final class OpenDisk implements RowStore {
  private final SimulatedDisk disk;
  private final Map<TableId, SimulatedDisk.Table> tables = new TreeMap<>();
  private boolean closed;

  OpenDisk(SimulatedDisk disk) {
    this.disk = disk;
    disk.flushed.forEach((id, table) -> tables.put(id, table.copy()));
  }

  SimulatedDisk disk() {
    return disk;
  }

  /** The process is gone. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the process is gone");
    }
  }

  Set<TableId> tables() {
    return new TreeSet<>(tables.keySet());
  }

  private SimulatedDisk.Table table(TableId id) {
    return tables.getOrDefault(id, SimulatedDisk.Table.EMPTY);
  }

  @Override
  public byte[] get(TableId table, byte[] row) {
    checkOpen();
    return table(table).rows().get(row);
  }

  @Override
  public RowScan scan(TableId table, byte[] from, byte[] to) {
    checkOpen();
    Map<byte[], byte[]> part =
        to == null ? table(table).rows().tailMap(from) : between(table(table).rows(), from, to);
    Iterator<Map.Entry<byte[], byte[]>> rows = part.entrySet().iterator();
    return new RowScan() {
      private Map.Entry<byte[], byte[]> at;

      @Override
      public boolean next() {
        at = rows.hasNext() ? rows.next() : null;
        return at != null;
      }

      @Override
      public byte[] row() {
        return at.getKey();
      }

      @Override
      public byte[] value() {
        return at.getValue();
      }

      @Override
      public void close() {
        at = null;
      }
    };
  }

  private static Map<byte[], byte[]> between(TreeMap<byte[], byte[]> rows, byte[] from, byte[] to) {
    return Arrays.compareUnsigned(from, to) >= 0 ? Map.of() : rows.subMap(from, to);
  }

  @Override
  public void apply(TableId id, long seqNr, List<RowChange> changes, byte[] note) {
    checkOpen();
    SimulatedDisk.Table table = table(id);
    TreeMap<byte[], byte[]> rows =
        table.mark() == null ? new TreeMap<>(Arrays::compareUnsigned) : table.rows();
    if (table.mark() != null && table.mark().seqNr() >= seqNr) {
      throw new IllegalArgumentException(id + " has event " + seqNr + " already");
    }
    for (RowChange change : changes) {
      if (change.isDelete()) {
        rows.remove(change.row());
      } else {
        rows.put(change.row(), change.value());
      }
    }
    tables.put(id, new SimulatedDisk.Table(rows, new TableMark(seqNr, note)));
  }

  /** Without an event: what no part of production does. */
  void remove(TableId table, byte[] row) {
    table(table).rows().remove(row);
  }

  @Override
  public Optional<TableMark> mark(TableId table) {
    checkOpen();
    return Optional.ofNullable(table(table).mark());
  }

  /** Events that the flushed rows have in them are of no use any more. */
  @Override
  public void flush() {
    checkOpen();
    disk.flushed.clear();
    tables.forEach(
        (id, table) -> {
          disk.flushed.put(id, table.copy());
          SimulatedDisk.Events events = disk.journal.get(id.persistenceId());
          while (events != null && !events.kept.isEmpty() && isIn(table, events)) {
            events.kept.remove(0);
            events.deletedTo++;
          }
        });
  }

  private static boolean isIn(SimulatedDisk.Table table, SimulatedDisk.Events events) {
    return events.kept.get(0).sequenceNr() <= table.mark().seqNr();
  }

  @Override
  public void drop(TableId table) {
    checkOpen();
    tables.remove(table);
  }
}
