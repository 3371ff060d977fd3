package aitta.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest {
  private static final TableId TABLE = TableId.range(17, 1);
  private static final TableId NEXT = TableId.range(17, 2);
  private static final byte[] NO_NOTE = {};

  @TempDir Path directory;
  private StateStore store;

  @BeforeEach
  void open() {
    store = StateStore.open(directory, StateSettings.defaults());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatWasAppliedIsReadAtOnce() {
    store.apply(TABLE, 1, List.of(put("a", "1"), put("b", "2")), note("n1"));
    assertThat(get(TABLE, "a")).isEqualTo("1");
    assertThat(get(TABLE, "b")).isEqualTo("2");
    assertThat(get(TABLE, "c")).isNull();
    assertThat(store.mark(TABLE)).contains(new TableMark(1, note("n1")));
  }

  @Test
  void laterChangesOfARowWin() {
    store.apply(TABLE, 1, List.of(put("a", "1"), put("a", "2"), delete("b")), NO_NOTE);
    store.apply(TABLE, 5, List.of(delete("a"), put("b", "")), NO_NOTE);
    assertThat(get(TABLE, "a")).isNull();
    assertThat(get(TABLE, "b")).isEmpty();
    assertThat(store.mark(TABLE).orElseThrow().seqNr()).isEqualTo(5);
  }

  @Test
  void eventsAppliedBeforeAreRefused() {
    store.apply(TABLE, 7, List.of(put("a", "1")), NO_NOTE);
    assertThatThrownBy(() -> store.apply(TABLE, 7, List.of(put("a", "2")), NO_NOTE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("range-17-1")
        .hasMessageContaining("7");
    assertThat(get(TABLE, "a")).isEqualTo("1");
    reopen();
    assertThatThrownBy(() -> store.apply(TABLE, 6, List.of(), NO_NOTE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tablesDoNotSeeEachOthersRows() {
    store.apply(TABLE, 1, List.of(put("a", "1")), NO_NOTE);
    store.apply(NEXT, 9, List.of(put("a", "2")), NO_NOTE);
    store.apply(TableId.hints(0), 3, List.of(put("a", "3")), NO_NOTE);
    assertThat(get(TABLE, "a")).isEqualTo("1");
    assertThat(rows(store.scan(NEXT, new byte[0], null))).containsExactly("a=2");
    assertThat(store.tables()).containsExactly(TABLE, NEXT, TableId.hints(0));
    assertThat(store.marks().get(NEXT).seqNr()).isEqualTo(9);
  }

  @Test
  void multiGetKeepsTheOrderOfItsRows() {
    store.apply(TABLE, 1, List.of(put("a", "1"), put("c", "3")), NO_NOTE);
    List<byte[]> values = store.multiGet(TABLE, List.of(bytes("c"), bytes("b"), bytes("a")));
    assertThat(values).containsExactly(bytes("3"), null, bytes("1"));
  }

  @Test
  void rowsOfEveryLengthUpToTheBoundAreKept() {
    byte[] longest = new byte[RowChange.MAX_ROW_BYTES];
    Arrays.fill(longest, (byte) 0xff);
    store.apply(TABLE, 1, List.of(new RowChange(longest, bytes("x"))), NO_NOTE);
    assertThat(store.get(TABLE, longest)).isEqualTo(bytes("x"));
    assertThatThrownBy(() -> new RowChange(new byte[RowChange.MAX_ROW_BYTES + 1], null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.get(TABLE, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void valuesAroundTheBlobThresholdComeBackWhole() {
    int threshold = StateSettings.defaults().blobThresholdBytes();
    List<RowChange> changes = new ArrayList<>();
    int[] sizes = {0, 1, 4, 5, threshold - 1, threshold, threshold + 1, 9000, 1 << 20};
    for (int size : sizes) {
      changes.add(RowChange.put(bytes("row" + size), filled(size)));
    }
    store.apply(TABLE, 1, changes, NO_NOTE);
    for (boolean flushed : new boolean[] {false, true}) {
      for (int size : sizes) {
        assertThat(store.get(TABLE, bytes("row" + size)))
            .as("size %d, flushed %s", size, flushed)
            .isEqualTo(filled(size));
      }
      store.flush();
    }
  }

  @Test
  void smallValueInPlaceOfALargeOneFreesIt() {
    store.apply(TABLE, 1, List.of(RowChange.put(bytes("a"), filled(100_000))), NO_NOTE);
    store.flush();
    store.apply(TABLE, 2, List.of(put("a", "small")), NO_NOTE);
    assertThat(get(TABLE, "a")).isEqualTo("small");
    store.apply(TABLE, 3, List.of(delete("a")), NO_NOTE);
    assertThat(get(TABLE, "a")).isNull();
    assertThat(rows(store.scan(TABLE, new byte[0], null))).isEmpty();
  }

  @Test
  void flushSaysUpToWhereTablesAreOnDisk() {
    store.apply(TABLE, 4, List.of(put("a", "1")), NO_NOTE);
    assertThat(store.flushedSeqNr(TABLE)).isZero();
    store.flush();
    assertThat(store.flushedSeqNr(TABLE)).isEqualTo(4);
    store.apply(TABLE, 5, List.of(put("a", "2")), NO_NOTE);
    assertThat(store.flushedSeqNr(TABLE)).isEqualTo(4);
    assertThat(store.flushedSeqNr(NEXT)).isZero();
  }

  @Test
  void closeLeavesNothingToReplay() {
    store.apply(TABLE, 4, List.of(put("a", "1")), note("n4"));
    store.apply(NEXT, 8, List.of(put("a", "2")), note("n8"));
    reopen();
    assertThat(store.marks())
        .containsEntry(TABLE, new TableMark(4, note("n4")))
        .containsEntry(NEXT, new TableMark(8, note("n8")))
        .hasSize(2);
    assertThat(store.flushedSeqNr(NEXT)).isEqualTo(8);
    assertThat(get(TABLE, "a")).isEqualTo("1");
  }

  @Test
  void rocksDbWritesNoLogOfItsOwn() throws Exception {
    for (int i = 1; i <= 50; i++) {
      store.apply(TABLE, i, List.of(RowChange.put(bytes("r" + i), filled(10_000))), NO_NOTE);
      if (i % 20 == 0) {
        store.flush();
      }
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".log")))
          .allSatisfy(log -> assertThat(Files.size(log)).isZero());
    }
  }

  @Test
  void droppedTableIsEmptyAndStaysSo() {
    store.apply(TABLE, 1, List.of(put("a", "1")), NO_NOTE);
    store.apply(NEXT, 1, List.of(put("a", "2")), NO_NOTE);
    store.flush();
    store.drop(TABLE);
    assertThat(get(TABLE, "a")).isNull();
    assertThat(store.mark(TABLE)).isEmpty();
    assertThat(store.tables()).containsExactly(NEXT);
    assertThat(store.flushedSeqNr(TABLE)).isZero();
    assertThatThrownBy(() -> store.apply(TABLE, 2, List.of(put("a", "1")), NO_NOTE))
        .isInstanceOf(IllegalStateException.class);
    reopen();
    assertThat(store.tables()).containsExactly(NEXT);
    assertThat(get(NEXT, "a")).isEqualTo("2");
  }

  @Test
  void everyCallAfterCloseSaysSo() {
    store.apply(TABLE, 1, List.of(put("a", "1")), NO_NOTE);
    Scan scan = store.scan(TABLE, new byte[0], null);
    store.close();
    List<Runnable> calls =
        List.of(
            () -> get(TABLE, "a"),
            () -> store.apply(TABLE, 2, List.of(), NO_NOTE),
            () -> store.mark(TABLE),
            () -> store.marks(),
            () -> store.flush(),
            () -> store.scan(TABLE, new byte[0], null),
            () -> store.drop(TABLE),
            () -> store.sizeBytes(),
            scan::next);
    for (Runnable call : calls) {
      assertThatThrownBy(call::run).isInstanceOf(StoreClosedException.class);
    }
    scan.close();
    store.close();
  }

  @Test
  void diskIsFullBelowTheReserve() {
    assertThat(store.diskSpace().full()).isFalse();
    assertThat(store.diskSpace().usableBytes()).isPositive();
    assertThat(new DiskSpace(99, 1000, 100).full()).isTrue();
    assertThat(new DiskSpace(100, 1000, 100).full()).isFalse();
  }

  @Test
  void statisticsCountWhatWasFlushed() {
    store.apply(TABLE, 1, List.of(RowChange.put(bytes("a"), filled(1000))), NO_NOTE);
    assertThat(store.statistics().memtableBytes()).isPositive();
    store.flush();
    StateStatistics after = store.statistics();
    assertThat(after.flushedBytes()).isPositive();
    assertThat(after.tableBytes()).isPositive().isEqualTo(store.sizeBytes() - after.blobBytes());
    assertThat(after.backgroundErrors()).isZero();
  }

  private void reopen() {
    store.close();
    store = StateStore.open(directory, StateSettings.defaults());
  }

  private String get(TableId table, String row) {
    byte[] value = store.get(table, bytes(row));
    return value == null ? null : new String(value, UTF_8);
  }

  private static List<String> rows(Scan scan) {
    try (scan) {
      List<String> rows = new ArrayList<>();
      while (scan.next()) {
        rows.add(new String(scan.row(), UTF_8) + "=" + new String(scan.value(), UTF_8));
      }
      return rows;
    }
  }

  private static RowChange put(String row, String value) {
    return RowChange.put(bytes(row), bytes(value));
  }

  private static RowChange delete(String row) {
    return RowChange.delete(bytes(row));
  }

  private static byte[] note(String text) {
    return bytes(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] filled(int size) {
    byte[] value = new byte[size];
    for (int i = 0; i < size; i++) {
      value[i] = (byte) (i * 31 + size);
    }
    return value;
  }
}
