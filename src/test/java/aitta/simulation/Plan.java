package aitta.simulation;

import aitta.model.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What happens in a run from outside: who is there, what clients ask, what breaks. Made from a
 * seed; a part of it is a plan, too, so that what matters can be found by leaving things out.
 */
record Plan(long seed, int nodes, int replicas, int keyCount, List<Action> actions) {
  /** What can happen. */
  enum Kind {
    WRITE(60),
    READ(30),
    CONDITIONAL(25),
    CRASH(5),
    FREEZE(3),
    CUT(5),
    DISTURB(3),
    SUSPECT(1),
    DISK_FAILS(2),
    SLOW_DISKS(1),
    FLUSH(3),
    BACK_UP(2),
    RESTORE(1),
    LOSE_DISK(1),
    REPAIR(1);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    boolean isOfClient() {
      return this == WRITE || this == READ || this == CONDITIONAL;
    }
  }

  /**
   * @param number decides all that is left open
   */
  record Action(long atMillis, Kind kind, long number) {}

  static final long LENGTH_MILLIS = 30_000;

  Plan {
    actions = List.copyOf(actions);
  }

  /** Each seed has likings of its own, and much of what happens comes in bursts. */
  static Plan of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int nodes = 3 + random.nextInt(3);
    int replicas = random.nextInt(8) == 0 ? (nodes == 5 ? 5 : 2) : 3;
    int keys = 1 + random.nextInt(4);
    int count = 20 + random.nextInt(60);
    int[] weights = likings(random);
    int total = IntStream.of(weights).sum();
    long most = random.nextInt(3) == 0 ? LENGTH_MILLIS : LENGTH_MILLIS / 3;
    List<Action> actions = new ArrayList<>();
    long at = random.nextLong(2_000);
    for (int i = 0; i < count && at < LENGTH_MILLIS; i++) {
      actions.add(new Action(at, kind(weights, random.nextInt(total)), random.nextLong()));
      int gap = random.nextInt(10);
      at += gap < 5 ? random.nextLong(12) : random.nextLong(gap < 8 ? 400 : 2 * most / 10);
    }
    return new Plan(seed, nodes, replicas, keys, actions);
  }

  private static int[] likings(SplittableRandom random) {
    boolean quiet = random.nextInt(8) == 0; // now and then nothing breaks
    int[] weights = new int[Kind.values().length];
    for (Kind kind : Kind.values()) {
      int times = kind.isOfClient() ? 1 + 2 * random.nextInt(2) : 3 * random.nextInt(4);
      weights[kind.ordinal()] = kind.weight * (kind.isOfClient() || !quiet ? times : 0);
    }
    return weights;
  }

  private static Kind kind(int[] weights, int dice) {
    int left = dice;
    for (Kind kind : Kind.values()) {
      left -= weights[kind.ordinal()];
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("no kind for " + dice);
  }

  Plan with(List<Action> some) {
    return new Plan(seed, nodes, replicas, keyCount, some);
  }

  Plan withSize(int fewerNodes, int fewerKeys) {
    return new Plan(seed, fewerNodes, Math.min(replicas, fewerNodes), fewerKeys, actions);
  }

  /** How much there is to be left out. */
  int size() {
    return actions.size() + nodes + keyCount;
  }

  /** Whether nothing but clients does anything. */
  boolean isQuiet() {
    return actions.stream().allMatch(action -> action.kind().isOfClient());
  }

  /** The keys of the run: what may be done with one depends on its bucket. */
  List<Key> keys() {
    List<Key> keys = new ArrayList<>();
    String[] buckets = {"beside", "register", "plain", "latest"};
    for (int i = 0; i < keyCount; i++) {
      keys.add(Key.of(buckets[(int) ((seed >>> 8) + i & 3)], "k" + (i + 7 * (seed & 3))));
    }
    return keys;
  }

  /** Clocks of some runs differ by hours. */
  long skewMillis(int node) {
    SplittableRandom random = new SplittableRandom(seed + 31L * node);
    return switch ((int) (seed & 3)) {
      case 0 -> 0;
      case 1 -> random.nextLong(-50, 50);
      case 2 -> random.nextLong(-2_000, 2_000);
      default -> random.nextLong(-7_200_000, 7_200_000);
    };
  }

  boolean asBytes() {
    return (seed & 15) == 5;
  }

  long maxHintBytes() {
    return (seed & 31) == 9 ? 600 : 64L << 20;
  }
}
