package aitta.metrics;

import aitta.coordinator.CoordinatorFigures;
import aitta.hint.HintFigures;
import aitta.journal.JournalFigures;
import aitta.model.NodeId;
import aitta.replica.Figures;
import aitta.replica.RowCache;
import aitta.storage.DiskSpace;
import aitta.storage.StateStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** All metrics that are read from a {@link NodeFigures}, folder by folder. */
final class Rows {
  private final List<Row> rows = new ArrayList<>();

  private Rows() {}

  static List<Row> all() {
    Rows all = new Rows();
    all.node();
    all.messages();
    all.coordinators();
    all.hints();
    all.replicas();
    all.repair();
    all.journal();
    all.state();
    all.disk();
    all.clock();
    all.moves();
    all.setAside();
    return List.copyOf(all.rows);
  }

  private void node() {
    node("aitta_node_ready", "1 while the node serves requests", f -> f.ready() ? 1 : 0);
    node("aitta_http_open_requests", "Requests not answered yet", NodeFigures::openRequests);
    node("aitta_http_body_bytes", "Bodies in memory, bytes", NodeFigures::bodyBytes);
    rows.add(
        Row.gauges(
            "aitta_membership_nodes",
            "Nodes by status, as this one sees them",
            "status",
            f -> f.cluster() == null ? null : f.cluster().byStatus()));
    cluster(
        "aitta_membership_unreachable",
        "Nodes that this one cannot reach",
        NodeFigures.Cluster::unreachable);
    cluster("aitta_ring_version", "Version of the ring", NodeFigures.Cluster::ringVersion);
    cluster(
        "aitta_ring_ranges_owned",
        "Ranges that this node is an owner of",
        NodeFigures.Cluster::rangesOwned);
    cluster(
        "aitta_ring_transfers",
        "Ranges that are on their way to this node",
        NodeFigures.Cluster::transfers);
  }

  private void node(String name, String help, ToDoubleFunction<NodeFigures> value) {
    rows.add(Row.gauge(name, help, Function.identity(), value));
  }

  private void cluster(String name, String help, ToDoubleFunction<NodeFigures.Cluster> value) {
    rows.add(Row.gauge(name, help, NodeFigures::cluster, value));
  }

  private void messages() {
    messages("aitta_peer_sent", "Messages given to the network", NodeFigures.Messages::sent);
    messages(
        "aitta_peer_unsent",
        "Messages to nodes of which no address is known",
        NodeFigures.Messages::unsent);
    messages(
        "aitta_peer_received",
        "Messages that came from other nodes",
        NodeFigures.Messages::received);
  }

  private void messages(String name, String help, ToDoubleFunction<NodeFigures.Messages> value) {
    rows.add(Row.counter(name, help, NodeFigures::messages, value));
  }

  private void coordinators() {
    coordinator(
        "aitta_coordinator_hedges",
        "Reads that asked one more owner because another was slow",
        CoordinatorFigures::hedges);
    coordinator(
        "aitta_coordinator_stand_ins",
        "Questions to nodes that stand in for an owner",
        CoordinatorFigures::standIns);
    coordinator(
        "aitta_coordinator_read_repairs",
        "Stale copies that reads found and mended",
        CoordinatorFigures::readRepairs);
    coordinator(
        "aitta_coordinator_forwards",
        "Writes that an owner was asked to coordinate",
        CoordinatorFigures::forwards);
    rows.add(
        Row.gauge(
            "aitta_coordinator_hottest_key_share",
            "Share of the requests that one key takes; 0 where none stands out",
            NodeFigures::coordinators,
            CoordinatorFigures::hottestKeyShare));
  }

  private void coordinator(String name, String help, ToDoubleFunction<CoordinatorFigures> value) {
    rows.add(Row.counter(name, help, NodeFigures::coordinators, value));
  }

