package aitta.storage;

/** The state could not be read or written. Its subclasses say why, hence what can be done. */
public abstract sealed class StorageException extends RuntimeException
    permits CorruptionException,
        DiskFullException,
        StorageIoException,
        StoreClosedException,
        StoreLockedException,
        SnapshotRefusedException {

  StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
