package aitta.storage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.HistogramType;
import org.rocksdb.HyperClockCache;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksObject;
import org.rocksdb.SstPartitionerFixedPrefixFactory;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;

/** RocksDB's options, and the native objects that they refer to: closed after the database. */
final class RocksTuning implements AutoCloseable {
  private static final long MIB = 1L << 20;
  private static final int FILTER_BITS_PER_KEY = 10;

  private final Deque<RocksObject> owned = new ArrayDeque<>();
  private final Options options;
  private final Statistics statistics;
  private final Cache blockCache;

  RocksTuning(StateSettings settings) {
    // Counters alone: histograms cost two readings of the clock per get.
    statistics = own(new Statistics(EnumSet.allOf(HistogramType.class)));
    statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
    blockCache = own(new HyperClockCache(settings.blockCacheBytes(), 0, -1, false));
    options = own(new Options());
    options.setCreateIfMissing(true).setStatistics(statistics).setTableFormatConfig(tables());
    files(settings);
    writing(settings);
    blobs(settings);
    checking();
    logging();
  }

  Options options() {
    return options;
  }

  Statistics statistics() {
    return statistics;
  }

  long blockCacheUsedBytes() {
    return blockCache.getUsage();
  }

  /**
   * Indexes and filters live in the block cache, in parts, so that memory stays bounded however
   * much is stored; what is pinned beside is their top level, some 10 bytes per 1,000 rows.
   */
  private BlockBasedTableConfig tables() {
    return new BlockBasedTableConfig()
        .setBlockCache(blockCache)
        .setBlockSize(8 << 10)
        .setCacheIndexAndFilterBlocks(true)
        .setCacheIndexAndFilterBlocksWithHighPriority(true)
        .setPinTopLevelIndexAndFilter(true)
        .setIndexType(IndexType.kTwoLevelIndexSearch)
        .setPartitionFilters(true)
        .setMetadataBlockSize(4 << 10)
        .setFilterPolicy(own(new BloomFilter(FILTER_BITS_PER_KEY)))
        .setOptimizeFiltersForMemory(true);
  }

  private void files(StateSettings settings) {
    options
        .setMaxOpenFiles(settings.maxOpenFiles())
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setTargetFileSizeBase(64 * MIB)
        .setMaxBackgroundJobs(settings.maxBackgroundJobs())
        // Written back bit by bit: else a large file's end delays the journal's fsync beside it.
        .setBytesPerSync(MIB);
    if (settings.filesPerTable()) {
      options.setSstPartitionerFactory(
          own(new SstPartitionerFixedPrefixFactory(RowKeys.TABLE_BYTES)));
    }
  }

  private void writing(StateSettings settings) {
    options
        .setWriteBufferSize(settings.memtableBytes() / StateSettings.MEMTABLES)
        .setMaxWriteBufferNumber(StateSettings.MEMTABLES)
        .setMemtablePrefixBloomSizeRatio(0.02)
        .setMemtableWholeKeyFiltering(true)
        // There is no log to recycle or recover; one flush per close is enough, and it is ours.
        .setRecycleLogFileNum(0)
        .setAvoidFlushDuringShutdown(true);
  }

  private void blobs(StateSettings settings) {
    options
        .setEnableBlobFiles(true)
        // A row below the threshold carries one byte more, and must stay with its row.
        .setMinBlobSize(settings.blobThresholdBytes() + 1L)
        .setBlobFileSize(64 * MIB)
        .setBlobCompressionType(CompressionType.LZ4_COMPRESSION)
        .setEnableBlobGarbageCollection(true)
        .setBlobGarbageCollectionAgeCutoff(0.25)
        .setBlobGarbageCollectionForceThreshold(0.5);
  }

  private void checking() {
    options
        .setParanoidChecks(true)
        .setForceConsistencyChecks(true)
        // What a flush or compaction wrote is read back before what it replaces is deleted.
        .setParanoidFileChecks(true);
  }

  private void logging() {
    options
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(4 * MIB)
        .setKeepLogFileNum(4)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0);
  }

  private <T extends RocksObject> T own(T object) {
    owned.push(object);
    return object;
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
  }
}
