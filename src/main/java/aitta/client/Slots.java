package aitta.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** A bound on requests in flight. Who finds no slot waits in line, without a thread. */
final class Slots {
  private final int mostWaiting;
  private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private int free;

  Slots(int slots, int mostWaiting) {
    this.free = slots;
    this.mostWaiting = mostWaiting;
  }

  /**
   * @return completes with a slot, which must be given back; fails with {@link ClientBusyException}
   *     if the line is too long. Completed from outside, it leaves the line.
   */
  synchronized CompletableFuture<Void> take() {
    if (free > 0) {
      free--;
      return CompletableFuture.completedFuture(null);
    }
    if (waiting.size() >= mostWaiting) {
      waiting.removeIf(CompletableFuture::isDone); // those who have given up
    }
    if (waiting.size() >= mostWaiting) {
      return CompletableFuture.failedFuture(new ClientBusyException(waiting.size()));
    }
    CompletableFuture<Void> place = new CompletableFuture<>();
    waiting.add(place);
    return place;
  }

  /** Gives a slot back, to the next in line who still wants it. */
  void give() {
    while (true) {
      CompletableFuture<Void> next;
      synchronized (this) {
        next = waiting.poll();
        if (next == null) {
          free++;
          return;
        }
      }
      if (next.complete(null)) { // outside of the lock: what hangs on it runs now
        return;
      }
    }
  }

  /** How many wait; for tests. */
  synchronized int waiting() {
    return waiting.size();
  }
}
