package aitta.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Fills the small disk it is given until writes fail, makes room, and waits until they succeed
 * again. Says what happens.
 */
final class FullDiskWriter {
  private static final TableId TABLE = TableId.range(1, 1);
  private static final int ROWS = 4000;
  private static final long GIVE_UP_NANOS = 40_000_000_000L;

  private FullDiskWriter() {}

  public static void main(String[] arguments) throws IOException {
    Path disk = Path.of(arguments[0]);
    Path ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[16 << 20]);
    StateSettings small = new StateSettings(2 << 20, 1 << 20, 2, 64, 4096, 4 << 20, true);
    Random random = new Random(7);
    long applied = 0;
    try (StateStore store = StateStore.open(disk.resolve("state"), small)) {
      boolean full = false;
      while (!full) {
        try {
          apply(store, random, applied + 1);
          applied++;
        } catch (DiskFullException e) {
          full = true;
        }
      }
      System.out.println("full: mark behind by " + (applied - markOf(store)));
      System.out.println("first row " + (store.get(TABLE, row(1)) == null ? "lost" : "kept"));
      System.out.println("flush " + flush(store));
      Files.delete(ballast);
      long until = System.nanoTime() + GIVE_UP_NANOS;
      boolean recovered = false;
      while (!recovered && System.nanoTime() < until) {
        recovered = retried(store, random, applied + 1);
      }
      System.out.println("recovered " + recovered);
      System.out.println("flush " + flush(store));
    }
    try (StateStore store = StateStore.open(disk.resolve("state"), small)) {
      System.out.println("kept up to the mark " + (markOf(store) == applied + 1));
    }
  }

  private static boolean retried(StateStore store, Random random, long seqNr) {
    try {
      apply(store, random, seqNr);
      return true;
    } catch (DiskFullException e) {
      Thread.onSpinWait();
      return false;
    }
  }

  private static void apply(StateStore store, Random random, long seqNr) {
    byte[] value = new byte[1000];
    random.nextBytes(value);
    store.apply(TABLE, seqNr, List.of(RowChange.put(row(seqNr % ROWS), value)), new byte[0]);
  }

  private static String flush(StateStore store) {
    try {
      store.flush();
      return "succeeds";
    } catch (DiskFullException e) {
      return "finds the disk full";
    }
  }

  private static long markOf(StateStore store) {
    return store.mark(TABLE).orElseThrow().seqNr();
  }

  private static byte[] row(long number) {
    return ByteBuffer.allocate(8).putLong(number).array();
  }
}
