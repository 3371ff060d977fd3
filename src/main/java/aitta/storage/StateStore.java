package aitta.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * The state of a node: tables of rows of bytes, in one RocksDB without a log of its own.
 *
 * <p>What {@link #apply} took in can be read at once, and is on disk after {@link #flush}. A crash
 * takes every table back to some batch between: exactly the rows after its {@link #mark}. Each
 * table has one writer; anybody may read, from any thread. All calls block; arrays are shared, not
 * copied.
 *
 * <p>Every method may throw {@link StoreClosedException}, and {@link StorageIoException} or {@link
 * CorruptionException} when the disk fails it.
 */
public final class StateStore implements RowStore, AutoCloseable {
  private final Path directory;
  private final StateSettings settings;
  private final RocksTuning tuning;
  private final RocksDB rocks;
  private final ColumnFamilyHandle family;
  private final ReadOptions now = new ReadOptions();
  private final WriteOptions withoutLog = new WriteOptions().setDisableWAL(true);
  private final FlushOptions waiting =
      new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true);
  private final RowReader reader;
  private final BatchWriter writer;
  private final NativeGuard guard;
  private final SharedFlush sharedFlush = new SharedFlush(this::flushInside);
  private final Map<TableId, TableState> tables = new ConcurrentHashMap<>();
  private final Set<TableId> droppedUnflushed = ConcurrentHashMap.newKeySet();
  private final Set<Scan> scans = ConcurrentHashMap.newKeySet();

  private volatile CorruptionException damage;

  private StateStore(Path directory, StateSettings settings, RocksTuning tuning, RocksDB rocks) {
    this.directory = directory;
    this.settings = settings;
    this.tuning = tuning;
    this.rocks = rocks;
    family = rocks.getDefaultColumnFamily();
    reader = new RowReader(rocks, family);
    writer = new BatchWriter(rocks, family, now, withoutLog, settings.blobThresholdBytes());
    guard = new NativeGuard("the state in " + directory);
  }

  /**
   * Opens the store in {@code directory}, which is made if it is missing.
   *
   * @throws StoreLockedException if somebody else has it open
   * @throws CorruptionException if a file is missing or damaged; says which one. Damage within a
   *     table file is found later, when it is read.
   * @throws DiskFullException if there is no room for the few files that opening writes
   */
  public static StateStore open(Path directory, StateSettings settings) {
    return open(directory, settings, Set.of());
  }

  /**
   * Opens the store and drops tables before compaction begins, which would stumble over damage in
   * their files again.
   *
   * @param without the damaged tables: {@link CorruptionException#tables} of a failed write
   */
  public static StateStore open(Path directory, StateSettings settings, Set<TableId> without) {
    StoreDirectory.prepare(directory);
    NativeLibrary.load(directory);
    RocksTuning tuning = new RocksTuning(settings);
    tuning.options().setDisableAutoCompactions(!without.isEmpty());
    StateStore store;
    try {
      RocksDB rocks = RocksDB.open(tuning.options(), directory.toString());
      store = new StateStore(directory, settings, tuning, rocks);
    } catch (RocksDBException e) {
      tuning.close();
      throw RocksErrors.ofOpen(e, directory);
    }
    try {
      store.begin(without);
      return store;
    } catch (RocksDBException e) {
      store.free();
      throw RocksErrors.ofOpen(e, directory);
    } catch (RuntimeException e) {
      store.free();
      throw e;
    }
  }

  /** The row's value; null if there is none. */
  @Override
  public byte[] get(TableId table, byte[] row) {
    RowChange.checkRow(row);
    long pass = guard.enter();
    try {
      return reader.get(now, table, row);
    } catch (RocksDBException e) {
      throw RocksErrors.of(e, "reading a row of " + table, Set.of(table));
    } finally {
      guard.leave(pass);
    }
  }

  /**
   * The values of several rows, each as {@link #get} would give it, in the order of {@code rows}.
   *
   * <p>Not by RocksDB's own call for this, which is a third cheaper: its Java side reports a
   * damaged row as absent.
   */
  public List<byte[]> multiGet(TableId table, List<byte[]> rows) {
    List<byte[]> values = new ArrayList<>(rows.size());
    for (byte[] row : rows) {
      values.add(get(table, row));
    }
    return values;
  }

  /**
   * Walks over the rows from {@code fromInclusive} on, up to {@code toExclusive}, as they are now.
   *
   * @param fromInclusive empty for the table's start
   * @param toExclusive null for the table's end
   */
  @Override
  public Scan scan(TableId table, byte[] fromInclusive, byte[] toExclusive) {
    long pass = guard.enter();
    try {
      return new Scan(
          table, fromInclusive, toExclusive, guard, scans, rocks, reader, () -> isDropped(table));
    } finally {
      guard.leave(pass);
    }
  }

  /**
   * Writes rows and the table's mark, all or nothing. On disk after the next {@link #flush}.
   *
   * <p>Waits while flush and compaction are behind.
   *
   * @param seqNr of the event that these changes come from; above all that were applied before
   * @param changes in order; a later change of a row wins
   * @param note see {@link TableMark#note}
   * @throws IllegalArgumentException if {@code seqNr} was applied before
   * @throws IllegalStateException if the table was dropped
   * @throws DiskFullException if flushing fails for want of room; nothing was applied, and the same
   *     call succeeds some seconds after there is room again
   * @throws CorruptionException if compaction has met damage: the store has to be opened again
   */
  @Override
  public void apply(TableId table, long seqNr, List<RowChange> changes, byte[] note) {
    TableMark mark = new TableMark(seqNr, note);
    long pass = guard.enter();
    try {
      TableState state = stateForWriting(table);
      synchronized (state) {
        state.check(table, seqNr);
        writer.write(table, state, changes, mark);
      }
    } catch (RocksDBException e) {
      throw writeError(e, "writing to " + table);
    } finally {
      guard.leave(pass);
    }
  }

  /** How far the table has come; empty if nothing was applied to it, or it was dropped. */
  @Override
  public Optional<TableMark> mark(TableId table) {
    long pass = guard.enter();
    try {
      TableState known = tables.get(table);
      return known != null ? known.mark() : storedMark(table).map(RowValues.StoredMark::mark);
    } catch (RocksDBException e) {
      throw RocksErrors.of(e, "reading the mark of " + table, Set.of(table));
    } finally {
      guard.leave(pass);
    }
  }

  /**
   * The marks of all tables, in order. A table whose mark was unreadable when the store was opened
   * is missing here; {@link #mark} tells of the damage.
   */
  public SortedMap<TableId, TableMark> marks() {
    guard.leave(guard.enter());
    SortedMap<TableId, TableMark> marks = new TreeMap<>();
    tables.forEach((table, state) -> state.mark().ifPresent(mark -> marks.put(table, mark)));
    return marks;
  }

  /** The tables that have a mark. */
  public Set<TableId> tables() {
    return new TreeSet<>(marks().keySet());
  }

  /**
   * Up to which event the table is on disk for certain; 0 if for none. Flushes that RocksDB makes
   * by itself are not counted, so more may be.
   */
  public long flushedSeqNr(TableId table) {
    guard.leave(guard.enter());
    TableState known = tables.get(table);
    return known == null ? 0 : known.flushedSeqNr();
  }

  /**
   * Brings to disk what was applied before this call, table files and manifest behind an fsync.
   * Callers at the same time share a flush. Takes tens of milliseconds and more.
   *
   * @throws DiskFullException if there is no room
   * @throws CorruptionException as with {@link #apply}
   */
  @Override
  public void flush() {
    sharedFlush.run();
  }

  /**
   * Deletes all rows of a table, and its mark. On disk after the next {@link #flush}, which also
   * frees the space of files that hold nothing else.
   *
   * <p>After a crash before that the table may be back, whole or in part: its time is over all the
   * same, so that whoever finds it in {@link #tables} drops it again. For the same reason nothing
   * is applied to it any more; the range's next time here is another table.
   */
  @Override
  public void drop(TableId table) {
    long pass = guard.enter();
    try {
      TableState state = tables.computeIfAbsent(table, any -> new TableState(null));
      synchronized (state) {
        writer.drop(table);
        state.drop();
      }
      droppedUnflushed.add(table);
    } catch (RocksDBException e) {
      throw writeError(e, "dropping " + table);
    } finally {
      guard.leave(pass);
    }
  }

  /** Size of the table and blob files in use; what is not flushed yet is not counted. */
  public long sizeBytes() {
    StateStatistics sizes = statistics();
    return sizes.tableBytes() + sizes.blobBytes();
  }

  /** Damage that has ended all writes, if any has: the store has to be opened again without it. */
  public Optional<CorruptionException> damage() {
    return Optional.ofNullable(damage);
  }

  /** Makes {@code target}, a new folder, a copy of all that was applied before; costs a flush. */
  public void checkpoint(Path target) {
    flush();
    long pass = guard.enter();
    try {
      SavedState.make(rocks, target);
    } finally {
      guard.leave(pass);
    }
  }

  /** Asks the operating system: a few microseconds. */
  public DiskSpace diskSpace() {
    return StoreDirectory.space(directory, settings.reserveBytes());
  }

  public StateStatistics statistics() {
    long pass = guard.enter();
    try {
      return StateStatistics.read(rocks, tuning);
    } catch (RocksDBException e) {
      throw RocksErrors.of(e, "reading statistics", Set.of());
    } finally {
      guard.leave(pass);
    }
  }

  /**
   * Flushes, so that the next start has nothing to replay, and closes open scans and the store.
   * Closing twice does nothing.
   *
   * @throws StorageException if the flush failed; the store is closed all the same, and what was
   *     not on disk is replayed at the next start
   */
  @Override
  public void close() {
    List<StorageException> failures = new ArrayList<>();
    guard.close(
        () -> {
          try {
            flushAlone();
          } catch (RocksDBException e) {
            failures.add(writeError(e, "flushing before close"));
          } finally {
            free();
          }
        });
    for (StorageException failure : failures) {
      throw failure;
    }
  }

  private void begin(Set<TableId> without) throws RocksDBException {
    if (!without.isEmpty()) {
      without.forEach(this::drop);
      flushAlone();
      rocks.enableAutoCompaction(List.of(family));
    }
    MarkLoader.load(rocks)
        .forEach((table, mark) -> tables.putIfAbsent(table, new TableState(mark)));
  }

  private TableState stateForWriting(TableId table) throws RocksDBException {
    TableState known = tables.get(table);
    if (known != null) {
      return known;
    }
    TableState found = new TableState(storedMark(table).orElse(null));
    TableState raced = tables.putIfAbsent(table, found);
    return raced == null ? found : raced;
  }

  private boolean isDropped(TableId table) {
    TableState known = tables.get(table);
    return known != null && known.isDropped();
  }

  private Optional<RowValues.StoredMark> storedMark(TableId table) throws RocksDBException {
    return Optional.ofNullable(reader.mark(now, table))
        .map(stored -> MarkLoader.parse(table, stored));
  }

  private void flushInside() {
    long pass = guard.enter();
    try {
      flushAlone();
    } catch (RocksDBException e) {
      throw writeError(e, "flushing");
    } finally {
      guard.leave(pass);
    }
  }

  private void flushAlone() throws RocksDBException {
    Map<TableState, Long> covered = new HashMap<>();
    tables.values().forEach(state -> covered.put(state, state.seqNr()));
    List<TableId> dropped = List.copyOf(droppedUnflushed);
    rocks.flush(waiting);
    covered.forEach(TableState::flushed);
    for (TableId table : dropped) {
      rocks.deleteFilesInRanges(family, List.of(RowKeys.start(table), RowKeys.end(table)), false);
      droppedUnflushed.remove(table);
    }
  }

  /** Writes meet damage that compaction found elsewhere: the file says which tables it concerns. */
  private StorageException writeError(RocksDBException e, String doing) {
    boolean isDamage = RocksErrors.isCorruption(e);
    Set<TableId> concerned =
        isDamage ? LiveFiles.tablesIn(rocks, RocksErrors.file(e), tables.keySet()) : Set.of();
    StorageException error = RocksErrors.ofWrite(e, doing, concerned);
    if (isDamage && damage == null) {
      damage = (CorruptionException) error;
    }
    return error;
  }

  /** Scans before options before the database: each uses what comes after it. */
  private void free() {
    scans.forEach(Scan::free);
    scans.clear();
    now.close();
    waiting.close();
    withoutLog.close();
    rocks.close();
    tuning.close();
  }
}
