package aitta.storage;

/** Another process, or another store in this one, has the directory open. */
public final class StoreLockedException extends StorageException {
  StoreLockedException(String message, Throwable cause) {
    super(message, cause);
  }
}
