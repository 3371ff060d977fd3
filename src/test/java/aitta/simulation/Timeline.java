package aitta.simulation;

import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;

/**
 * The one source of time and order: what is to happen, and what can happen now. Whoever runs it is
 * the only thread of all nodes.
 */
final class Timeline {
  /** Something that happens later. */
  static final class Event implements Cancellable, Comparable<Event> {
    private final long at;
    private final long number;
    private Runnable what;

    private Event(long at, long number, Runnable what) {
      this.at = at;
      this.number = number;
      this.what = what;
    }

    @Override
    public boolean cancel() {
      boolean first = what != null;
      what = null;
      return first;
    }

    @Override
    public boolean isCancelled() {
      return what == null;
    }

    @Override
    public int compareTo(Event other) {
      int order = Long.compare(at, other.at);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  private static final Map<Integer, Timeline> ALL = new ConcurrentHashMap<>();
  private static final AtomicInteger LAST = new AtomicInteger();

  private final int id = LAST.incrementAndGet();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
  private long now;
  private long number;
  private long steps;

  Timeline() {
    ALL.put(id, this);
  }

  /** Named in the configuration of its actor systems, which make their parts by themselves. */
  static Timeline of(int id) {
    return ALL.get(id);
  }

  int id() {
    return id;
  }

  Lane lane(String node) {
    return lanes.computeIfAbsent(node, name -> new Lane(ready::add));
  }

  /** Nanoseconds since the beginning of the run. */
  long now() {
    return now;
  }

  /** How much has happened so far. */
  long steps() {
    return steps;
  }

  synchronized Event at(long nanos, Runnable what) {
    Event event = new Event(Math.max(nanos, now), number++, what);
    events.add(event);
    return event;
  }

  Event after(long nanos, Runnable what) {
    return at(now + nanos, what);
  }

  /** All that can happen without any time passing. */
  void drain() {
    for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
      steps++;
      next.run();
    }
  }

  /**
   * Makes something that waits for its own actors while it is made: for so long another thread
   * drains. Nothing of a run may be on the way.
   */
  <T> T whileDraining(Supplier<T> made) {
    AtomicBoolean done = new AtomicBoolean();
    Thread helper =
        new Thread(
            () -> {
              while (!done.get()) {
                drain();
                Thread.onSpinWait();
              }
            });
    helper.start();
    try {
      return made.get();
    } finally {
      done.set(true);
      join(helper);
      drain();
    }
  }

  private static void join(Thread helper) {
    try {
      helper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All that happens until then. */
  void runUntil(long nanos) {
    drain();
    while (!events.isEmpty() && events.peek().at <= nanos) {
      Event event = events.poll();
      Runnable what = event.what;
      if (what != null) {
        now = event.at;
        event.what = null;
        steps++;
        what.run();
        drain();
      }
    }
    now = Math.max(now, nanos);
  }

  /** A new run begins; nothing of the last one is left. */
  void reset() {
    drain();
    events.clear();
    now = 0;
    number = 0;
    steps = 0;
  }

  void close() {
    ALL.remove(id);
  }
}
