package aitta.storage;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.RocksDB;

/** Which tables have rows in a file. */
final class LiveFiles {
  private LiveFiles() {}

  /**
   * The tables that may have rows in {@code file}: those at its two ends, and those of {@code
   * known} between. None if the file is not a live table file, as blob files are not.
   */
  static Set<TableId> tablesIn(RocksDB rocks, String file, Collection<TableId> known) {
    Set<TableId> found = new TreeSet<>();
    for (LiveFileMetaData live : rocks.getLiveFilesMetaData()) {
      if (file != null && live.fileName().endsWith(file)) {
        // A table whose mark lies in the damage is known to nobody but the manifest.
        TableId first = RowKeys.table(live.smallestKey());
        TableId last = RowKeys.table(live.largestKey());
        found.add(first);
        found.add(last);
        for (TableId table : known) {
          if (table.compareTo(first) > 0 && table.compareTo(last) < 0) {
            found.add(table);
          }
        }
      }
    }
    return found;
  }
}
