package aitta.request;

import aitta.model.NodeId;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * What happened to one request, and when: who was asked, who answered. Kept for the log, which has
 * it where a request was slow. Remembers the first {@value #MOST} steps; safe for use by many
 * threads.
 */
public final class Story {
  private static final int MOST = 48;
  private static final int FIRST_ROOM = 8;

  /** Of requests that nobody wants to read about; keeps nothing. */
  public static final Story NONE = new Story(0);

  private final long startNanos;
  private String[] what;
  private NodeId[] who;
  private long[] when;
  private int steps;
  private int leftOut;

  private Story(int room) {
    startNanos = System.nanoTime();
    what = new String[room];
    who = new NodeId[room];
    when = new long[room];
  }

  /** Begins now. */
  public static Story begin() {
    return new Story(FIRST_ROOM);
  }

  /**
   * @param what a constant: nothing is put together before somebody reads it
   * @param who the node that it is about; null for none
   */
  public void tell(String what, NodeId who) {
    if (this != NONE) {
      add(what, who, System.nanoTime());
    }
  }

  private synchronized void add(String text, NodeId node, long now) {
    if (steps == MOST) {
      leftOut++;
      return;
    }
    if (steps == what.length) {
      int room = Math.min(MOST, steps * 2);
      what = Arrays.copyOf(what, room);
      who = Arrays.copyOf(who, room);
      when = Arrays.copyOf(when, room);
    }
    what[steps] = text;
    who[steps] = node;
    when[steps] = now;
    steps++;
  }

  /** The steps with the time since the beginning, such as {@code 0.1 ms asked n2, ...}. */
  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps; i++) {
      text.append(i == 0 ? "" : ", ")
          .append(Math.round((when[i] - startNanos) / 1e5) / 10.0)
          .append(" ms ")
          .append(what[i]);
      if (who[i] != null) {
        text.append(' ').append(who[i]);
      }
    }
    return leftOut == 0 ? text.toString() : text + ", and " + leftOut + " more steps";
  }

  /** Whoever waits for an outcome, and wants to know how it came about. */
  private record Listener(Consumer<Outcome> done, Story story) implements Consumer<Outcome> {
    @Override
    public void accept(Outcome outcome) {
      done.accept(outcome);
    }
  }

  /** The same consumer, with this story for those who work on the request. */
  public Consumer<Outcome> with(Consumer<Outcome> done) {
    return this == NONE ? done : new Listener(done, this);
  }

  /** The story that came with a consumer; {@link #NONE} where none did. */
  public static Story of(Consumer<Outcome> done) {
    return done instanceof Listener listener ? listener.story() : NONE;
  }
}
