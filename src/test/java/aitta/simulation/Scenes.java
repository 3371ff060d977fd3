package aitta.simulation;

import aitta.model.Key;
import aitta.simulation.Plan.Action;
import aitta.simulation.Plan.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sequences in which what can go wrong is likely to: those that chance alone would seldom make.
 * What each is about is fixed; who, when and how often is left to the seed.
 */
final class Scenes {
  private static final long LONGEST_MILLIS = 30_000;
  private static final List<Kind> KINDS =
      Stream.of(Kind.values()).filter(kind -> !kind.isMove() && !kind.isAmbush()).toList();

  private final SplittableRandom random;
  private final List<Key> keys;
  private final List<Action> actions = new ArrayList<>();
  private long at;

  Scenes(SplittableRandom random, List<Key> keys) {
    this.random = random;
    this.keys = keys;
    this.at = random.nextLong(300);
  }

  List<Action> actions() {
    return actions;
  }

  /**
   * One owner misses what is written; as it comes back, one of those that wrote has lost its disk,
   * and the other one is away.
   */
  void amnesia() {
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      int key = key();
      int[] owners = someOrder();
      boolean restored = random.nextBoolean();
      strictWrites(key, 1 + random.nextInt(2));
      if (restored) {
        brief();
        add(Kind.BACK_UP, key, owners[0], 0);
        strictWrites(key, 4 + random.nextInt(3));
        at += 50;
      }
      long back = outage(key, owners[2], 400 + random.nextLong(800));
      strictWrites(key, 1 + random.nextInt(2));
      if (random.nextInt(4) == 0) {
        add(Kind.FLUSH, key, owners[0], 0);
      }
      at = Math.max(at + 20, back - random.nextLong(300));
      add(restored ? Kind.RESTORE : Kind.LOSE_DISK, key, owners[0], 50 + random.nextLong(300));
      outage(key, owners[1], 1_500 + random.nextLong(2_000));
      at = Math.max(at + 150, back + random.nextLong(200));
      strictReads(key, 4 + random.nextInt(5));
      some(random.nextInt(3));
      pause();
    }
  }

  /** One owner misses writes, comes back, writes itself, and is asked while another one is away. */
  void staleCopy() {
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int key = key();
      int[] owners = someOrder();
      strictWrites(key, 1);
      long back = outage(key, owners[0], 300 + random.nextLong(1_000));
      strictWrites(key, 1 + random.nextInt(3));
      if (random.nextInt(3) == 0) {
        pause();
      } else {
        at = Math.max(at, back + random.nextLong(80));
      }
      if (random.nextInt(3) == 0) {
        at += 60;
        add(Kind.STRICT_WRITE, key, owners[0], 0);
      } else {
        outage(key, owners[1], 500 + random.nextLong(2_000));
      }
      strictReads(key, 2 + random.nextInt(3));
      some(random.nextInt(3));
      strictReads(key, random.nextInt(3));
    }
  }

  /** What one owner has not heard is deleted, and reclaimed, comes back. */
  void deletes() {
    int key = key();
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      int[] owners = someOrder();
      strictWrites(key, 1 + random.nextInt(2));
      if (random.nextInt(2) == 0) {
        brief();
        add(Kind.BACK_UP, key, owners[0], 0);
      }
      brief();
      if (random.nextInt(3) != 0) {
        outage(key, owners[0], 300 + random.nextLong(9_000));
      }
      brief();
      add(random.nextInt(3) == 0 ? Kind.WRITE : Kind.STRICT_DELETE, key, Plan.ANY, 0);
      brief();
      add(Kind.STRICT_DELETE, key, Plan.ANY, 0);
      if (random.nextInt(2) == 0) { // for as long as a reclaim takes
        at += 15_000 + random.nextLong(15_000);
      } else {
        pause();
      }
      some(random.nextInt(3));
      if (random.nextInt(2) == 0) {
        add(Kind.RESTORE, key, owners[0], 50 + random.nextLong(400));
        pause();
      }
      strictReads(key, random.nextInt(3));
    }
  }

  /** A stand-in cannot reach whom it keeps a hint for; meanwhile what it says is deleted. */
  void keptHint() {
    int key = key();
    int owner = 1 + random.nextInt(2);
    strictWrites(key, 1);
    brief();
    add(Kind.CUT_OFF_STAND_INS, key, owner, 24_000 + random.nextLong(12_000));
    outage(key, owner, 500 + random.nextLong(1_500));
    for (int writes = 1 + random.nextInt(3); writes > 0; writes--) {
      at += 300;
      add(Kind.WRITE, key, Plan.ANY, 0);
    }
    at += 2_000;
    add(Kind.STRICT_DELETE, key, Plan.ANY, 0);
    brief();
    add(Kind.STRICT_DELETE, key, Plan.ANY, 0);
    at += 20_000 + random.nextLong(15_000);
    strictReads(key, 1);
  }

  /** Most owners are away, so that others keep what is written, and then fail themselves. */
  void standIns() {
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      int key = key();
      int[] owners = someOrder();
      long lasts = 800 + random.nextLong(4_000);
      outage(key, owners[0], lasts);
      if (random.nextInt(3) != 0) {
        outage(key, owners[1], lasts + random.nextLong(1_000));
      }
      at += random.nextInt(2) == 0 ? 0 : random.nextLong(3_000);
      for (int writes = 1 + random.nextInt(4); writes > 0; writes--) {
        add(random.nextInt(4) == 0 ? Kind.STRICT_WRITE : Kind.WRITE, key, Plan.ANY, 0);
        brief();
      }
      if (random.nextBoolean()) {
        at += random.nextLong(250);
        add(Kind.CRASH, Plan.ANY, Plan.ANY, 100 + random.nextLong(2_000));
      }
      strictReads(key, 1 + random.nextInt(3));
      pause();
      some(random.nextInt(4));
    }
  }

  /** Many conditional writes of one key at a time, while whoever judges them comes and goes. */
  void ballots() {
    for (int times = 2 + random.nextInt(3); times > 0; times--) {
      int key = key();
      for (int writes = 2 + random.nextInt(5); writes > 0; writes--) {
        add(Kind.CONDITIONAL, key, Plan.ANY, 0);
        at += random.nextInt(3) == 0 ? random.nextLong(250) : random.nextLong(8);
      }
      switch (random.nextInt(6)) {
        case 0 -> add(Kind.CRASH, key, 0, 50 + random.nextLong(1_000));
        case 1 -> add(Kind.CRASH, key, 1 + random.nextInt(2), 50 + random.nextLong(500));
        case 2 -> outage(key, random.nextInt(3), 200 + random.nextLong(2_000));
        case 3 -> add(Kind.LOSE_DISK, key, 0, 50 + random.nextLong(300));
        case 4 -> add(Kind.DISTURB, Plan.ANY, Plan.ANY, 0);
        default -> add(Kind.FREEZE, key, random.nextInt(2), 100 + random.nextLong(2_500));
      }
      pause();
      if (random.nextBoolean()) {
        add(Kind.READ, key, Plan.ANY, 0);
        brief();
        add(Kind.STRICT_READ, key, Plan.ANY, 0);
      }
    }
  }

  /** An owner writes, and crashes before it has on disk what the others have. */
  void lostDots() {
    for (int times = 2 + random.nextInt(3); times > 0; times--) {
      int key = key();
      add(Kind.SLOW_DISKS, Plan.ANY, Plan.ANY, 0);
      for (int writes = 1 + random.nextInt(4); writes > 0; writes--) {
        add(Kind.WRITE, key, Plan.ANY, 0);
        at += random.nextLong(8);
      }
      int dice = random.nextInt(4);
      if (dice == 0) {
        add(Kind.DISK_FAILS, key, random.nextInt(3), 0);
      } else if (dice == 1) {
        int[] owners = someOrder();
        outage(key, owners[0], 500 + random.nextLong(1_500));
        add(Kind.DISK_FAILS, key, owners[1], 0);
        strictWrites(key, 1 + random.nextInt(2));
      } else {
        add(Kind.CRASH, key, random.nextInt(3), 30 + random.nextLong(500));
      }
      pause();
      add(Kind.READ, key, Plan.ANY, 0);
      strictReads(key, random.nextInt(2));
    }
  }

  /** An owner comes back so soon that replies to what it asked before are still under way. */
  void lateReplies() {
    int key = key();
    add(Kind.DISTURB, Plan.ANY, Plan.ANY, 0);
    int[] owners = someOrder();
    for (int times = 2 + random.nextInt(4); times > 0; times--) {
      add(Kind.CRASH, key, owners[0], 20 + random.nextLong(60));
      at += 100 + random.nextLong(200);
      if (random.nextInt(3) == 0) {
        outage(key, owners[1], 200 + random.nextLong(600));
      }
      for (int writes = 1 + random.nextInt(3); writes > 0; writes--) {
        add(Kind.STRICT_WRITE, key, owners[0], 0);
        at += random.nextLong(4);
      }
    }
  }

  /** Nothing but clients. */
  void quiet() {
    some(10 + random.nextInt(40));
  }

  /** Anything, each seed with likings of its own; much of it comes in bursts. */
  void anything() {
    int count = 20 + random.nextInt(50);
    int[] weights = new int[KINDS.size()];
    for (Kind kind : KINDS) {
      int times = kind.isOfClient() ? 1 + 2 * random.nextInt(2) : 3 * random.nextInt(4);
      weights[kind.ordinal()] = kind.weight * times;
    }
    int total = IntStream.of(weights).sum();
    long most = random.nextInt(3) == 0 ? LONGEST_MILLIS : LONGEST_MILLIS / 3;
    for (int i = 0; i < count && at < LONGEST_MILLIS; i++) {
      actions.add(new Action(at, kind(weights, random.nextInt(total)), random.nextLong()));
      int gap = random.nextInt(10);
      at += gap < 5 ? random.nextLong(12) : random.nextLong(gap < 8 ? 400 : 2 * most / 10);
    }
  }

  // Of which they are made

  private static Kind kind(int[] weights, int dice) {
    int left = dice;
    for (Kind kind : KINDS) {
      left -= weights[kind.ordinal()];
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("no kind for " + dice);
  }

  int key() {
    return random.nextInt(keys.size());
  }

  private int[] someOrder() {
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    return orders[random.nextInt(orders.length)];
  }

  void add(Kind kind, int key, int owner, long lastsMillis) {
    actions.add(new Action(at, kind, random.nextLong(), key, owner, lastsMillis));
  }

  /**
   * @return when it is over
   */
  long outage(int key, int owner, long lastsMillis) {
    Kind[] ways = {Kind.CRASH, Kind.FREEZE, Kind.ISOLATE, Kind.ISOLATE};
    add(ways[random.nextInt(ways.length)], key, owner, lastsMillis);
    return at + lastsMillis;
  }

  /** Whether it is written conditionally alone. */
  boolean isRegister(int key) {
    return keys.get(key).bucket().equals("register");
  }

  void strictWrites(int key, int count) {
    for (int i = 0; i < count; i++) {
      brief();
      add(isRegister(key) ? Kind.CONDITIONAL : Kind.STRICT_WRITE, key, Plan.ANY, 0);
    }
  }

  void strictReads(int key, int count) {
    for (int i = 0; i < count; i++) {
      brief();
      add(Kind.STRICT_READ, key, Plan.ANY, 0);
    }
  }

  /** What clients do anyway. */
  void some(int count) {
    for (int i = 0; i < count; i++) {
      int dice = random.nextInt(5);
      add(dice < 3 ? Kind.WRITE : dice == 3 ? Kind.READ : Kind.CONDITIONAL, Plan.ANY, Plan.ANY, 0);
      at += random.nextInt(3) == 0 ? random.nextLong(600) : random.nextLong(12);
    }
  }

  void after(long millis) {
    at += millis;
  }

  void brief() {
    at += random.nextInt(3) == 0 ? random.nextLong(10) : random.nextLong(200);
  }

  void pause() {
    at += 200 + random.nextLong(1_300);
  }
}
