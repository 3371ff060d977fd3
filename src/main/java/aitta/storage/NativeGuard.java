package aitta.storage;

import java.util.concurrent.locks.StampedLock;

/**
 * Keeps native memory alive while somebody uses it: RocksDB's Java classes crash the process when
 * they are used after close.
 *
 * <p>Any number of users are inside at once; {@link #close} waits until they have left, and lets
 * nobody in again. A user does not enter twice.
 */
final class NativeGuard {
  private final StampedLock lock = new StampedLock();
  private final String name;
  private boolean closed;

  NativeGuard(String name) {
    this.name = name;
  }

  /**
   * @return what {@link #leave} wants
   * @throws StoreClosedException if it is closed
   */
  long enter() {
    long stamp = lock.readLock();
    if (closed) {
      lock.unlockRead(stamp);
      throw new StoreClosedException(name + " is closed", null);
    }
    return stamp;
  }

  void leave(long stamp) {
    lock.unlockRead(stamp);
  }

  /** Closes with {@code last}, which runs alone and only once; a second call does nothing. */
  void close(Runnable last) {
    long stamp = lock.writeLock();
    try {
      if (!closed) {
        closed = true;
        last.run();
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }
}