  private void hints() {
    rows.add(
        Row.gauges(
            "aitta_hint_held",
            "Hints held for each node",
            "target",
            f -> f.hints() == null ? null : f.hintsHeld()));
    rows.add(
        Row.counters(
            "aitta_hint_delivered",
            "Hints that their target has taken",
            "target",
            f -> f.hints() == null ? null : named(f.hints().deliveredCounts())));
    rows.add(
        Row.counter(
            "aitta_hint_kept",
            "Sets of versions taken in for owners out of reach",
            NodeFigures::hints,
            HintFigures::keptCount));
    rows.add(
        Row.counter(
            "aitta_hint_refused",
            "Sets of versions not taken in: no room",
            NodeFigures::hints,
            HintFigures::refusedCount));
    rows.add(
        Row.counter(
            "aitta_hint_left_to_repair",
            "Hints that were too old and are left to anti-entropy",
            NodeFigures::hints,
            HintFigures::leftToRepairCount));
    rows.add(
        Row.gauge(
            "aitta_hint_damaged_places",
            "Places among the hints that cannot be read",
            NodeFigures::hints,
            HintFigures::damagedPlaces));
    rows.add(
        Row.gauge(
            "aitta_hint_bytes", "All hints held, bytes", NodeFigures::hints, HintFigures::bytes));
  }

  private static Map<String, Long> named(Map<NodeId, Long> counts) {
    Map<String, Long> named = new TreeMap<>();
    counts.forEach((node, count) -> named.put(node.value(), count));
    return named;
  }

  private void replicas() {
    rows.add(Row.gauge("aitta_replica_keys", "Keys held here", NodeFigures::held, Figures::keys));
    rows.add(
        Row.gauge(
            "aitta_replica_bytes", "Values held here, bytes", NodeFigures::held, Figures::bytes));
    node(
        "aitta_replica_ranges_ready",
        "Ranges whose copy here has been read back and answers",
        NodeFigures::readyRanges);
    node(
        "aitta_replica_ranges_not_fit",
        "Ranges whose copy here must catch up before it counts for strict reads",
        NodeFigures::catchingUp);
  }

  private void repair() {
    rows.add(
        Row.counter(
            "aitta_antientropy_keys_compared",
            "Keys that owners had to look at one by one",
            NodeFigures::repair,
            NodeFigures.Repair::keysCompared));
    rows.add(
        Row.counter(
            "aitta_antientropy_keys_repaired",
            "Keys of which an owner was brought something",
            NodeFigures::repair,
            NodeFigures.Repair::keysRepaired));
    rows.add(
        Row.gauge(
            "aitta_antientropy_ranges_compared",
            "Ranges that this node has compared to the end",
            NodeFigures::repair,
            NodeFigures.Repair::rangesCompared));
    rows.add(
        Row.gauge(
            "aitta_antientropy_ranges_apart",
            "Ranges whose last comparison ended with a difference",
            NodeFigures::repair,
            NodeFigures.Repair::rangesApart));
  }

  private void journal() {
    journal(false, "segments", "Segments alive", JournalFigures::segments);
    journal(false, "spares", "Files that wait to become segments", JournalFigures::spares);
    journal(false, "disk_bytes", "All files of the journal", JournalFigures::bytesOnDisk);
    journal(false, "in_use_bytes", "Records in segments still needed", JournalFigures::bytesInUse);
    journal(false, "queued", "Writes that wait for the writer", JournalFigures::queued);
    journal(true, "groups", "Groups written, each with one fsync", JournalFigures::groups);
    journal(true, "records", "Records written", JournalFigures::records);
    journal(true, "record_bytes", "Bytes of records written", JournalFigures::recordBytes);
    journal(
        false, "group_records", "Records in the newest group", JournalFigures::lastGroupRecords);
    journal(true, "failures", "Failures of the journal's disk", JournalFigures::failures);
  }

  private void journal(
      boolean counter, String name, String help, ToDoubleFunction<JournalFigures> value) {
    String full = "aitta_journal_" + name;
    rows.add(
        counter
            ? Row.counter(full, help, NodeFigures::journal, value)
            : Row.gauge(full, help, NodeFigures::journal, value));
  }

