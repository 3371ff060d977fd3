package aitta.simulation;

import aitta.model.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What happens in a run from outside: who is there, what clients ask, what breaks. Made from a
 * seed; a part of it is a plan, too, so that what matters can be found by leaving things out.
 *
 * @param founders so many of the nodes are there from the beginning
 * @param keys what may be done with one depends on its bucket
 */
record Plan(
    long seed, int founders, int nodes, int replicas, List<Key> keys, List<Action> actions) {
  /** What can happen, and how often it does where nothing else is meant to. */
  enum Kind {
    WRITE(60),
    READ(30),
    CONDITIONAL(25),
    /** To and from a quorum of owners. */
    STRICT_WRITE(0),
    STRICT_DELETE(0),
    STRICT_READ(0),
    CRASH(5),
    FREEZE(3),
    CUT(5),
    /** One node from all others. */
    ISOLATE(1),
    /** One owner from all that are none. */
    CUT_OFF_STAND_INS(1),
    DISTURB(3),
    SUSPECT(1),
    DISK_FAILS(2),
    SLOW_DISKS(1),
    FLUSH(3),
    BACK_UP(2),
    RESTORE(1),
    LOSE_DISK(1),
    REPAIR(1),
    /** A node comes that is not there. */
    JOIN(0),
    /** A member is asked to hand over what it has, and go. */
    LEAVE(0),
    /** The same, however few are left. */
    LEAVE_BY_FORCE(0),
    /** A member's machine is gone for good, and it is declared so. */
    REMOVE(0),
    /** A member is declared gone that is not, or not for good. */
    EXPEL(0),
    /** Whoever decides the next list, and who is new in it, are cut off from all others. */
    SPLIT(0),
    /** Of those who vote for the next list one is late, and late to be heard. */
    STRAGGLE(0),
    /** All who voted for the next list start again without who decided it. */
    START_AGAIN(0),
    /** One of two owners that are left hears of nothing before the other one is declared gone. */
    DECREE(0);

    final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    boolean isOfClient() {
      return ordinal() <= STRICT_READ.ordinal();
    }

    /** Whether it changes who is a member. */
    boolean isMove() {
      return ordinal() >= JOIN.ordinal() && !isAmbush();
    }

    /** Whether it waits for owners to vote. */
    boolean isAmbush() {
      return ordinal() >= SPLIT.ordinal();
    }
  }

  /** Whichever key or node; as long as it lasts. */
  static final int ANY = -1;

  /** As an owner: who comes last. */
  static final int NEWCOMER = -2;

  /** This node, whatever it owns: see {@link #itself}. */
  static final int NODES = -10;

  static int itself(int node) {
    return NODES - node;
  }

  /**
   * @param number decides all that is left open
   * @param key by its number, or {@link #ANY}
   * @param owner of that key, by its place in the list; any node for {@link #ANY}
   * @param lastsMillis of what ends by itself; {@link #ANY} leaves it open
   */
  record Action(long atMillis, Kind kind, long number, int key, int owner, long lastsMillis) {
    Action(long atMillis, Kind kind, long number) {
      this(atMillis, kind, number, ANY, ANY, ANY);
    }
  }

  private static final String[] BUCKETS = {"beside", "register", "plain", "latest"};

  Plan {
    keys = List.copyOf(keys);
    actions = List.copyOf(actions);
  }

  /** Of each seed one theme; see {@link Scenes}. Most worlds are as small as their theme allows. */
  static Plan of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    if (MovingScenes.areOf(seed)) {
      return MovingScenes.plan(seed, random);
    }
    if (DecreeScenes.areOf(seed)) {
      return DecreeScenes.plan(seed, random);
    }
    if (AmbushScenes.areOf(seed)) {
      return AmbushScenes.plan(seed, random);
    }
    if (ChangeScenes.areOf(seed)) {
      return ChangeScenes.plan(seed, random);
    }
    int theme = random.nextInt(16);
    int nodes = 3 + (random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0);
    nodes = theme == 12 ? 4 : nodes;
    int replicas = random.nextInt(12) == 0 ? (nodes == 5 ? 5 : 2) : 3;
    List<Key> keys = keys(random, theme);
    Scenes scenes = new Scenes(random, keys);
    switch (theme) {
      case 0, 1 -> scenes.amnesia();
      case 2, 3 -> scenes.staleCopy();
      case 4, 5 -> scenes.deletes();
      case 6, 7 -> scenes.standIns();
      case 8, 9 -> scenes.ballots();
      case 10 -> scenes.lostDots();
      case 12 -> scenes.keptHint();
      case 13 -> scenes.lateReplies();
      case 11 -> scenes.quiet();
      default -> scenes.anything();
    }
    return new Plan(seed, nodes, nodes, replicas, keys, scenes.actions());
  }

  static List<Key> keys(SplittableRandom random, int theme) {
    List<Key> keys = new ArrayList<>();
    int count = 1 + random.nextInt(theme < 14 ? 2 : 4);
    int first = theme == 8 || theme == 9 ? 1 : random.nextInt(BUCKETS.length);
    int name = random.nextInt(24);
    for (int i = 0; i < count; i++) {
      keys.add(Key.of(BUCKETS[first + i & 3], "k" + (name + i)));
    }
    return keys;
  }

  Plan with(List<Action> some) {
    return new Plan(seed, founders, nodes, replicas, keys, some);
  }

  Plan withSize(int fewerNodes, int fewerKeys) {
    return new Plan(
        seed,
        Math.min(founders, fewerNodes),
        fewerNodes,
        Math.min(replicas, fewerNodes),
        keys.subList(0, fewerKeys),
        actions);
  }

  /** How much there is to be left out. */
  int size() {
    return actions.size() + nodes + keys.size();
  }

  /** Whether members come or go. */
  boolean isMoving() {
    return actions.stream().anyMatch(action -> action.kind().isMove());
  }

  /** Whether nothing but clients does anything. */
  boolean isQuiet() {
    return actions.stream().allMatch(action -> action.kind().isOfClient());
  }

  /** When everything begins to heal: soon after the last action, now and then much later. */
  long endMillis() {
    long last = actions.isEmpty() ? 0 : actions.get(actions.size() - 1).atMillis();
    return last + 300 + (seed & 7) * (seed & 7) * 100;
  }

  /** Whether the run goes on until nothing is kept of what was deleted: by whose clock? */
  boolean waitsForReclaims() {
    return (seed & 3) != 3
        && ((seed & 7) == 2
            || actions.stream().anyMatch(action -> action.kind() == Kind.STRICT_DELETE));
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

  boolean clocksAgree() {
    return (seed & 3) < 2;
  }

  boolean asBytes() {
    return (seed & 15) == 5;
  }

  long maxHintBytes() {
    return (seed & 31) == 9 ? 600 : 64L << 20;
  }
}
