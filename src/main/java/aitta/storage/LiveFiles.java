package aitta.storage;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.RocksDB;

/** Which tables have rows in a file. */
final class LiveFiles {
  private LiveFiles() {}

  /**
   * Those of {@code tables} that may have rows in {@code file}; none if the file is not known, as
   * blob files are not.
   */
  static Set<TableId> tablesIn(RocksDB rocks, String file, Collection<TableId> tables) {
    Set<TableId> found = new TreeSet<>();
    for (LiveFileMetaData live : rocks.getLiveFilesMetaData()) {
      if (file != null && live.fileName().endsWith(file)) {
        for (TableId table : tables) {
          if (Arrays.compareUnsigned(RowKeys.start(table), live.largestKey()) <= 0
              && Arrays.compareUnsigned(RowKeys.end(table), live.smallestKey()) > 0) {
            found.add(table);
          }
        }
      }
    }
    return found;
  }
}
