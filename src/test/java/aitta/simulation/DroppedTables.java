package aitta.simulation;

import aitta.storage.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tables that are of no use any more: gone from the disk before their events go, as in production.
 */
final class DroppedTables {
  private static final long LOOK_NANOS = 1_000_000_000;

  private final OpenDisk disk;
  private final JournalWrites writes;
  private final Consumer<Runnable> later;
  private final List<TableId> dropped = new ArrayList<>();

  DroppedTables(OpenDisk disk, JournalWrites writes, Timeline timeline, SimulatedNode node) {
    this.disk = disk;
    this.writes = writes;
    this.later = what -> timeline.after(LOOK_NANOS, () -> node.run(what));
  }

  void drop(TableId table) {
    if (!disk.isClosed()) {
      disk.drop(table);
      if (dropped.isEmpty()) {
        later.accept(this::forget);
      }
      dropped.add(table);
    }
  }

  private void forget() {
    if (!disk.isClosed()) {
      disk.flush();
      dropped.forEach(table -> writes.discard(table.persistenceId()));
      dropped.clear();
    }
  }
}
