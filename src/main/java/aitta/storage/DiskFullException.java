package aitta.storage;

/**
 * There was no room on the disk. Reads go on; writes do again, by themselves and a few seconds
 * later, once there is room. What was refused was not applied.
 */
public final class DiskFullException extends StorageException {
  DiskFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
