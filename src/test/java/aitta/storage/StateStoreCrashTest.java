package aitta.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateStoreCrashTest {
  private static final int KILLS = 2;

  @TempDir Path directory;

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {1, 2, 3})
  void killedStoreHoldsExactlyTheRowsAfterItsMarks(long seed) throws Exception {
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      long[] flushed = writeAndKill(seed, random.nextLong(), 50 + random.nextInt(400));
      check(new RandomBatches(seed), flushed, "seed " + seed + " kill " + kill);
    }
  }

  /** How far each table was flushed for certain when the process was killed. */
  private long[] writeAndKill(long seed, long order, int lines) throws Exception {
    String last = null;
    try (ChildJvm writer =
        ChildJvm.start(
            List.of(),
            CrashWriter.class,
            directory.toString(),
            Long.toString(seed),
            Long.toString(order))) {
      for (int i = 0; i < lines; i++) {
        last = writer.line();
        assertThat(last).startsWith("flushed ");
      }
    }
    return Arrays.stream(last.substring("flushed ".length()).split(" "))
        .mapToLong(Long::parseLong)
        .toArray();
  }

  private void check(RandomBatches batches, long[] flushed, String when) {
    try (StateStore store = StateStore.open(directory, StateSettings.defaults())) {
      for (int i = 0; i < RandomBatches.TABLES; i++) {
        TableId table = TableId.range(i, 1);
        long mark = store.mark(table).map(TableMark::seqNr).orElse(0L);
        assertThat(mark).as("mark of %s, %s", table, when).isGreaterThanOrEqualTo(flushed[i]);
        if (mark > 0) {
          assertThat(store.mark(table).orElseThrow().note()).isEqualTo(RandomBatches.note(mark));
        }
        Map<Integer, byte[]> expected = batches.rowsAfter(table, mark);
        Map<Integer, byte[]> found = RandomBatches.rowsIn(store, table);
        assertThat(found.keySet()).as("rows of %s, %s", table, when).isEqualTo(expected.keySet());
        expected.forEach((row, value) -> assertThat(found.get(row)).isEqualTo(value));
      }
    }
  }
}
