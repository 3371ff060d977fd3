package aitta.antientropy;

import aitta.antientropy.RangeExchanger.Task;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Which exchanges wait, and which are under way: so many at once, those of copies that are behind
 * first. What waits already is not added again. Used by one thread.
 */
final class Agenda {
  private final IntSupplier concurrency;
  private final Set<Task> waiting = new LinkedHashSet<>();
  private final Set<Task> running = new HashSet<>();

  /**
   * @param concurrency asked each time
   */
  Agenda(IntSupplier concurrency) {
    this.concurrency = concurrency;
  }

  void add(Task task) {
    waiting.add(task);
  }

  /** The next one to begin; it counts as begun. Null where none can begin now. */
  Task next() {
    if (running.size() >= concurrency.getAsInt()) {
      return null;
    }
    Task next = first(true);
    next = next == null ? first(false) : next;
    if (next != null) {
      waiting.remove(next);
      running.add(next);
    }
    return next;
  }

  private Task first(boolean catchUp) {
    for (Iterator<Task> tasks = waiting.iterator(); tasks.hasNext(); ) {
      Task task = tasks.next();
      if (task.catchUp() == catchUp && !running.contains(task)) {
        return task;
      }
    }
    return null;
  }

  void ended(Task task) {
    running.remove(task);
  }
}
