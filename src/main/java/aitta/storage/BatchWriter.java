package aitta.storage;

import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Writes rows together with their mark, without RocksDB's log. Whoever calls keeps the database
 * open and holds the table's lock meanwhile.
 */
final class BatchWriter {
  private static final int BATCH_OVERHEAD_BYTES = 256;
  private static final int ROW_OVERHEAD_BYTES = 32;

  private final RocksDB rocks;
  private final ColumnFamilyHandle family;
  private final ReadOptions now;
  private final WriteOptions withoutLog;
  private final int blobThresholdBytes;

  BatchWriter(
      RocksDB rocks,
      ColumnFamilyHandle family,
      ReadOptions now,
      WriteOptions withoutLog,
      int blobThresholdBytes) {
    this.rocks = rocks;
    this.family = family;
    this.now = now;
    this.withoutLog = withoutLog;
    this.blobThresholdBytes = blobThresholdBytes;
  }

  void write(TableId table, TableState state, List<RowChange> changes, TableMark mark)
      throws RocksDBException {
    boolean hadLarge = state.large();
    boolean putLarge = false;
    try (WriteBatch batch = new WriteBatch(bytes(changes, mark))) {
      for (RowChange change : changes) {
        byte[] row = RowKeys.of(table, RowKeys.ROW, change.row());
        if (!change.isDelete() && isLarge(change.value())) {
          batch.put(row, RowValues.stub(change.value().length));
          batch.put(RowKeys.of(table, RowKeys.LARGE, change.row()), change.value());
          putLarge = true;
          continue;
        }
        if (change.isDelete()) {
          batch.delete(row);
        } else {
          batch.put(row, RowValues.inline(change.value()));
        }
        if (putLarge || hadLarge) {
          deleteLarge(batch, RowKeys.of(table, RowKeys.LARGE, change.row()), putLarge);
        }
      }
      boolean large = hadLarge || putLarge;
      batch.put(
          RowKeys.section(table, RowKeys.MARK), RowValues.mark(mark.seqNr(), mark.note(), large));
      rocks.write(withoutLog, batch);
      state.applied(mark, large);
    }
  }

  /** Deletes all rows of the table and its mark. */
  void drop(TableId table) throws RocksDBException {
    rocks.deleteRange(family, withoutLog, RowKeys.start(table), RowKeys.end(table));
  }

  /**
   * A large value that the row had before. Its row does not point to it any more, so that leaving
   * it would be waste, not an error; the filters mostly say at little cost that there is none.
   */
  private void deleteLarge(WriteBatch batch, byte[] key, boolean inThisBatch)
      throws RocksDBException {
    if (inThisBatch || rocks.keyMayExist(family, now, key, null)) {
      batch.delete(key);
    }
  }

  private boolean isLarge(byte[] value) {
    return value.length >= blobThresholdBytes;
  }

  private static int bytes(List<RowChange> changes, TableMark mark) {
    long bytes = BATCH_OVERHEAD_BYTES + mark.note().length;
    for (RowChange change : changes) {
      bytes += ROW_OVERHEAD_BYTES + change.row().length;
      bytes += change.isDelete() ? 0 : change.value().length;
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }
}
