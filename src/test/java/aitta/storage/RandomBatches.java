package aitta.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Batches that follow from seed, table and number alone, and the rows that they lead to. */
final class RandomBatches {
  static final int TABLES = 4;
  private static final int ROWS = 200;
  private static final int MOST_CHANGES = 8;

  private final long seed;

  RandomBatches(long seed) {
    this.seed = seed;
  }

  List<RowChange> batch(TableId table, long seqNr) {
    Random random = new Random(seed * 1_000_003 + table.range() * 7919L + seqNr * 31);
    List<RowChange> changes = new ArrayList<>();
    int count = random.nextInt(MOST_CHANGES);
    for (int i = 0; i < count; i++) {
      byte[] row = ByteBuffer.allocate(4).putInt(random.nextInt(ROWS)).array();
      if (random.nextInt(4) == 0) {
        changes.add(RowChange.delete(row));
      } else {
        byte[] value = new byte[random.nextInt(10) == 0 ? 5000 : random.nextInt(300)];
        random.nextBytes(value);
        changes.add(RowChange.put(row, value));
      }
    }
    return changes;
  }

  static byte[] note(long seqNr) {
    return ByteBuffer.allocate(8).putLong(~seqNr).array();
  }

  /** Row number to value after the first {@code batches} batches. */
  Map<Integer, byte[]> rowsAfter(TableId table, long batches) {
    Map<Integer, byte[]> rows = new TreeMap<>();
    for (long seqNr = 1; seqNr <= batches; seqNr++) {
      for (RowChange change : batch(table, seqNr)) {
        int row = ByteBuffer.wrap(change.row()).getInt();
        if (change.isDelete()) {
          rows.remove(row);
        } else {
          rows.put(row, change.value());
        }
      }
    }
    return rows;
  }

  static Map<Integer, byte[]> rowsIn(StateStore store, TableId table) {
    Map<Integer, byte[]> rows = new TreeMap<>();
    try (Scan scan = store.scan(table, new byte[0], null)) {
      while (scan.next()) {
        rows.put(ByteBuffer.wrap(scan.row()).getInt(), scan.value());
      }
    }
    return rows;
  }
}
