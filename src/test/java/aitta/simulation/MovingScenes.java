package aitta.simulation;

import aitta.model.Key;
import aitta.simulation.Plan.Kind;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Members come and go while clients write: alone, or with whatever else can break just then. The
 * first owner drives, one of them gives, and who comes last takes.
 */
final class MovingScenes {
  private static final int MAX_NODES = 5;

  private final SplittableRandom random;
  private final Scenes scenes;
  private final int theme;
  private int joinersLeft;

  private MovingScenes(SplittableRandom random, List<Key> keys, int theme, int joiners) {
    this.random = random;
    this.scenes = new Scenes(random, keys);
    this.theme = theme;
    this.joinersLeft = joiners;
  }

  /** Whether the plan of this seed is one of these. */
  static boolean areOf(long seed) {
    return Math.floorMod(seed, 7) == 1;
  }

  static Plan plan(long seed, SplittableRandom random) {
    int theme = random.nextInt(12);
    int shape = random.nextInt(12);
    int replicas = shape == 0 ? 2 : 3;
    int founders = shape == 0 ? 2 + random.nextInt(2) : shape < 8 ? 3 : shape < 11 ? 4 : 1;
    int nodes = Math.min(MAX_NODES, founders + 1 + random.nextInt(2));
    List<Key> keys = Plan.keys(random, theme);
    MovingScenes moving = new MovingScenes(random, keys, theme, nodes - founders);
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      moving.move();
    }
    return new Plan(seed, founders, nodes, replicas, keys, moving.scenes.actions());
  }

  private void move() {
    int key = scenes.key();
    scenes.strictWrites(key, 1 + random.nextInt(3));
    scenes.some(random.nextInt(4));
    if (theme == 8) {
      scenes.brief();
      scenes.add(Kind.BACK_UP, key, random.nextInt(3), 0);
    }
    begin(key);
    if (random.nextInt(4) == 0) {
      scenes.after(random.nextLong(300));
      begin(key);
    }
    for (int events = 3 + random.nextInt(8); events > 0; events--) {
      scenes.after(random.nextInt(3) == 0 ? random.nextLong(1_200) : random.nextLong(150));
      if (theme > 2 && random.nextInt(3) == 0) {
        breakSomething(key);
      } else {
        useIt(key);
      }
    }
    scenes.strictReads(key, 1 + random.nextInt(3));
    scenes.after(random.nextInt(3) == 0 ? 4_000 + random.nextLong(12_000) : random.nextLong(1_500));
    scenes.strictReads(key, random.nextInt(3));
  }

  private void begin(int key) {
    int dice = random.nextInt(8);
    if (joinersLeft > 0 && dice < 5) {
      joinersLeft--;
      scenes.add(Kind.JOIN, key, Plan.ANY, 0);
    } else if (dice < 6) {
      scenes.add(Kind.LEAVE, key, random.nextInt(3), 0);
    } else {
      scenes.add(dice == 6 ? Kind.REMOVE : Kind.EXPEL, key, random.nextInt(3), 0);
    }
  }

  private void useIt(int key) {
    switch (random.nextInt(6)) {
      case 0, 1 -> scenes.strictWrites(key, 1);
      case 2 -> scenes.strictReads(key, 1);
      case 3 -> scenes.add(theme == 10 ? Kind.STRICT_DELETE : Kind.CONDITIONAL, key, Plan.ANY, 0);
      default -> scenes.some(1 + random.nextInt(3));
    }
  }

  private void breakSomething(int key) {
    int who = random.nextInt(4) == 0 ? Plan.NEWCOMER : random.nextInt(3);
    switch (theme) {
      case 3, 4 -> scenes.add(Kind.CRASH, key, who, 30 + random.nextLong(2_500));
      case 5 -> scenes.outage(key, who, 200 + random.nextLong(5_000));
      case 6 -> scenes.add(random.nextBoolean() ? Kind.CUT : Kind.DISTURB, key, Plan.ANY, Plan.ANY);
      case 7 -> slowly(key, who);
      case 8 ->
          scenes.add(
              random.nextBoolean() ? Kind.LOSE_DISK : Kind.RESTORE,
              key,
              who,
              50 + random.nextLong(500));
      case 9 -> scenes.add(Kind.FREEZE, key, who, 100 + random.nextLong(4_000));
      case 10 -> scenes.add(Kind.STRICT_DELETE, key, Plan.ANY, 0);
      default -> {
        Kind[] kinds = {
          Kind.CRASH, Kind.CUT, Kind.FLUSH, Kind.SUSPECT, Kind.REPAIR, Kind.LOSE_DISK
        };
        scenes.add(kinds[random.nextInt(kinds.length)], key, who, Plan.ANY);
      }
    }
  }

  private void slowly(int key, int who) {
    if (random.nextBoolean()) {
      scenes.add(Kind.SLOW_DISKS, Plan.ANY, Plan.ANY, 0);
    } else {
      scenes.add(Kind.DISK_FAILS, key, who, 0);
    }
  }
}
