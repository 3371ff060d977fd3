package aitta.storage;

/**
 * Somebody asked {@link MarkSnapshotStore} to save a snapshot. The state of a table is its rows,
 * and its mark is written with them; there is nothing else to save.
 */
public final class SnapshotRefusedException extends StorageException {
  SnapshotRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
