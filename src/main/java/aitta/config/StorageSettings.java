package aitta.config;

import java.time.Duration;

/**
 * The disk and the memory outside the heap.
 *
 * @param syncInterval between fsyncs under {@link Durability#PERIODIC}
 * @param memtableBytes writes collected in memory before they go to disk
 * @param blockCacheBytes blocks kept of what was read
 * @param rowCachePercent of the heap, for rows read lately and not written since
 * @param blobThresholdBytes values from this size on are stored beside the sorted files
 * @param diskReserveBytes with less free, the node takes no copy of anything new
 */
public record StorageSettings(
    Durability durability,
    Duration syncInterval,
    long memtableBytes,
    long blockCacheBytes,
    int rowCachePercent,
    int blobThresholdBytes,
    long diskReserveBytes) {

  public StorageSettings {
    Check.duration("aitta.storage.sync-interval", syncInterval, "10ms", "10s");
    Check.size("aitta.storage.memtable-size", memtableBytes, "1MiB", "1GiB");
    Check.size("aitta.storage.block-cache-size", blockCacheBytes, "1MiB", "1TiB");
    Check.within("aitta.storage.row-cache-percent", rowCachePercent, 0, 50);
    Check.size("aitta.storage.blob-threshold", blobThresholdBytes, "256B", "16MiB");
    Check.size("aitta.storage.disk-reserve", diskReserveBytes, "1MiB", "1TiB");
  }

  static StorageSettings read(SettingReader reader) {
    return new StorageSettings(
        reader.choice("aitta.storage.durability", Durability.class),
        reader.duration("aitta.storage.sync-interval"),
        reader.size("aitta.storage.memtable-size"),
        reader.size("aitta.storage.block-cache-size"),
        reader.integer("aitta.storage.row-cache-percent"),
        reader.smallSize("aitta.storage.blob-threshold"),
        reader.size("aitta.storage.disk-reserve"));
  }
}
