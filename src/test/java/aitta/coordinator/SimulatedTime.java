package aitta.coordinator;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/** What is to happen, in the order in which it will; messages take their time or are lost. */
final class SimulatedTime {
  private record Event(long at, long number, Runnable what) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private final Random random;
  private final long longest;
  private long now;
  private long eventNumber;
  private double loss;

  /**
   * @param longest that a message is on its way
   */
  SimulatedTime(Random random, long longest) {
    this.random = random;
    this.longest = longest;
  }

  Random random() {
    return random;
  }

  long now() {
    return now;
  }

  void lose(double rate) {
    loss = rate;
  }

  /** A message: most are quick, some are not. */
  void travel(Runnable arrives) {
    if (random.nextDouble() >= loss) {
      int delay = random.nextInt(10) == 0 ? random.nextInt((int) longest) : random.nextInt(10);
      at(now + delay, arrives);
    }
  }

  void at(long when, Runnable what) {
    events.add(new Event(when, eventNumber++, what));
  }

  /** All that happens until then; without end where that is the highest number. */
  void advance(long until) {
    while (!events.isEmpty() && events.peek().at() <= until) {
      Event event = events.poll();
      now = Math.max(now, event.at());
      event.what().run();
    }
    if (until != Long.MAX_VALUE) {
      now = Math.max(now, until);
    }
  }
}
