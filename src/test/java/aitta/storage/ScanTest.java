package aitta.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanTest {
  private static final TableId TABLE = TableId.range(3, 1);
  private static final byte[] START = {};

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
  void rowsComeInUnsignedOrder() {
    apply(1, 0xff, 0x00, 0x80, 0x7f);
    assertThat(names(START, null)).containsExactly(0x00, 0x7f, 0x80, 0xff);
  }

  @Test
  void boundsIncludeTheFirstAndExcludeTheLast() {
    apply(1, 1, 2, 3, 4, 5);
    assertThat(names(row(2), row(4))).containsExactly(2, 3);
    assertThat(names(row(4), row(2))).isEmpty();
    assertThat(names(row(6), null)).isEmpty();
  }

  @Test
  void scanCanLeapForwardAndBack() {
    apply(1, 1, 2, 3, 5);
    try (Scan scan = store.scan(TABLE, START, row(5))) {
      scan.seek(row(3));
      assertThat(scan.next()).isTrue();
      assertThat(scan.row()).isEqualTo(row(3));
      assertThat(scan.next()).isFalse();
      scan.seek(row(2));
      assertThat(scan.next()).isTrue();
      assertThat(scan.row()).isEqualTo(row(2));
      scan.seek(row(4));
      assertThat(scan.next()).isFalse();
    }
  }

  @Test
  void scanShowsTheRowsAsTheyWereWhenItWasOpened() {
    byte[] large = new byte[20_000];
    large[7] = 7;
    store.apply(TABLE, 1, List.of(RowChange.put(row(1), large), put(2, 2)), new byte[0]);
    try (Scan scan = store.scan(TABLE, START, null)) {
      store.apply(TABLE, 2, List.of(put(1, 9), RowChange.delete(row(2)), put(3, 3)), new byte[0]);
      store.flush();
      assertThat(scan.next()).isTrue();
      assertThat(scan.value()).isEqualTo(large);
      assertThat(scan.next()).isTrue();
      assertThat(scan.row()).isEqualTo(row(2));
      assertThat(scan.value()).isEqualTo(new byte[] {2});
      assertThat(scan.next()).isFalse();
      assertThat(scan.next()).isFalse();
    }
    assertThat(names(START, null)).containsExactly(1, 3);
  }

  @Test
  void namesAloneReadNoLargeValues() {
    List<RowChange> changes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      changes.add(RowChange.put(row(i), new byte[10_000]));
    }
    store.apply(TABLE, 1, changes, new byte[0]);
    store.flush();
    assertThat(store.statistics().blobBytes()).isPositive();
    long before = store.statistics().blobBytesRead();
    assertThat(names(START, null)).hasSize(100);
    assertThat(store.statistics().blobBytesRead()).isEqualTo(before);
    store.get(TABLE, row(50));
    assertThat(store.statistics().blobBytesRead()).isGreaterThan(before);
  }

  @Test
  void scanIsAtNoRowBeforeItsFirstStepAndBehindItsLast() {
    apply(1, 1);
    try (Scan scan = store.scan(TABLE, START, null)) {
      assertThatThrownBy(scan::row).isInstanceOf(IllegalStateException.class);
      scan.next();
      scan.next();
      assertThatThrownBy(scan::value).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void closedScanSaysSo() {
    apply(1, 1);
    Scan scan = store.scan(TABLE, START, null);
    scan.close();
    scan.close();
    assertThatThrownBy(scan::next).isInstanceOf(StoreClosedException.class);
  }

  private void apply(long seqNr, int... rows) {
    List<RowChange> changes = new ArrayList<>();
    for (int row : rows) {
      changes.add(put(row, row));
    }
    store.apply(TABLE, seqNr, changes, new byte[0]);
  }

  private List<Integer> names(byte[] from, byte[] to) {
    List<Integer> names = new ArrayList<>();
    try (Scan scan = store.scan(TABLE, from, to)) {
      while (scan.next()) {
        names.add(scan.row()[0] & 0xff);
      }
    }
    return names;
  }

  private static RowChange put(int row, int value) {
    return RowChange.put(row(row), new byte[] {(byte) value});
  }

  private static byte[] row(int name) {
    return new byte[] {(byte) name};
  }
}
