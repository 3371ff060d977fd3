package aitta.node;

import aitta.journal.JournalMonitor;
import aitta.storage.StateStore;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables that are of no use any more. A table must not be found again without its events: it is
 * gone from the disk before they go. Safe for use by many threads, which may wait for the disk.
 */
final class DroppedTables {
  private static final Logger LOG = LoggerFactory.getLogger(DroppedTables.class);

  private final StateStore store;
  private final Queue<TableId> dropped = new ConcurrentLinkedQueue<>();

  DroppedTables(StateStore store) {
    this.store = store;
  }

  void drop(TableId table) {
    try {
      store.drop(table);
      dropped.add(table);
    } catch (StorageException e) {
      LOG.error("table {} is of no use any more and cannot be dropped: {}", table, e.getMessage());
    }
  }

  /** Drops the events of all tables that were dropped since; one flush for all of them. */
  void forget(JournalMonitor journal) {
    List<TableId> gone = new ArrayList<>();
    for (TableId table = dropped.poll(); table != null; table = dropped.poll()) {
      gone.add(table);
    }
    if (gone.isEmpty()) {
      return;
    }
    try {
      store.flush();
    } catch (StorageException e) {
      LOG.error("tables {} are not dropped from the disk yet: {}", gone, e.getMessage());
      dropped.addAll(gone);
      return;
    }
    gone.forEach(table -> forget(journal, table));
  }

  private static void forget(JournalMonitor journal, TableId table) {
    journal
        .discard(table.persistenceId())
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.error("events of {} cannot be dropped: {}", table, failure.getMessage());
              }
            });
  }
}
