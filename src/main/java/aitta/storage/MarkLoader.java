package aitta.storage;

import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the tables of a store and their marks, by one jump per table. */
final class MarkLoader {
  private static final Logger LOG = LoggerFactory.getLogger(MarkLoader.class);
  private static final int MOST_RANGES = 65_536;

  private MarkLoader() {}

  /**
   * All marks that can be read. Damage costs those tables that lie in it, not the others: reading
   * the mark of such a table by its name says so.
   */
  static NavigableMap<TableId, RowValues.StoredMark> load(RocksDB rocks) {
    NavigableMap<TableId, RowValues.StoredMark> marks = new TreeMap<>();
    try (ReadOptions options = new ReadOptions().setFillCache(false);
        RocksIterator keys = rocks.newIterator(options)) {
      TableId from = new TableId(TableId.RANGE, 0, 0);
      keys.seek(RowKeys.start(from));
      while (from != null) {
        try {
          from = next(keys, marks);
        } catch (RocksDBException e) {
          LOG.warn("Tables from {} on cannot be read: {}", from, e.getMessage());
          from = behindDamage(keys, from);
        }
      }
    }
    return marks;
  }

  /** Takes the mark at the iterator and goes to the next table; null behind the last one. */
  private static TableId next(RocksIterator keys, NavigableMap<TableId, RowValues.StoredMark> marks)
      throws RocksDBException {
    if (!keys.isValid()) {
      keys.status();
      return null;
    }
    byte[] key = keys.key();
    TableId table = RowKeys.table(key);
    if (RowKeys.isMark(key)) {
      marks.put(table, parse(table, keys.value()));
    } else {
      LOG.warn("{} has rows and no mark: left over from a table that was dropped", table);
    }
    keys.seek(RowKeys.end(table));
    return table;
  }

  static RowValues.StoredMark parse(TableId table, byte[] stored) {
    try {
      return RowValues.parseMark(stored);
    } catch (IllegalArgumentException e) {
      throw new CorruptionException(
          "the mark of " + table + ": " + e.getMessage(), null, Set.of(table), e);
    }
  }

  /**
   * Where the damage ends is not known, so every range behind it is tried; null if nothing behind
   * can be read. The iterator then is at a key.
   */
  private static TableId behindDamage(RocksIterator keys, TableId from) {
    TableId next = from;
    while (true) {
      next = after(next);
      if (next == null) {
        return null;
      }
      keys.seek(RowKeys.start(next));
      if (keys.isValid()) {
        return next;
      }
    }
  }

  private static TableId after(TableId table) {
    if (table.range() + 1 < MOST_RANGES) {
      return new TableId(table.kind(), table.range() + 1, 0);
    }
    return table.kind() < TableId.HINTS ? new TableId((byte) (table.kind() + 1), 0, 0) : null;
  }
}
