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
    int founders = random.nextInt(4) == 0 ? 3 : 4;
    List<Key> keys = Plan.keys(random, theme);
    ChangeScenes change = new ChangeScenes(random, keys);
    int key = change.scenes.key();
    change.scenes.strictWrites(key, 1 + random.nextInt(2));
    change.begin(key, founders);
    if (theme < 3) {
      change.late(key, theme);
    } else {
      change.votes(key, founders);
    }
    return new Plan(seed, founders, founders + 1, 3, keys, change.scenes.actions());
  }

  /** Most lists are decided by then, or soon after, where nothing is in the way. */
  private void untilItIsDecided() {
    scenes.after(300 + random.nextLong(500));
  }

  /**
   * Writes and reads are on their way while the list is decided: some owners hear of it late, and
   * one or another misses a write.
   */
  private void late(int key, int theme) {
    untilItIsDecided();
    if (theme == 0) {
      scenes.add(Kind.DISTURB, key, Plan.ANY, 0);
    } else if (theme == 1) {
      scenes.add(Kind.SLOW_DISKS, key, Plan.ANY, 0);
    }
    for (int events = 16 + random.nextInt(17); events > 0; events--) {
      scenes.after(random.nextLong(50));
      int dice = random.nextInt(16);
      if (dice == 0 && theme > 0) {
        scenes.outage(key, random.nextInt(3), 20 + random.nextLong(180));
      } else {
        scenes.add(dice < 5 ? Kind.STRICT_READ : write(key), key, Plan.ANY, 0);
      }
    }
  }

  /** More than one next list is wanted, and owners vote, die and come back in any order. */
  private void votes(int key, int founders) {
    untilItIsDecided();
    if (random.nextBoolean()) {
      scenes.add(Kind.SLOW_DISKS, key, Plan.ANY, 0);
    }
    boolean second = false;
    for (int events = 4 + random.nextInt(8); events > 0; events--) {
      scenes.after(random.nextLong(80));
      int who = random.nextInt(3);
      int dice = random.nextInt(6);
      if (dice == 0 && !second) {
        begin(key, founders);
        second = true;
      } else if (dice < 3) {
        int whom = dice == 1 ? who : Plan.NEWCOMER;
        scenes.add(Kind.ISOLATE, key, whom, 100 + random.nextLong(1_500));
      } else {
        scenes.add(Kind.CRASH, key, who, 10 + random.nextLong(120));
      }
    }
    scenes.strictReads(key, 1);
  }

  private Kind write(int key) {
    return scenes.isRegister(key) ? Kind.CONDITIONAL : Kind.STRICT_WRITE;
  }

  private void begin(int key, int founders) {
    boolean leave = founders > 3 && random.nextInt(3) > 0;
    Kind way = random.nextInt(3) == 0 ? Kind.EXPEL : Kind.LEAVE;
    scenes.add(leave ? way : Kind.JOIN, key, random.nextInt(3), 0);
  }
}
