package aitta.storage;

import java.util.Arrays;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/**
 * Walks over a table's rows in order, as they were when it was opened.
 *
 * <p>For one thread at a time. Close it soon: until then the space of all that is overwritten or
 * deleted stays taken. Values are read when asked for; large ones are not touched before that.
 */
public final class Scan implements RowScan {
  private final TableId table;
  private final NativeGuard guard;
  private final Set<Scan> open;
  private final RocksDB rocks;
  private final RowReader reader;
  private final BooleanSupplier dropped;
  private final Snapshot snapshot;
  private final Slice end;
  private final ReadOptions options;
  private final RocksIterator rows;
  private boolean begun;

  /** Called inside {@code guard}. */
  Scan(
      TableId table,
      byte[] from,
      byte[] to,
      NativeGuard guard,
      Set<Scan> open,
      RocksDB rocks,
      RowReader reader,
      BooleanSupplier dropped) {
    this.table = table;
    this.guard = guard;
    this.open = open;
    this.rocks = rocks;
    this.reader = reader;
    this.dropped = dropped;
    snapshot = rocks.getSnapshot();
    end =
        new Slice(
            to == null
                ? RowKeys.section(table, RowKeys.LARGE)
                : RowKeys.of(table, RowKeys.ROW, to));
    // What a scan passes is seldom asked for again: it must not push out what is.
    options = new ReadOptions().setSnapshot(snapshot).setIterateUpperBound(end).setFillCache(false);
    rows = rocks.newIterator(options);
    rows.seek(RowKeys.of(table, RowKeys.ROW, from));
    open.add(this);
  }

  /**
   * Goes to the next row; to the first one at first.
   *
   * @return false behind the last one
   * @throws CorruptionException if the way there is damaged; rows behind it may be found by a scan
   *     from further on
   */
  @Override
  public boolean next() {
    long pass = guard.enter();
    try {
      checkOpen();
      if (begun && rows.isValid()) {
        rows.next();
      }
      begun = true;
      if (rows.isValid()) {
        return true;
      }
      rows.status();
      return false;
    } catch (RocksDBException e) {
      throw error(e);
    } finally {
      guard.leave(pass);
    }
  }

  /** Makes {@link #next} go to the first row from this one on, forward or back. */
  public void seek(byte[] row) {
    long pass = guard.enter();
    try {
      checkOpen();
      rows.seek(RowKeys.of(table, RowKeys.ROW, row));
      begun = false;
    } finally {
      guard.leave(pass);
    }
  }

  /** The name of the row that {@link #next} went to. */
  @Override
  public byte[] row() {
    long pass = guard.enter();
    try {
      checkAtRow();
      return rowName();
    } finally {
      guard.leave(pass);
    }
  }

  /**
   * The value of the row that {@link #next} went to.
   *
   * @throws StoreClosedException also if the table was dropped meanwhile, and the value with it
   */
  @Override
  public byte[] value() {
    long pass = guard.enter();
    try {
      checkAtRow();
      byte[] stored = rows.value();
      if (!RowReader.isStub(table, stored, stored.length)) {
        return RowValues.inlineValue(stored, stored.length);
      }
      int valueBytes = RowValues.stubValueBytes(stored);
      byte[] value = reader.large(options, table, rowName(), valueBytes);
      if (value == null && dropped.getAsBoolean()) {
        throw new StoreClosedException(table + " was dropped during this scan", null);
      }
      if (value == null) {
        throw RowReader.withoutValue(table);
      }
      return value;
    } catch (RocksDBException e) {
      throw error(e);
    } finally {
      guard.leave(pass);
    }
  }

  /** Closing twice does nothing; the store closes what is still open when it is closed. */
  @Override
  public void close() {
    long pass;
    try {
      pass = guard.enter();
    } catch (StoreClosedException e) {
      return; // the store has closed this scan before itself
    }
    try {
      if (open.remove(this)) {
        free();
      }
    } finally {
      guard.leave(pass);
    }
  }

  /** Gives the native memory back. The caller has seen to it that nobody is in this scan. */
  void free() {
    rows.close();
    options.close();
    end.close();
    rocks.releaseSnapshot(snapshot);
    snapshot.close();
  }

  private byte[] rowName() {
    byte[] key = rows.key();
    return Arrays.copyOfRange(key, RowKeys.PREFIX_BYTES, key.length);
  }

  private void checkAtRow() {
    checkOpen();
    if (!begun || !rows.isValid()) {
      throw new IllegalStateException("the scan of " + table + " is not at a row");
    }
  }

  private void checkOpen() {
    if (!open.contains(this)) {
      throw new StoreClosedException("this scan of " + table + " is closed", null);
    }
  }

  private StorageException error(RocksDBException e) {
    return RocksErrors.of(e, "scanning " + table, Set.of(table));
  }
}
