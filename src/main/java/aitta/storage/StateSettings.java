package aitta.storage;

/**
 * What the state of a node may take of its machine. All of this is native memory, beside the heap.
 *
 * @param memtableBytes for rows not yet in files, all memtables together. Too small: many small
 *     flushes, more compaction. Too large: more memory, and longer replay after a crash.
 * @param blockCacheBytes for blocks of table files, their indexes and filters among them. Too
 *     small: an absent key costs a read from disk.
 * @param maxBackgroundJobs flushes and compactions at once, 2 or more: a flush must not wait behind
 *     a compaction
 * @param maxOpenFiles table files held open; more are opened again on each use
 * @param blobThresholdBytes values of this size and above are kept apart from their rows, so that
 *     compaction and scans over keys do not move them
 * @param reserveBytes free disk space below which the disk counts as full. Compaction needs room to
 *     make room: too small, and a full disk cannot be emptied any more.
 * @param filesPerTable whether tables share no files once compacted. On: a dropped table's space is
 *     free at once, and damage to a file stays with one table. Off: fewer, larger files; better
 *     with more than about a thousand tables a node.
 */
public record StateSettings(
    long memtableBytes,
    long blockCacheBytes,
    int maxBackgroundJobs,
    int maxOpenFiles,
    int blobThresholdBytes,
    long reserveBytes,
    boolean filesPerTable) {
  private static final long MIB = 1L << 20;
  private static final int LEAST_BLOB_BYTES = 256;

  /** Memtables are never all full: RocksDB writes into one while it flushes the others. */
  static final int MEMTABLES = 4;

  public StateSettings {
    atLeast("memtable-bytes", memtableBytes, MIB);
    atLeast("block-cache-bytes", blockCacheBytes, MIB);
    atLeast("max-background-jobs", maxBackgroundJobs, 2);
    atLeast("max-open-files", maxOpenFiles, 64);
    atLeast("blob-threshold-bytes", blobThresholdBytes, LEAST_BLOB_BYTES);
    atLeast("reserve-bytes", reserveBytes, 0);
  }

  /** For a node with a heap of 512 MiB on a small machine: about 150 MiB of native memory. */
  public static StateSettings defaults() {
    return new StateSettings(64 * MIB, 64 * MIB, 2, 1024, 4096, 512 * MIB, true);
  }

  public StateSettings withMemtableBytes(long bytes) {
    return new StateSettings(
        bytes,
        blockCacheBytes,
        maxBackgroundJobs,
        maxOpenFiles,
        blobThresholdBytes,
        reserveBytes,
        filesPerTable);
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "aitta.storage." + name + " = " + value + " is less than " + least);
    }
  }
}
