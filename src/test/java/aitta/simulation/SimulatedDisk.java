package aitta.simulation;

import aitta.ring.Ring;
import aitta.storage.TableId;
import aitta.storage.TableMark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.persistence.PersistentRepr;

/**
 * What of a node survives its crash: the journal's events, the state as it was flushed last, and
 * what the data directory says of itself.
 */
final class SimulatedDisk {
  /** A table's rows and how far they have come. */
  record Table(TreeMap<byte[], byte[]> rows, TableMark mark) {
    static final Table EMPTY = new Table(new TreeMap<>(Arrays::compareUnsigned), null);

    Table copy() {
      return new Table(new TreeMap<>(rows), mark);
    }
  }

  /** Events of one writer. */
  static final class Events {
    long deletedTo;
    final List<PersistentRepr> kept = new ArrayList<>();

    long last() {
      return deletedTo + kept.size();
    }
  }

  final Map<String, Events> journal = new HashMap<>();
  final Map<TableId, Table> flushed = new TreeMap<>();
  String incarnation;
  Ring ring; // null where none was adopted yet
  boolean isNew;
  boolean isCopied;
  boolean hasMadeRanges;
  boolean hasHints; // of a backup: there may be some in it
  long start;

  SimulatedDisk(String incarnation) {
    this.incarnation = incarnation;
  }

  /** As a backup of the whole directory. */
  SimulatedDisk copy() {
    SimulatedDisk copy = new SimulatedDisk(incarnation);
    journal.forEach(
        (id, events) -> {
          Events same = new Events();
          same.deletedTo = events.deletedTo;
          same.kept.addAll(events.kept);
          copy.journal.put(id, same);
        });
    flushed.forEach((id, table) -> copy.flushed.put(id, table.copy()));
    copy.ring = ring;
    copy.isNew = isNew;
    copy.isCopied = isCopied;
    copy.hasMadeRanges = hasMadeRanges;
    copy.start = start;
    return copy;
  }
}
