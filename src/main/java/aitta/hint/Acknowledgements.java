package aitta.hint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Acknowledgements that wait until hints are on disk. Bounded by the hints that wait there. Used by
 * one thread, and by one start of the store's log alone.
 */
final class Acknowledgements {
  /** One acknowledgement; it may wait for several hints. */
  static final class Waiter {
    private final Runnable acknowledge;
    private final Runnable fail;
    private int open = 1; // the first is whoever is still adding hints to wait for

    Waiter(Runnable acknowledge, Runnable fail) {
      this.acknowledge = acknowledge;
      this.fail = fail;
    }

    /** One less to wait for; after the last one the acknowledgement goes out. */
    void written() {
      open--;
      if (open == 0) {
        acknowledge.run();
      }
    }
  }

  private final Map<HintId, List<Waiter>> waiting = new HashMap<>();
  private List<Waiter> writing = new ArrayList<>();

  /** Waits for a hint that goes to disk with a later batch. */
  void waitFor(HintId id, Waiter waiter) {
    waiting.computeIfAbsent(id, k -> new ArrayList<>(2)).add(waiter);
    waiter.open++;
  }

  /** Waits for the batch that is being written. */
  void waitForBatch(Waiter waiter) {
    writing.add(waiter);
    waiter.open++;
  }

  /** These are being written now. */
  void writing(Collection<HintId> ids) {
    for (HintId id : ids) {
      List<Waiter> waiters = waiting.remove(id);
      if (waiters != null) {
        writing.addAll(waiters);
      }
    }
  }

  /** What was being written is on disk. */
  void written() {
    List<Waiter> done = writing;
    writing = new ArrayList<>();
    done.forEach(Waiter::written);
  }

  /** Nobody knows what of it is on disk: each one fails, once. */
  void fail() {
    List<Waiter> failed = new ArrayList<>(writing);
    waiting.values().forEach(failed::addAll);
    failed.stream().distinct().forEach(waiter -> waiter.fail.run());
  }
}
