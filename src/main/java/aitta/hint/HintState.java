package aitta.hint;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.replica.Staging;
import aitta.storage.RowChange;
import aitta.version.Dot;
import aitta.version.Siblings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the hint store knows that its table does not hold yet, and its figures. Used by one thread,
 * and by one start of the store's log alone.
 */
final class HintState {
  /** What goes to disk as one event. */
  record Batch(List<HintId> ids, List<RowChange> changes, byte[] note) {}

  /** The id under which this start mints for a key, and the last dot that it made under it. */
  private record Writer(long id, long last) {}

  private static final int FORMAT = 1;

  private final Staging<HintId, Hint> staging = new Staging<>();
  private final Map<NodeId, Long> counts = new TreeMap<>();
  private final Set<NodeId> targets = new HashSet<>();
  private final Map<Key, Writer> writers = new HashMap<>(); // of keys that were minted here
  private final long maxBytes;
  private long bytes;

  /**
   * @param note as the last event left it; empty for none
   * @param stored how many hints the table holds for each target
   * @param maxBytes of all hints
   */
  HintState(byte[] note, Map<NodeId, Long> stored, long maxBytes) {
    this.maxBytes = maxBytes;
    this.counts.putAll(stored);
    this.targets.addAll(stored.keySet());
    if (note.length > 0) {
      Input in = new Input(note);
      if (in.getByte() != FORMAT) {
        throw new MalformedException("figures of the hints in an unknown format");
      }
      this.bytes = in.getVarint();
      in.expectEnd();
    }
  }

  /**
   * The hint as it will be once everything is written; null where the table's own is the newest.
   */
  Hint pending(HintId id) {
    return staging.pending(id);
  }

  boolean isFull() {
    return bytes >= maxBytes;
  }

  /**
   * Keeps a set.
   *
   * @param current the hint as it is, pending or stored; null where there is none
   */
  void keep(HintId id, Hint current, Siblings incoming, long nowMillis) {
    boolean fresh = current == null || current.isDelivered();
    if (!fresh && current.siblings().includes(incoming)) {
      return;
    }
    Hint next =
        fresh
            ? new Hint(nowMillis, incoming)
            : new Hint(current.sinceMillis(), current.siblings().join(incoming));
    bytes += next.sizeBound() - (fresh ? 0 : current.sizeBound());
    counts.merge(id.target(), fresh ? 1L : 0L, Long::sum);
    targets.add(id.target());
    staging.stage(id, next, next.sizeBound());
  }

  /**
   * Deletes a hint whose target has acknowledged {@code delivered}, unless more has come meanwhile.
   *
   * @return false where it stays, or was deleted before
   */
  boolean delivered(HintId id, Hint current, Siblings delivered) {
    if (current == null || current.isDelivered() || !delivered.includes(current.siblings())) {
      return false;
    }
    bytes -= current.sizeBound();
    counts.computeIfPresent(id.target(), (target, count) -> count > 1 ? count - 1 : null);
    writers.remove(id.key());
    staging.stage(id, Hint.DELIVERED, 64);
    return true;
  }

  /**
   * The id under which to mint for a key: the one in use while all that it minted is here, else
   * {@code fresh}. Hints that are left of an earlier owners' list do not tell of all dots.
   *
   * @param current what the hints for the owners of now say together
   */
  long writerOf(Key key, Siblings current, long fresh) {
    Writer writer = writers.get(key);
    return writer != null && current.context().counterOf(writer.id()) == writer.last()
        ? writer.id()
        : fresh;
  }

  /** This dot is used up, under an id that {@link #writerOf} gave. */
  void minted(Key key, Dot dot) {
    writers.put(key, new Writer(dot.writer(), dot.counter()));
  }

  Batch nextBatch(long maxBatchBytes) {
    if (staging.isBusy() || !staging.hasWaiting()) {
      return null;
    }
    List<HintId> ids = new ArrayList<>();
    List<RowChange> changes = new ArrayList<>();
    staging
        .nextBatch(maxBatchBytes)
        .forEach(
            (id, hint) -> {
              ids.add(id);
              changes.add(new RowChange(id.row(), hint.isDelivered() ? null : hint.encode()));
            });
    byte[] note = new Output(16).putByte(FORMAT).putVarint(Math.max(0, bytes)).toBytes();
    return new Batch(ids, changes, note);
  }

  boolean isWaiting(HintId id) {
    return staging.waiting(id) != null;
  }

  boolean isWriting(HintId id) {
    return staging.isWriting(id);
  }

  void written() {
    staging.written();
  }

  /** How many hints are held for each target; targets without any are left out. */
  Map<NodeId, Long> counts() {
    return Map.copyOf(counts);
  }

  /** All for whom there have been hints since the start: the table may still have some. */
  Set<NodeId> targets() {
    return targets;
  }

  /** Bytes that wait for the disk or are being written. */
  long unwrittenBytes() {
    return staging.unwrittenBytes();
  }

  long bytes() {
    return bytes;
  }
}