  private void state() {
    state(false, "table_bytes", "RocksDB table files", StateStatistics::tableBytes);
    state(false, "blob_bytes", "RocksDB blob files", StateStatistics::blobBytes);
    state(false, "memtable_bytes", "RocksDB memtables", StateStatistics::memtableBytes);
    state(false, "block_cache_bytes", "RocksDB block cache", StateStatistics::blockCacheBytes);
    state(false, "table_reader_bytes", "RocksDB indexes", StateStatistics::tableReaderBytes);
    state(true, "blob_read_bytes", "Read from blob files", StateStatistics::blobBytesRead);
    state(true, "block_cache_hits", "Blocks found in the cache", StateStatistics::blockCacheHits);
    state(true, "block_cache_misses", "Blocks read from disk", StateStatistics::blockCacheMisses);
    rowCache(false, "bytes", "Rows kept in the heap, about", RowCache.Figures::bytes);
    rowCache(true, "hits", "Rows found in the heap", RowCache.Figures::hits);
    rowCache(true, "misses", "Rows looked for in the store", RowCache.Figures::misses);
    state(true, "filter_hits", "Absent rows told by a filter", StateStatistics::filterHits);
    state(true, "flushed_bytes", "Written by flushes", StateStatistics::flushedBytes);
    state(true, "compaction_read_bytes", "Read to compact", StateStatistics::compactionReadBytes);
    state(
        true,
        "compaction_written_bytes",
        "Written to compact",
        StateStatistics::compactionWrittenBytes);
    state(
        false,
        "pending_compaction_bytes",
        "That compaction is behind",
        StateStatistics::pendingCompactionBytes);
    state(
        true,
        "stall_seconds",
        "How long writes were held back in all",
        statistics -> statistics.stallMicros() / 1e6);
    state(false, "level0_files", "Files that every read looks at", StateStatistics::level0Files);
    state(
        true,
        "background_errors",
        "Failed flushes, compactions",
        StateStatistics::backgroundErrors);
    state(
        false,
        "writes_stopped",
        "1 while writes wait for compaction",
        statistics -> statistics.writesStopped() ? 1 : 0);
  }

  private void state(
      boolean counter, String name, String help, ToDoubleFunction<StateStatistics> value) {
    String full = "aitta_storage_" + name;
    rows.add(
        counter
            ? Row.counter(full, help, NodeFigures::state, value)
            : Row.gauge(full, help, NodeFigures::state, value));
  }

  private void rowCache(
      boolean counter, String name, String help, ToDoubleFunction<RowCache.Figures> value) {
    String full = "aitta_storage_row_cache_" + name;
    rows.add(
        counter
            ? Row.counter(full, help, NodeFigures::rowCache, value)
            : Row.gauge(full, help, NodeFigures::rowCache, value));
  }

  private void disk() {
    disk("free_bytes", "What may still be written", DiskSpace::usableBytes);
    disk("total_bytes", "Size of the file system", DiskSpace::totalBytes);
    disk("reserve_bytes", "Free space below which the disk is full", DiskSpace::reserveBytes);
    disk("full", "1 while nothing new is taken", space -> space.full() ? 1 : 0);
  }

  private void disk(String name, String help, ToDoubleFunction<DiskSpace> value) {
    rows.add(Row.gauge("aitta_storage_disk_" + name, help, NodeFigures::disk, value));
  }

  private void clock() {
    rows.add(
        Row.gauge(
            "aitta_clock_ahead_seconds",
            "How far the highest timestamp heard of is ahead of this node's clock",
            NodeFigures::clock,
            clock -> clock.aheadMillis() / 1000.0));
    rows.add(
        Row.counter(
            "aitta_clock_not_adopted",
            "Timestamps too far ahead to be adopted",
            NodeFigures::clock,
            NodeFigures.Clock::notAdopted));
  }

  private void moves() {
    rows.add(
        Row.gauge(
            "aitta_handover_ranges",
            "Ranges on their way to this node",
            NodeFigures::moves,
            NodeFigures.Moves::ranges));
    rows.add(
        Row.gauge(
            "aitta_handover_bytes_left",
            "Bytes of these ranges that are still to come",
            NodeFigures::moves,
            NodeFigures.Moves::bytesLeft));
    rows.add(
        Row.gauge(
            "aitta_handover_pace_bytes",
            "Bytes a second that they may come with: handover.rate, less while requests wait",
            NodeFigures::moves,
            NodeFigures.Moves::pace));
  }

  private void setAside() {
    rows.add(
        Row.gauges(
            "aitta_setaside_folders",
            "Folders of this node's earlier lives in its data directory",
            "state",
            NodeFigures::setAside));
  }
}
