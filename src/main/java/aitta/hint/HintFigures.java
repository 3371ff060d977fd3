package aitta.hint;

import aitta.model.NodeId;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What became of the hints of a node. Written by its store, read by anyone. */
public final class HintFigures {
  private final LongAdder kept = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Map<NodeId, LongAdder> delivered = new ConcurrentHashMap<>();
  private final LongAdder leftToRepair = new LongAdder();
  private volatile long bytes;
  private volatile int damagedPlaces;

  void kept() {
    kept.increment();
  }

  void refused() {
    refused.increment();
  }

  public void delivered(NodeId target) {
    delivered.computeIfAbsent(target, node -> new LongAdder()).increment();
  }

  void leftToRepair() {
    leftToRepair.increment();
  }

  void damaged(int places) {
    damagedPlaces = places;
  }

  void hold(long bytesNow) {
    bytes = bytesNow;
  }

  /** Sets of versions taken in for owners that could not be reached. */
  public long keptCount() {
    return kept.sum();
  }

  /** Those that were not taken in: the store or the disk was full. */
  public long refusedCount() {
    return refused.sum();
  }

  public Map<NodeId, Long> deliveredCounts() {
    Map<NodeId, Long> counts = new TreeMap<>();
    delivered.forEach((target, count) -> counts.put(target, count.sum()));
    return counts;
  }

  /** Of all hints that are held. */
  public long bytes() {
    return bytes;
  }

  /** Those that were too old and are left to anti-entropy, an owner having the version. */
  public long leftToRepairCount() {
    return leftToRepair.sum();
  }

  /** Places in the table that could not be read. */
  public int damagedPlaces() {
    return damagedPlaces;
  }
}
