package aitta.simulation;

import aitta.model.Key;
import aitta.simulation.Plan.Kind;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The moments around one change of owners: what is on its way just then, who has not heard of it,
 * who is missing something, and who starts again in the middle of the vote.
 */
final class ChangeScenes {
  private final SplittableRandom random;
  private final Scenes scenes;

  private ChangeScenes(SplittableRandom random, List<Key> keys) {
    this.random = random;
    this.scenes = new Scenes(random, keys);
  }

  /** Whether the plan of this seed is one of these. */
  static boolean areOf(long seed) {
    return Math.floorMod(seed, 14) == 10;
  }

  static Plan plan(long seed, SplittableRandom random) {
    int theme = random.nextInt(4);
    int founders = theme == 2 || random.nextInt(3) == 0 ? 4 : 3;
    int nodes = theme == 2 ? 4 : founders + 1;
    List<Key> keys = Plan.keys(random, theme);
    ChangeScenes change = new ChangeScenes(random, keys);
    int key = change.scenes.key();
    change.scenes.strictWrites(key, 1 + random.nextInt(2));
    switch (theme) {
      case 0, 1 -> change.late(key, founders);
      case 2 -> change.behind(key);
      default -> change.votes(key, founders);
    }
    return new Plan(seed, founders, nodes, 3, keys, change.scenes.actions());
  }

  /** Writes are on their way while the list is decided, and whoever minted them hears it late. */
  private void late(int key, int founders) {
    if (random.nextInt(4) > 0) {
      scenes.add(random.nextBoolean() ? Kind.DISTURB : Kind.SLOW_DISKS, key, Plan.ANY, 0);
    }
    begin(key, founders);
    scenes.after(random.nextLong(1_000));
    for (int writes = 12 + random.nextInt(13); writes > 0; writes--) {
      scenes.add(write(key), key, Plan.ANY, 0);
      scenes.after(random.nextLong(60));
      if (random.nextInt(12) == 0) {
        scenes.add(Kind.CUT, key, Plan.ANY, 0);
      }
    }
    scenes.strictReads(key, 2);
  }

  /** An owner misses writes and comes back when another one, who has them, is declared gone. */
  private void behind(int key) {
    int missing = random.nextInt(3);
    int gone = (missing + 1 + random.nextInt(2)) % 3;
    long lasts = 300 + random.nextLong(900);
    scenes.outage(key, missing, lasts);
    scenes.after(20);
    for (int writes = 2 + random.nextInt(4); writes > 0; writes--) {
      scenes.after(random.nextLong(40));
      scenes.add(write(key), key, Plan.ANY, 0);
    }
    scenes.after(random.nextLong(lasts));
    scenes.add(Kind.EXPEL, key, gone, 0);
    for (int reads = 2 + random.nextInt(4); reads > 0; reads--) {
      scenes.after(random.nextLong(300));
      scenes.add(Kind.STRICT_READ, key, Plan.ANY, 0);
    }
  }

  /** More than one next list is wanted, and owners vote, die and come back in any order. */
  private void votes(int key, int founders) {
    if (random.nextBoolean()) {
      scenes.add(Kind.SLOW_DISKS, key, Plan.ANY, 0);
    }
    begin(key, founders);
    scenes.after(random.nextLong(700));
    boolean second = false;
    for (int events = 4 + random.nextInt(8); events > 0; events--) {
      scenes.after(random.nextLong(80));
      int who = random.nextInt(3);
      switch (random.nextInt(6)) {
        case 0 -> scenes.add(Kind.ISOLATE, key, who, 100 + random.nextLong(1_500));
        case 1 -> {
          if (!second) {
            begin(key, founders);
          }
          second = true;
        }
        case 2 -> scenes.add(Kind.ISOLATE, key, Plan.NEWCOMER, 100 + random.nextLong(1_500));
        default -> scenes.add(Kind.CRASH, key, who, 10 + random.nextLong(120));
      }
    }
    scenes.strictReads(key, 1);
  }

  private Kind write(int key) {
    return scenes.isRegister(key) ? Kind.CONDITIONAL : Kind.STRICT_WRITE;
  }

  private void begin(int key, int founders) {
    boolean leave = founders > 3 && random.nextBoolean();
    scenes.add(leave ? Kind.LEAVE : Kind.JOIN, key, random.nextInt(3), 0);
  }
}
