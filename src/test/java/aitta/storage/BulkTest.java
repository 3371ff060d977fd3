package aitta.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkTest {
  private static final int TABLES = 8;
  private static final int BATCHES = 500;
  private static final int ROWS_PER_BATCH = 50;
  private static final long MIB = 1 << 20;

  @TempDir Path directory;

  @Test
  void memoryStaysBoundedWhileDataGrows() {
    StateSettings small = new StateSettings(8 * MIB, 4 * MIB, 2, 64, 4096, 0, true);
    Random random = new Random(20261122);
    try (StateStore store = StateStore.open(directory, small)) {
      for (int batch = 0; batch < BATCHES; batch++) {
        for (int table = 0; table < TABLES; table++) {
          List<RowChange> changes = new ArrayList<>();
          for (int i = 0; i < ROWS_PER_BATCH; i++) {
            byte[] value = new byte[100];
            random.nextBytes(value);
            changes.add(RowChange.put(row(batch * ROWS_PER_BATCH + i), value));
          }
          store.apply(TableId.range(table, 1), batch + 1, changes, new byte[0]);
        }
        if (batch % 100 == 0) {
          checkMemory(store.statistics());
        }
      }
      for (int table = 0; table < TABLES; table++) {
        assertThat(count(store, TableId.range(table, 1))).isEqualTo(BATCHES * ROWS_PER_BATCH);
      }
      StateStatistics after = store.statistics();
      checkMemory(after);
      assertThat(after.tableBytes()).isGreaterThan(4 * MIB);
    }
  }

  private static void checkMemory(StateStatistics now) {
    assertThat(now.memtableBytes()).isLessThanOrEqualTo(10 * MIB);
    assertThat(now.blockCacheBytes()).isLessThanOrEqualTo(5 * MIB);
    assertThat(now.tableReaderBytes()).isLessThanOrEqualTo(MIB);
  }

  private static int count(StateStore store, TableId table) {
    int rows = 0;
    try (Scan scan = store.scan(table, new byte[0], null)) {
      while (scan.next()) {
        rows++;
      }
    }
    return rows;
  }

  /** Spread over the table, as hashed keys are. */
  private static byte[] row(int i) {
    return ByteBuffer.allocate(16).putLong(i * 0x9E3779B97F4A7C15L).putLong(i).array();
  }
}
