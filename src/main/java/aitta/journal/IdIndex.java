package aitta.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the journal knows of one persistence id. What replays may see is guarded by this object's
 * monitor; what is staged belongs to the writer's thread.
 */
final class IdIndex {
  /** {@link Marks#damagedTo()} of an id of which nobody knows how many events are lost. */
  static final long ALL = Long.MAX_VALUE;

  /**
   * @param highest last sequence number ever written
   * @param deletedTo events up to here are deleted
   * @param damagedTo events up to here are incomplete; 0 if all is well
   */
  record Marks(long highest, long deletedTo, long damagedTo) {}

  /** Told how many records of a segment a deletion made useless. */
  interface Released {
    void records(long generation, int count);
  }

  private final String id;
  private final byte[] idBytes;
  private final List<Run> runs = new ArrayList<>(2);
  private long highest;
  private long deletedTo;
  private Supplier<JournalCorruptException> damage;
  private long damagedTo;

  private long stagedHighest;
  private long stagedDeletedTo;

  IdIndex(String id) {
    this.id = id;
    this.idBytes = id.getBytes(StandardCharsets.UTF_8);
  }

  String id() {
    return id;
  }

  byte[] idBytes() {
    return idBytes;
  }

  synchronized Marks marks() {
    return new Marks(highest, deletedTo, damagedTo);
  }

  /**
   * @throws JournalCorruptException if events of this id are damaged
   */
  synchronized long highest() {
    checkUndamaged();
    return highest;
  }

  synchronized boolean isDeleted(long seqNr) {
    return seqNr <= deletedTo;
  }

  synchronized boolean isDamaged() {
    return damage != null;
  }

  /** Makes a record visible that lies at {@code offset}. */
  synchronized void add(long generation, long lastSeqNr, int offset, int bytes) {
    Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (last == null || !last.takes(generation, lastSeqNr)) {
      last = new Run(generation, lastSeqNr);
      runs.add(last);
    }
    last.add(lastSeqNr, offset, bytes);
    highest = Math.max(highest, lastSeqNr);
  }

  /** For an id whose events are known from a table of marks alone. */
  synchronized void raiseHighest(long seqNr) {
    highest = Math.max(highest, seqNr);
  }

  /** Makes a deletion visible; it also ends a damage that lies wholly below it. */
  synchronized void delete(long toSeqNr, Released released) {
    deletedTo = Math.max(deletedTo, toSeqNr);
    for (Run run : runs) {
      int dropped = run.dropUpTo(deletedTo);
      if (dropped > 0) {
        released.records(run.generation(), dropped);
      }
    }
    runs.removeIf(Run::isEmpty);
    if (deletedTo >= damagedTo || deletedTo >= highest) {
      damage = null;
      damagedTo = 0;
    }
  }

  synchronized void damage(long toSeqNr, Supplier<JournalCorruptException> why) {
    damagedTo = toSeqNr;
    damage = why;
  }

  /**
   * The records that hold events from {@code fromSeqNr} on and are not deleted, oldest first.
   *
   * @throws JournalCorruptException if events of this id are damaged
   */
  synchronized List<Run.View> from(long fromSeqNr) {
    checkUndamaged();
    long after = Math.max(fromSeqNr - 1, deletedTo);
    return runs.stream()
        .filter(run -> run.lastSeqNr() > after)
        .map(run -> run.after(after))
        .toList();
  }

  private void checkUndamaged() {
    if (damage != null) {
      throw damage.get();
    }
  }

  // What follows is for the writer alone: numbers of records that are written, but not yet visible.

  long stagedHighest() {
    return stagedHighest;
  }

  long stagedDeletedTo() {
    return stagedDeletedTo;
  }

  void stage(long highest, long deletedTo) {
    stagedHighest = highest;
    stagedDeletedTo = deletedTo;
  }

  /** What was staged was lost. */
  synchronized void unstage() {
    stagedHighest = highest;
    stagedDeletedTo = deletedTo;
  }
}
