package aitta.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class DamageTest {
  private static final int TABLES = 3;
  private static final int ROWS = 150;
  private static final StateSettings SETTINGS = StateSettings.defaults();

  @TempDir Path temporary;
  private Path directory;
  private final Map<TableId, Map<Integer, byte[]>> expected = new TreeMap<>();

  @BeforeEach
  void makeStore() {
    directory = temporary.resolve("state");
    Random random = new Random(4711);
    try (StateStore store = StateStore.open(directory, SETTINGS)) {
      for (int i = 0; i < TABLES; i++) {
        TableId table = TableId.range(i, 1);
        Map<Integer, byte[]> rows = new TreeMap<>();
        List<RowChange> changes = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
          byte[] value = new byte[row % 30 == 0 ? 5000 : 100];
          random.nextBytes(value);
          rows.put(row, value);
          changes.add(RowChange.put(name(row), value));
        }
        store.apply(table, 1, changes, new byte[0]);
        expected.put(table, rows);
      }
    }
  }

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {1, 2})
  void flippedBytesAreNeverServed(long seed) throws Exception {
    Random random = new Random(seed);
    List<Path> files = files(directory, ".sst", ".blob");
    int noticed = 0;
    for (int i = 0; i < 20; i++) {
      Path victim = files.get(random.nextInt(files.size()));
      long at = (long) (random.nextDouble() * Files.size(victim));
      flip(victim, at);
      noticed += damageNoticed("seed " + seed + ": " + victim.getFileName() + " at " + at) ? 1 : 0;
      flip(victim, at);
    }
    assertThat(noticed).as("seed %d", seed).isGreaterThan(10);
    assertThat(damageNoticed("seed " + seed + ", all flipped back")).isFalse();
  }

  @Test
  void damageNamesItsTableAndFileAndLeavesOtherTablesAlone() throws Exception {
    TableId damaged = TableId.range(1, 1);
    compact();
    String file = fileOf(damaged);
    flip(directory.resolve(file), 200);
    try (StateStore store = StateStore.open(directory, SETTINGS)) {
      CorruptionException error =
          catchThrowableOfType(CorruptionException.class, () -> readAll(store, damaged));
      assertThat(error.tables()).containsExactly(damaged);
      assertThat(error.file()).contains(file);
      assertThatThrownBy(() -> store.multiGet(damaged, List.of(name(1), name(2))))
          .isInstanceOf(CorruptionException.class);
      assertThatThrownBy(() -> store.mark(damaged)).isInstanceOf(CorruptionException.class);
      assertThat(store.marks()).hasSize(TABLES - 1);
      assertThatThrownBy(() -> RandomBatches.rowsIn(store, damaged))
          .isInstanceOf(CorruptionException.class);
      readAll(store, TableId.range(0, 1));
      readAll(store, TableId.range(2, 1));
    }
  }

  @Test
  void droppedTableGivesItsFileBackAtTheNextFlush() throws Exception {
    compact();
    Path file = directory.resolve(fileOf(TableId.range(1, 1)));
    try (StateStore store = StateStore.open(directory, SETTINGS)) {
      Scan scan = store.scan(TableId.range(1, 1), name(30), null);
      store.drop(TableId.range(1, 1));
      assertThat(file).exists();
      store.flush();
      assertThat(scan.next()).isTrue();
      assertThatThrownBy(scan::value).isInstanceOf(StoreClosedException.class);
      scan.close();
      await().until(() -> !Files.exists(file));
      readAll(store, TableId.range(2, 1));
    }
  }

  /** The first block holds the table's mark. */
  @ParameterizedTest(name = "byte {0}")
  @ValueSource(longs = {200, 10_000})
  void damageMetByCompactionIsHealedByOpeningWithoutItsTables(long at) throws Exception {
    TableId damaged = TableId.range(1, 1);
    compact();
    flip(directory.resolve(fileOf(damaged)), at);
    CorruptionException error = writeUntilCompactionFails();
    assertThat(error.tables()).containsExactly(damaged);

    try (StateStore store = StateStore.open(directory, SETTINGS, error.tables())) {
      assertThat(store.tables()).doesNotContain(damaged).hasSize(TABLES - 1);
      readAll(store, TableId.range(0, 1));
      for (int i = 0; i < 8; i++) {
        overwriteFirstRow(store);
        store.flush();
      }
      await().until(() -> store.statistics().level0Files() < 4);
      overwriteFirstRow(store);
      store.flush();
      assertThat(store.statistics().backgroundErrors()).isZero();
    }
  }

  @Test
  void missingTableFileIsNamed() throws Exception {
    Path victim = files(directory, ".sst").get(0);
    Files.delete(victim);
    refusesToOpen(victim.getFileName().toString());
  }

  @Test
  void missingBlobFileIsDamageOfTheTableWhoseRowIsRead() throws Exception {
    Path victim = files(directory, ".blob").get(0);
    Files.delete(victim);
    TableId table = TableId.range(0, 1);
    try (StateStore store = StateStore.open(directory, SETTINGS)) {
      CorruptionException error =
          catchThrowableOfType(CorruptionException.class, () -> readAll(store, table));
      assertThat(error.file()).contains(victim.getFileName().toString());
      assertThat(error.tables()).containsExactly(table);
    }
  }

  @Test
  void missingManifestIsNamed() throws Exception {
    try (Stream<Path> all = Files.list(directory)) {
      Path manifest =
          all.filter(file -> file.getFileName().toString().startsWith("MANIFEST-"))
              .findFirst()
              .orElseThrow();
      Files.delete(manifest);
      refusesToOpen(manifest.getFileName().toString());
    }
  }

  @Test
  void storeWithoutCurrentIsNotTakenForNew() throws Exception {
    Files.delete(directory.resolve("CURRENT"));
    refusesToOpen("CURRENT");
    assertThat(files(directory, ".sst")).isNotEmpty();
    Files.writeString(directory.resolve("CURRENT"), "");
    refusesToOpen("CURRENT");
  }

  @Test
  void secondOpenerIsRefused() {
    try (StateStore store = StateStore.open(directory, SETTINGS)) {
      assertThatThrownBy(() -> StateStore.open(directory, SETTINGS))
          .isInstanceOf(StoreLockedException.class)
          .hasMessageContaining(directory.toString());
      readAll(store, TableId.range(0, 1));
    }
  }

  @Test
  void directoryThatCannotBeMadeIsAnInputOutputError() throws Exception {
    Path file = Files.createFile(temporary.resolve("file"));
    assertThatThrownBy(() -> StateStore.open(file.resolve("state"), SETTINGS))
        .isInstanceOf(StorageIoException.class);
  }

  /** Whether opening or reading failed; what was read is what was written. */
  private boolean damageNoticed(String when) throws IOException {
    Path copy = Files.createTempDirectory(temporary, "copy");
    for (Path file : files(directory, "")) {
      Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    boolean noticed = false;
    try (StateStore store = StateStore.open(copy, SETTINGS)) {
      for (Map.Entry<TableId, Map<Integer, byte[]>> table : expected.entrySet()) {
        for (Map.Entry<Integer, byte[]> row : table.getValue().entrySet()) {
          try {
            assertThat(store.get(table.getKey(), name(row.getKey())))
                .as("row %d of %s, %s", row.getKey(), table.getKey(), when)
                .isEqualTo(row.getValue());
          } catch (CorruptionException e) {
            assertThat(e.tables()).as(when).containsExactly(table.getKey());
            noticed = true;
          }
        }
        noticed |= scanNotices(store, table.getKey(), when);
      }
    } catch (CorruptionException e) {
      noticed = true;
    }
    return noticed;
  }

  private boolean scanNotices(StateStore store, TableId table, String when) {
    try {
      Map<Integer, byte[]> found = RandomBatches.rowsIn(store, table);
      assertThat(found.keySet()).as(when).isEqualTo(expected.get(table).keySet());
      found.forEach((row, value) -> assertThat(value).isEqualTo(expected.get(table).get(row)));
      return false;
    } catch (CorruptionException e) {
      return true;
    }
  }

  private void readAll(StateStore store, TableId table) {
    expected
        .get(table)
        .forEach(
            (row, value) ->
                assertThat(store.get(table, name(row)).length).isGreaterThanOrEqualTo(1));
  }

  /** Flushes until RocksDB has compacted everything into one file per table. */
  private void compact() {
    try (StateStore store = StateStore.open(directory, SETTINGS)) {
      for (int i = 0; i < 3; i++) {
        overwriteFirstRow(store);
        store.flush();
      }
      await().until(() -> store.statistics().level0Files() == 0);
    }
  }

  private CorruptionException writeUntilCompactionFails() {
    AtomicReference<CorruptionException> failure = new AtomicReference<>();
    StateStore store = StateStore.open(directory, SETTINGS);
    await()
        .until(
            () -> {
              try {
                overwriteFirstRow(store);
                store.flush();
                return false;
              } catch (CorruptionException e) {
                failure.set(e);
                return true;
              }
            });
    assertThatThrownBy(store::close).isInstanceOf(CorruptionException.class);
    return failure.get();
  }

  private void overwriteFirstRow(StateStore store) {
    for (TableId table : store.tables()) {
      store.apply(
          table,
          store.mark(table).orElseThrow().seqNr() + 1,
          List.of(RowChange.put(name(0), name(0)), RowChange.put(name(ROWS - 1), name(1))),
          new byte[0]);
    }
  }

  private void refusesToOpen(String file) {
    CorruptionException error =
        catchThrowableOfType(CorruptionException.class, () -> StateStore.open(directory, SETTINGS));
    assertThat(error.file()).contains(file);
    assertThat(error.tables()).isEmpty();
    assertThat(error).hasMessageContaining("move the directory away");
  }

  private String fileOf(TableId table) throws RocksDBException {
    try (Options options = new Options();
        RocksDB rocks = RocksDB.openReadOnly(options, directory.toString())) {
      List<String> found = new ArrayList<>();
      for (LiveFileMetaData live : rocks.getLiveFilesMetaData()) {
        if (LiveFiles.tablesIn(rocks, live.fileName(), expected.keySet()).equals(Set.of(table))) {
          found.add(live.fileName().substring(1));
        }
      }
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  private static List<Path> files(Path directory, String... endings) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> Stream.of(endings).anyMatch(end -> file.toString().endsWith(end)))
          .sorted()
          .toList();
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int old = bytes.read();
      bytes.seek(at);
      bytes.write(old ^ 0x5a);
    }
  }

  private static byte[] name(int row) {
    return ByteBuffer.allocate(4).putInt(row).array();
  }
}
