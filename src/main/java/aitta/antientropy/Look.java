package aitta.antientropy;

import aitta.antientropy.LeafWalk.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Looks at the keys of many leaves, a few walks at a time, until so many differences were found
 * that they are dealt with first; then it goes on where it was.
 */
final class Look {
  /** Walks under way at once, so that the wait for one side is not that for the other. */
  private static final int WINDOW = 2;

  /** What was found, and where: enough to look at the same keys again. */
  record Part(LeafWalk walk, Place after, Place last, List<Difference> differences) {
    LeafWalk again() {
      return walk.again(after, last);
    }
  }

  private final Outbox box;
  private final int range;
  private final int enough;
  private final Consumer<List<Part>> found;
  private final Deque<LeafWalk> waiting;
  private final List<LeafWalk> active = new ArrayList<>();
  private final List<LeafWalk> finished = new ArrayList<>(); // with differences in hand
  private final Set<LeafWalk> asking = new HashSet<>();
  private long compared;

  /**
   * @param enough differences in hand past which no more is asked
   * @param found told of those in hand; with none at the end
   */
  Look(Outbox box, int range, List<LeafWalk> walks, int enough, Consumer<List<Part>> found) {
    this.box = box;
    this.range = range;
    this.waiting = new ArrayDeque<>(walks);
    this.enough = enough;
    this.found = found;
  }

  void goOn() {
    boolean isEnough = inHand() >= enough;
    while (!isEnough && active.size() < WINDOW && !waiting.isEmpty()) {
      active.add(waiting.poll());
    }
    if (!isEnough) {
      for (LeafWalk walk : List.copyOf(active)) {
        if (asking.add(walk)) {
          walk.ask(box, range, () -> advanced(walk));
        }
      }
    }
    if (asking.isEmpty()) {
      found.accept(takeParts());
    }
  }

  private void advanced(LeafWalk walk) {
    asking.remove(walk);
    compared += walk.takeCompared();
    if (walk.isDone()) {
      active.remove(walk);
      finished.add(walk);
    }
    goOn();
  }

  private int inHand() {
    return Stream.concat(active.stream(), finished.stream()).mapToInt(LeafWalk::foundCount).sum();
  }

  private List<Part> takeParts() {
    List<Part> parts = new ArrayList<>();
    finished.addAll(active);
    for (LeafWalk walk : finished) {
      Place after = walk.begun();
      List<Difference> differences = walk.take();
      if (!differences.isEmpty()) {
        parts.add(new Part(walk, after, walk.last(), differences));
      }
    }
    finished.clear();
    return parts;
  }

  boolean isOver() {
    return active.isEmpty() && waiting.isEmpty();
  }

  long compared() {
    return compared;
  }
}
