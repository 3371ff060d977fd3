package aitta.storage;

/**
 * The operating system refused an access to a file, or RocksDB a request. RocksDB retries what may
 * pass; if writes go on failing, open the store again.
 */
public final class StorageIoException extends StorageException {
  StorageIoException(String message, Throwable cause) {
    super(message, cause);
  }
}
