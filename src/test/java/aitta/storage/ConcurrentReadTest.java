package aitta.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every batch writes its number into all rows, so that a mixture of two batches would show. */
class ConcurrentReadTest {
  private static final TableId TABLE = TableId.range(1, 1);
  private static final int ROWS = 12;
  private static final int BATCHES = 1500;

  @TempDir Path directory;

  @Test
  void readersSeeWholeBatchesInOrder() throws Exception {
    StateSettings small = StateSettings.defaults().withMemtableBytes(4 << 20);
    try (StateStore store = StateStore.open(directory, small)) {
      store.apply(TABLE, 1, batch(1), new byte[0]);
      AtomicBoolean done = new AtomicBoolean();
      List<CompletableFuture<Long>> readers =
          List.of(
              CompletableFuture.supplyAsync(() -> scanUntil(done, store)),
              CompletableFuture.supplyAsync(() -> getUntil(done, store)));
      for (int i = 2; i <= BATCHES; i++) {
        store.apply(TABLE, i, batch(i), new byte[0]);
      }
      done.set(true);
      for (CompletableFuture<Long> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
      assertThat(number(store.get(TABLE, row(0)))).isEqualTo(BATCHES);
    }
  }

  private static long scanUntil(AtomicBoolean done, StateStore store) {
    long scans = 0;
    while (!done.get()) {
      List<Integer> numbers = new ArrayList<>();
      try (Scan scan = store.scan(TABLE, new byte[0], null)) {
        while (scan.next()) {
          numbers.add(number(scan.value()));
        }
      }
      assertThat(numbers).hasSize(ROWS);
      assertThat(numbers.stream().distinct()).hasSize(1);
      scans++;
    }
    return scans;
  }

  private static long getUntil(AtomicBoolean done, StateStore store) {
    long gets = 0;
    int last = 0;
    while (!done.get()) {
      int number = number(store.get(TABLE, row((int) (gets % ROWS))));
      assertThat(number).isGreaterThanOrEqualTo(last);
      last = number;
      gets++;
    }
    return gets;
  }

  /** Rows change between small and large, and large ones in length. */
  private static List<RowChange> batch(int number) {
    List<RowChange> changes = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int size = (number + i) % 3 == 0 ? 4096 + number % 100 : 8;
      changes.add(RowChange.put(row(i), ByteBuffer.allocate(size).putInt(number).array()));
    }
    return changes;
  }

  private static int number(byte[] value) {
    return ByteBuffer.wrap(value).getInt();
  }

  private static byte[] row(int i) {
    return new byte[] {(byte) i};
  }
}
