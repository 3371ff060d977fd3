package aitta.storage;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Measures what the store costs: CPU time of the whole process, flush and compaction included, and
 * time that passes. Arguments: rows, tables, whether tables have files of their own.
 */
final class StorageBench {
  private static final int VALUE_BYTES = 100;
  private static final int READS = 300_000;
  private static final int SLICES = 10;
  private static final byte[] NOTE = new byte[32];

  private final StateStore store;
  private final int rows;
  private final int tables;
  private final long[] seqNrs;

  private StorageBench(StateStore store, int rows, int tables) {
    this.store = store;
    this.rows = rows;
    this.tables = tables;
    seqNrs = new long[tables];
  }

  private interface Work {
    void run(int i);
  }

  public static void main(String[] arguments) throws IOException {
    int rows = Integer.parseInt(arguments[0]);
    int tables = Integer.parseInt(arguments[1]);
    StateSettings defaults = StateSettings.defaults();
    StateSettings settings =
        new StateSettings(
            defaults.memtableBytes(),
            defaults.blockCacheBytes(),
            defaults.maxBackgroundJobs(),
            defaults.maxOpenFiles(),
            defaults.blobThresholdBytes(),
            0,
            Boolean.parseBoolean(arguments[2]));
    Path directory = Files.createTempDirectory("aitta-bench");
    try (StateStore store = StateStore.open(directory, settings)) {
      new StorageBench(store, rows, tables).run();
    } finally {
      delete(directory);
    }
  }

  private void run() throws IOException {
    Random random = new Random(1);
    byte[] value = new byte[VALUE_BYTES];
    measure("put one row and mark", rows, i -> put(i, half(random, value)));
    measure("flush", 1, i -> store.flush());
    int[] order = random.ints(READS, 0, rows).toArray();
    measure("get, any row", READS, i -> get(order[i], true));
    measure("get, any row, again", READS, i -> get(order[i], true));
    measure("get, 1000 rows", READS, i -> get(order[i % 1000], true));
    measure("get, absent", READS, i -> get(rows + order[i], false));
    measure("overwrite one row and mark", READS, i -> put(order[i], half(random, value)));
    byte[] large = new byte[8192];
    random.nextBytes(large);
    measure("put 8 KiB", 20_000, i -> put(order[i], large));
    store.flush();
    measure("get 8 KiB", 20_000, i -> get(order[i], true));
    measure("scan: open, 10 rows, close", 20_000, i -> scan(order[i]));
    System.out.println(store.statistics());
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      lines.filter(line -> line.startsWith("VmRSS")).forEach(System.out::println);
    }
  }

  /** On a busy machine the least of the slices says most. */
  private static void measure(String what, int count, Work work) {
    int slices = Math.min(SLICES, count);
    double[] cpuMicros = new double[slices];
    long wall = System.nanoTime();
    for (int slice = 0; slice < slices; slice++) {
      int from = (int) ((long) count * slice / slices);
      int to = (int) ((long) count * (slice + 1) / slices);
      long cpu = cpuNanos();
      for (int i = from; i < to; i++) {
        work.run(i);
      }
      cpuMicros[slice] = (cpuNanos() - cpu) / 1e3 / (to - from);
    }
    double wallMicros = (System.nanoTime() - wall) / 1e3 / count;
    Arrays.sort(cpuMicros);
    System.out.printf(
        "%-28s CPU us least %8.2f, median %8.2f; wall us %8.2f%n",
        what, cpuMicros[0], cpuMicros[slices / 2], wallMicros);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Compresses to about a half, as texts do. */
  private static byte[] half(Random random, byte[] value) {
    for (int i = 0; i < value.length / 2; i++) {
      value[i] = (byte) random.nextInt();
    }
    return value;
  }

  private void put(int i, byte[] value) {
    int table = tableOf(i);
    List<RowChange> change = List.of(RowChange.put(row(i), value));
    store.apply(TableId.range(table, 1), ++seqNrs[table], change, NOTE);
  }

  private void get(int i, boolean there) {
    if ((store.get(TableId.range(tableOf(i), 1), row(i)) != null) != there) {
      throw new IllegalStateException("row " + i);
    }
  }

  private void scan(int i) {
    try (Scan scan = store.scan(TableId.range(tableOf(i), 1), row(i), null)) {
      for (int n = 0; n < 10 && scan.next(); n++) {
        scan.row();
        scan.value();
      }
    }
  }

  private int tableOf(int i) {
    return Math.floorMod((int) (i * 0x9E3779B97F4A7C15L >>> 40), tables);
  }

  /** Spread like the keys of users, 24 bytes. */
  private static byte[] row(int i) {
    return ByteBuffer.allocate(24).putLong(i * 0xD1B54A32D192ED03L).putLong(i).array();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
