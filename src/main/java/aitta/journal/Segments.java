package aitta.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The segments that are alive, and how many records of each are not deleted yet. Changed by the
 * writer, looked at by anybody.
 */
final class Segments {
  /** A life of a segment file; guarded by its {@link Segments}. */
  private static final class Entry {
    private final long createdAtMillis;
    private boolean damaged;
    private int end;
    private int liveRecords;
    private boolean sealed;

    Entry(long createdAtMillis) {
      this.createdAtMillis = createdAtMillis;
    }
  }

  /**
   * @param end where its records end
   */
  record Extent(long generation, int end) {}

  /** The oldest segment that holds an event, or none. */
  record Oldest(long generation, long createdAtMillis) {}

  private final TreeMap<Long, Entry> entries = new TreeMap<>();

  synchronized void add(long generation, long createdAtMillis) {
    entries.put(generation, new Entry(createdAtMillis));
  }

  synchronized void damaged(long generation) {
    entries.get(generation).damaged = true;
  }

  /** Records up to here can be read. */
  synchronized void grow(long generation, int end) {
    entries.get(generation).end = end;
  }

  /** Nothing is written to it any more, and nothing behind its present end counts. */
  synchronized void seal(long generation) {
    entries.get(generation).sealed = true;
  }

  synchronized void retain(long generation, int records) {
    entries.get(generation).liveRecords += records;
  }

  synchronized void release(long generation, int records) {
    entries.get(generation).liveRecords -= records;
  }

  /**
   * Sealed segments without a live record.
   *
   * @param withDamaged false keeps damaged segments: something may be saved from them by hand
   */
  synchronized List<Long> droppable(boolean withDamaged) {
    List<Long> found = new ArrayList<>();
    entries.forEach(
        (generation, entry) -> {
          if (entry.sealed && entry.liveRecords == 0 && (withDamaged || !entry.damaged)) {
            found.add(generation);
          }
        });
    return found;
  }

  synchronized void drop(List<Long> generations) {
    generations.forEach(entries::remove);
  }

  synchronized List<Extent> extents() {
    List<Extent> extents = new ArrayList<>(entries.size());
    entries.forEach((generation, entry) -> extents.add(new Extent(generation, entry.end)));
    return extents;
  }

  synchronized boolean isDamaged(long generation) {
    return entries.get(generation).damaged;
  }

  synchronized int count() {
    return entries.size();
  }

  /** Bytes of records in segments that hold at least one event that is not deleted. */
  synchronized long bytesInUse() {
    return entries.values().stream().filter(e -> e.liveRecords > 0).mapToLong(e -> e.end).sum();
  }

  synchronized Oldest oldest() {
    for (var each : entries.entrySet()) {
      if (each.getValue().liveRecords > 0) {
        return new Oldest(each.getKey(), each.getValue().createdAtMillis);
      }
    }
    return new Oldest(0, 0);
  }
}
