package aitta.storage;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets callers who ask for a flush at the same time share one.
 *
 * <p>A flush that is under way may have begun before a caller's last write, so it does not count
 * for that caller: all who come meanwhile share the next one.
 */
final class SharedFlush {
  private final Runnable flush;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private boolean running;
  private long begun;
  private long succeeded;
  private long failed;
  private RuntimeException failure;

  /**
   * @param flush makes everything durable that was written before it began
   */
  SharedFlush(Runnable flush) {
    this.flush = flush;
  }

  /**
   * Returns once a flush has succeeded that began after this call.
   *
   * @throws RuntimeException what that flush threw
   */
  void run() {
    lock.lock();
    try {
      long wanted = begun + 1;
      while (succeeded < wanted) {
        if (failed >= wanted) {
          throw failure;
        }
        if (running) {
          ended.awaitUninterruptibly();
        } else {
          flushOnce();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Called with the lock held, which is let go meanwhile: others queue for the next flush. */
  private void flushOnce() {
    long mine = ++begun;
    running = true;
    lock.unlock();
    RuntimeException problem = null;
    boolean done = false;
    try {
      flush.run();
      done = true;
    } catch (RuntimeException e) {
      problem = e;
    } finally {
      lock.lock();
      running = false;
      if (done) {
        succeeded = mine;
      } else if (problem != null) {
        failed = mine;
        failure = problem;
      }
      ended.signalAll();
    }
  }
}
