package aitta.storage;

import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

/**
 * RocksDB's counters since the store was opened, and gauges of now. Bytes unless the name says
 * otherwise.
 *
 * @param stallMicros how long writes were held back in all, because flush or compaction was behind
 * @param filterHits reads of absent rows that a filter answered without a block
 * @param level0Files files that every read has to look at; many mean that compaction is behind
 * @param writesStopped whether writes wait now
 * @param backgroundErrors failed flushes and compactions since the store was opened
 */
public record StateStatistics(
    long tableBytes,
    long blobBytes,
    long memtableBytes,
    long blockCacheBytes,
    long tableReaderBytes,
    long blobBytesRead,
    long blockCacheHits,
    long blockCacheMisses,
    long filterHits,
    long flushedBytes,
    long compactionReadBytes,
    long compactionWrittenBytes,
    long pendingCompactionBytes,
    long stallMicros,
    long level0Files,
    long backgroundErrors,
    boolean writesStopped) {

  static StateStatistics read(RocksDB rocks, RocksTuning tuning) throws RocksDBException {
    Statistics counters = tuning.statistics();
    return new StateStatistics(
        rocks.getLongProperty("rocksdb.total-sst-files-size"),
        rocks.getLongProperty("rocksdb.total-blob-file-size"),
        rocks.getLongProperty("rocksdb.cur-size-all-mem-tables"),
        tuning.blockCacheUsedBytes(),
        rocks.getLongProperty("rocksdb.estimate-table-readers-mem"),
        counters.getTickerCount(TickerType.BLOB_DB_BLOB_FILE_BYTES_READ),
        counters.getTickerCount(TickerType.BLOCK_CACHE_HIT),
        counters.getTickerCount(TickerType.BLOCK_CACHE_MISS),
        counters.getTickerCount(TickerType.BLOOM_FILTER_USEFUL),
        counters.getTickerCount(TickerType.FLUSH_WRITE_BYTES),
        counters.getTickerCount(TickerType.COMPACT_READ_BYTES),
        counters.getTickerCount(TickerType.COMPACT_WRITE_BYTES),
        rocks.getLongProperty("rocksdb.estimate-pending-compaction-bytes"),
        counters.getTickerCount(TickerType.STALL_MICROS),
        Long.parseLong(rocks.getProperty("rocksdb.num-files-at-level0")),
        rocks.getLongProperty("rocksdb.background-errors"),
        rocks.getLongProperty("rocksdb.is-write-stopped") != 0);
  }
}
