package aitta.coordinator;

import java.util.concurrent.atomic.AtomicInteger;

/** How many requests a node has under way, and may have. Safe for use by many threads. */
final class Admission {
  private final int most;
  private final AtomicInteger underWay = new AtomicInteger();

  Admission(int most) {
    this.most = most;
  }

  int most() {
    return most;
  }

  int underWay() {
    return underWay.get();
  }

  /**
   * @return false where there are too many already; else {@link #leave} follows
   */
  boolean enter() {
    if (underWay.incrementAndGet() <= most) {
      return true;
    }
    underWay.decrementAndGet();
    return false;
  }

  void leave(int count) {
    underWay.addAndGet(-count);
  }
}
