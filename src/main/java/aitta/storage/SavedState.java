package aitta.storage;

import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.Checkpoint;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * A checkpoint of a {@link StateStore}, to be read and not changed. All calls block.
 *
 * <p>Every method may throw {@link CorruptionException}, which names the file where RocksDB does.
 */
public final class SavedState implements AutoCloseable {
  private static final long CACHE_BYTES = 8L << 20;

  private final RocksTuning tuning;
  private final RocksDB rocks;
  private final RowReader reader;
  private final ReadOptions options = new ReadOptions();
  private final NativeGuard guard;
  private final Set<Scan> scans = ConcurrentHashMap.newKeySet();

  private SavedState(Path directory, RocksTuning tuning, RocksDB rocks) {
    this.tuning = tuning;
    this.rocks = rocks;
    reader = new RowReader(rocks, rocks.getDefaultColumnFamily());
    guard = new NativeGuard("the saved state in " + directory);
  }

  /**
   * @throws CorruptionException if a file is missing or damaged; damage within a table file is
   *     found when it is read
   */
  public static SavedState open(Path directory) {
    NativeLibrary.load(directory);
    RocksTuning tuning = new RocksTuning(settings());
    try {
      RocksDB rocks = RocksDB.openReadOnly(tuning.options(), directory.toString());
      return new SavedState(directory, tuning, rocks);
    } catch (RocksDBException e) {
      tuning.close();
      throw RocksErrors.ofOpen(e, directory);
    }
  }

  /**
   * By hard links where the disk is the same.
   *
   * @throws DiskFullException if there is no room
   */
  static void make(RocksDB rocks, Path target) {
    try (Checkpoint checkpoint = Checkpoint.create(rocks)) {
      checkpoint.createCheckpoint(target.toString());
    } catch (RocksDBException e) {
      throw RocksErrors.of(e, "making a checkpoint in " + target, Set.of());
    }
  }

  /** What is read once needs no cache. */
  private static StateSettings settings() {
    StateSettings usual = StateSettings.defaults();
    return new StateSettings(
        usual.memtableBytes(),
        CACHE_BYTES,
        usual.maxBackgroundJobs(),
        usual.maxOpenFiles(),
        usual.blobThresholdBytes(),
        usual.reserveBytes(),
        usual.filesPerTable());
  }

  /** The tables in it, and how far each has come. */
  public SortedMap<TableId, TableMark> marks() {
    long pass = guard.enter();
    try {
      SortedMap<TableId, TableMark> marks = new TreeMap<>();
      MarkLoader.load(rocks).forEach((table, stored) -> marks.put(table, stored.mark()));
      return marks;
    } finally {
      guard.leave(pass);
    }
  }

  /** As {@link StateStore#get}. */
  public byte[] get(TableId table, byte[] row) {
    long pass = guard.enter();
    try {
      return reader.get(options, table, row);
    } catch (RocksDBException e) {
      throw RocksErrors.of(e, "reading a row of " + table, Set.of(table));
    } finally {
      guard.leave(pass);
    }
  }

  /** As {@link StateStore#scan}. */
  public Scan scan(TableId table, byte[] fromInclusive, byte[] toExclusive) {
    long pass = guard.enter();
    try {
      return new Scan(table, fromInclusive, toExclusive, guard, scans, rocks, reader, () -> false);
    } finally {
      guard.leave(pass);
    }
  }

  /** Reads all table files and compares their checksums; large values are checked when read. */
  public void verify() {
    long pass = guard.enter();
    try {
      rocks.verifyChecksum();
    } catch (RocksDBException e) {
      throw RocksErrors.of(e, "checking all table files", Set.of());
    } finally {
      guard.leave(pass);
    }
  }

  /** Closing twice does nothing. */
  @Override
  public void close() {
    guard.close(
        () -> {
          scans.forEach(Scan::free);
          scans.clear();
          options.close();
          rocks.close();
          tuning.close();
        });
  }
}
