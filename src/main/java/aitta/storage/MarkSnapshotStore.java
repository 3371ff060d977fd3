package aitta.storage;

import java.util.Optional;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import scala.concurrent.Future;

/**
 * Tells Pekko Persistence that a table's rows are its snapshot: a writer recovers from its {@link
 * TableMark}, and Pekko replays only what comes after it.
 *
 * <p>A plugin, configured as {@code aitta.state-snapshots}; it finds the store through {@link
 * StorageSetup}. The writer's {@code snapshotAdapter} makes its state from the mark. Writers do not
 * ask for snapshots and set no retention: the mark moves with every {@link RowStore#apply}.
 */
public final class MarkSnapshotStore extends SnapshotStore {
  private final StorageSetup setup;

  /**
   * @throws IllegalStateException if the actor system has no {@link StorageSetup}
   */
  public MarkSnapshotStore() {
    setup =
        context()
            .system()
            .settings()
            .setup()
            .get(StorageSetup.class)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the actor system was made without a StorageSetup: "
                            + "aitta.state-snapshots has no store to read"));
  }

  /**
   * The mark as the one snapshot there is, none if it lies outside {@code criteria}. Fails with
   * what {@link StateStore#mark} throws, or if {@code persistenceId} names no table.
   */
  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    try {
      TableId table = TableId.parse(persistenceId);
      return Futures.successful(
          setup
              .store()
              .mark(table)
              .map(mark -> snapshot(persistenceId, mark))
              .filter(found -> criteria.matches(found.metadata())));
    } catch (StorageException | IllegalArgumentException e) {
      return Futures.failed(e);
    }
  }

  /** Always fails with {@link SnapshotRefusedException}: the rows are saved already. */
  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    return Futures.failed(
        new SnapshotRefusedException(
            metadata.persistenceId()
                + " asked for a snapshot at "
                + metadata.sequenceNr()
                + ": its rows are its snapshot, written by StateStore.apply",
            null));
  }

  /** Does nothing, as there are no old snapshots; a table's rows go with {@link RowStore#drop}. */
  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    return Futures.successful(null);
  }

  /** Does nothing, like {@link #doDeleteAsync(SnapshotMetadata)}. */
  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    return Futures.successful(null);
  }

  private static SelectedSnapshot snapshot(String persistenceId, TableMark mark) {
    // Time 0 suits every selection: marks carry none, and there is but one.
    return SelectedSnapshot.create(new SnapshotMetadata(persistenceId, mark.seqNr(), 0L), mark);
  }
}
