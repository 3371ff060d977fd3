package aitta.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for the writer, bounded in number and bytes. All of it is taken at once. */
final class SubmissionQueue {
  private final Path dir;
  private final int maxCount;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private List<Submission> waiting = new ArrayList<>();
  private long waitingBytes;
  private String closedBecause;

  SubmissionQueue(Path dir, int maxCount, long maxBytes) {
    this.dir = dir;
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
  }

  /**
   * A single submission that is larger than the bound passes when nothing else waits.
   *
   * @throws JournalOverloadedException if a bound would be passed
   * @throws JournalClosedException after {@link #close}
   */
  void put(Submission submission) {
    int bytes = submission.bytes();
    lock.lock();
    try {
      if (closedBecause != null) {
        throw new JournalClosedException(dir, closedBecause);
      }
      if (waiting.size() >= maxCount) {
        throw new JournalOverloadedException("max-queued-writes", maxCount);
      }
      if (!waiting.isEmpty() && waitingBytes + bytes > maxBytes) {
        throw new JournalOverloadedException("max-queued-size", maxBytes);
      }
      waiting.add(submission);
      waitingBytes += bytes;
      if (waiting.size() == 1) {
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Everything that waits; empty if nothing came within {@code maxWaitNanos}, or the queue is
   * closed and empty.
   */
  List<Submission> takeAll(long maxWaitNanos) throws InterruptedException {
    lock.lock();
    try {
      long left = maxWaitNanos;
      while (waiting.isEmpty() && closedBecause == null && left > 0) {
        left = arrived.awaitNanos(left);
      }
      return takeNow();
    } finally {
      lock.unlock();
    }
  }

  /** Everything that waits now. */
  List<Submission> takeNow() {
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        return List.of();
      }
      List<Submission> taken = waiting;
      waiting = new ArrayList<>(Math.max(16, taken.size()));
      waitingBytes = 0;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is taken in any more; what waits can still be taken out. */
  void close(String why) {
    lock.lock();
    try {
      if (closedBecause == null) {
        closedBecause = why;
      }
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  boolean isDrained() {
    lock.lock();
    try {
      return closedBecause != null && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
