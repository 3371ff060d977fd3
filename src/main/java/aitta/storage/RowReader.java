package aitta.storage;

import java.util.Set;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/** Reads single rows. Whoever calls keeps the database open meanwhile. */
final class RowReader {
  private static final int USUAL_VALUE_BYTES = 8 << 10;
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  /** A thread's own buffers: they outlive the call, what is handed out is copied from them. */
  private static final class Scratch {
    final byte[] key = new byte[RowKeys.MAX_BYTES];
    final byte[] value = new byte[USUAL_VALUE_BYTES];
  }

  private final RocksDB rocks;
  private final ColumnFamilyHandle family;

  RowReader(RocksDB rocks, ColumnFamilyHandle family) {
    this.rocks = rocks;
    this.family = family;
  }

  /** The row's value; null if there is none. */
  byte[] get(ReadOptions options, TableId table, byte[] row) throws RocksDBException {
    Scratch scratch = SCRATCH.get();
    int keyBytes = RowKeys.put(table, RowKeys.ROW, row, scratch.key);
    byte[] stored = scratch.value;
    int length = read(options, scratch.key, keyBytes, stored);
    while (length > stored.length) {
      stored = new byte[length];
      length = read(options, scratch.key, keyBytes, stored);
    }
    if (length == RocksDB.NOT_FOUND) {
      return null;
    }
    if (!isStub(table, stored, length)) {
      return RowValues.inlineValue(stored, length);
    }
    byte[] value = large(options, table, row, RowValues.stubValueBytes(stored));
    return value != null ? value : atOneTime(options, table, row);
  }

  /**
   * The value from the large section; null if there is none of {@code valueBytes}.
   *
   * @param options for a snapshot, if the answer is to be certain
   */
  byte[] large(ReadOptions options, TableId table, byte[] row, int valueBytes)
      throws RocksDBException {
    Scratch scratch = SCRATCH.get();
    int keyBytes = RowKeys.put(table, RowKeys.LARGE, row, scratch.key);
    byte[] value = new byte[valueBytes];
    return read(options, scratch.key, keyBytes, value) == valueBytes ? value : null;
  }

  static boolean isStub(TableId table, byte[] stored, int length) {
    try {
      return RowValues.isStub(stored, length);
    } catch (IllegalArgumentException e) {
      throw new CorruptionException(
          "a row of " + table + ": " + e.getMessage(), null, Set.of(table), e);
    }
  }

  static CorruptionException withoutValue(TableId table) {
    return new CorruptionException(
        "a large value of " + table + " is missing", null, Set.of(table), null);
  }

  /** Row and large value were written anew between our two readings, or the value is missing. */
  private byte[] atOneTime(ReadOptions now, TableId table, byte[] row) throws RocksDBException {
    if (now.snapshot() != null) {
      throw withoutValue(table);
    }
    Snapshot snapshot = rocks.getSnapshot();
    try (ReadOptions then = new ReadOptions(now).setSnapshot(snapshot)) {
      return get(then, table, row);
    } finally {
      rocks.releaseSnapshot(snapshot);
      snapshot.close();
    }
  }

  private int read(ReadOptions options, byte[] key, int keyBytes, byte[] value)
      throws RocksDBException {
    return rocks.get(family, options, key, 0, keyBytes, value, 0, value.length);
  }

  /** The table's mark as stored; null if there is none. */
  byte[] mark(ReadOptions options, TableId table) throws RocksDBException {
    return rocks.get(family, options, RowKeys.section(table, RowKeys.MARK));
  }
}
