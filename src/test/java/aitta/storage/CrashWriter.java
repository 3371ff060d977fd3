package aitta.storage;

import java.nio.file.Path;
import java.util.Random;

/**
 * A process to be killed: goes on with random batches from the marks that it finds, and says how
 * far each table was flushed.
 */
final class CrashWriter {
  private static final int APPLIES_PER_LINE = 20;

  private CrashWriter() {}

  public static void main(String[] arguments) {
    RandomBatches batches = new RandomBatches(Long.parseLong(arguments[1]));
    Random random = new Random(Long.parseLong(arguments[2]));
    StateSettings small = StateSettings.defaults().withMemtableBytes(1 << 20);
    StateStore store = StateStore.open(Path.of(arguments[0]), small);
    while (true) {
      for (int i = 0; i < APPLIES_PER_LINE; i++) {
        TableId table = TableId.range(random.nextInt(RandomBatches.TABLES), 1);
        long seqNr = store.mark(table).map(TableMark::seqNr).orElse(0L) + 1;
        store.apply(table, seqNr, batches.batch(table, seqNr), RandomBatches.note(seqNr));
      }
      if (random.nextInt(40) == 0) {
        store.flush();
      }
      StringBuilder line = new StringBuilder("flushed");
      for (int table = 0; table < RandomBatches.TABLES; table++) {
        line.append(' ').append(store.flushedSeqNr(TableId.range(table, 1)));
      }
      System.out.println(line);
    }
  }
}
