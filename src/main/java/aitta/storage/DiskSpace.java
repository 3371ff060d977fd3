package aitta.storage;

/**
 * Room on the disk that holds the state.
 *
 * @param usableBytes what this process may still write
 * @param totalBytes size of the file system
 * @param reserveBytes free space below which the disk counts as full
 */
public record DiskSpace(long usableBytes, long totalBytes, long reserveBytes) {

  /** Whether new data should be refused, so that compaction and deletes can still work. */
  public boolean full() {
    return usableBytes < reserveBytes;
  }
}
