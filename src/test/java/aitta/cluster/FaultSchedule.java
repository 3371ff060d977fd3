package aitta.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Which faults begin and end when, all of it decided before the first one: the same seed is the
 * same story. Every fault has ended by the end of the schedule.
 *
 * @param steps in order of time
 */
record FaultSchedule(List<Step> steps) {
  FaultSchedule {
    steps = List.copyOf(steps);
  }

  /** Something wrong with processes or links, for a while. Nodes are counted from 0. */
  sealed interface Fault {}

  /** {@code kill -9}; it is started again at the end. */
  record Killed(int node) implements Fault {}

  /** Frozen, with open sockets. */
  record Paused(int node) implements Fault {}

  /** Two groups that do not reach each other; a group of one is a node cut off. */
  record Split(Set<Integer> left, Set<Integer> right) implements Fault {
    Split {
      left = Set.copyOf(left);
      right = Set.copyOf(right);
    }
  }

  /** What the one sends does not reach the other. */
  record OneWay(int from, int to) implements Fault {}

  /**
   * One end of a fault.
   *
   * @param atMillis since the schedule began
   * @param begins whether the fault begins or ends
   */
  record Step(long atMillis, Fault fault, boolean begins) {}

  /**
   * How fast one fault follows another.
   *
   * @param noticed how long it takes the nodes to find one of them unreachable; faults last from a
   *     fraction of it, so that they come unnoticed, to a multiple, so that all nodes go by it
   */
  record Pace(Duration noticed) {
    /** Of the default settings: a heartbeat every 0.5 s, a pause of 2.5 s, and the checks. */
    static final Pace DEFAULT = new Pace(Duration.ofSeconds(4));

    long gap(RandomGenerator random) {
      return random.nextLong(noticed.toMillis() / 4, noticed.toMillis() * 3 / 2);
    }

    long length(RandomGenerator random) {
      return random.nextLong(noticed.toMillis() / 8, noticed.toMillis() * 5 / 2);
    }
  }

  /**
   * Faults by chance. At most one of links at a time, and at most {@code nodes - 1} nodes down.
   *
   * @param links whether links can be cut
   */
  static FaultSchedule random(
      RandomGenerator random, int nodes, Duration length, Pace pace, boolean links) {
    List<Step> steps = new ArrayList<>();
    long[] busyUntil = new long[nodes];
    long linksBusyUntil = 0;
    for (long at = pace.gap(random); at < length.toMillis(); at += pace.gap(random)) {
      long end = Math.min(at + pace.length(random), length.toMillis());
      long now = at;
      List<Integer> well = new ArrayList<>();
      for (int node = 0; node < nodes; node++) {
        if (busyUntil[node] <= now) {
          well.add(node);
        }
      }
      Fault fault;
      if (links && linksBusyUntil <= now && (well.size() < 2 || random.nextBoolean())) {
        fault = linkFault(random, nodes);
        linksBusyUntil = end + 1;
      } else if (well.size() >= 2) {
        int node = well.get(random.nextInt(well.size()));
        fault = random.nextInt(3) > 0 ? new Killed(node) : new Paused(node);
        busyUntil[node] =
            end + pace.noticed().toMillis(); // it comes to itself before it goes again
      } else {
        continue;
      }
      steps.add(new Step(at, fault, true));
      steps.add(new Step(end, fault, false));
    }
    steps.sort(Comparator.comparingLong(Step::atMillis));
    return new FaultSchedule(steps);
  }

  private static Fault linkFault(RandomGenerator random, int nodes) {
    int one = random.nextInt(nodes);
    if (random.nextInt(3) == 0) {
      return new OneWay(one, (one + 1 + random.nextInt(nodes - 1)) % nodes);
    }
    Set<Integer> left = new TreeSet<>(Set.of(one));
    if (random.nextBoolean()) {
      for (int node = 0; node < nodes && left.size() < nodes / 2; node++) {
        if (random.nextBoolean()) {
          left.add(node);
        }
      }
    }
    Set<Integer> right = new HashSet<>();
    for (int node = 0; node < nodes; node++) {
      if (!left.contains(node)) {
        right.add(node);
      }
    }
    return new Split(left, right);
  }
}
