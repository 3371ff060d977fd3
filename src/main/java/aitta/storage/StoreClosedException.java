package aitta.storage;

/** The store, or the scan, was closed before this call or during it. */
public final class StoreClosedException extends StorageException {
  StoreClosedException(String message, Throwable cause) {
    super(message, cause);
  }
}
