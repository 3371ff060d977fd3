package aitta.simulation;

import aitta.model.Key;
import aitta.simulation.Plan.Kind;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A list that is decreed soon after another one was decided: of the three who were owners one goes,
 * another one is declared gone, and the one who is left has missed what these two acknowledged.
 */
final class DecreeScenes {
  private DecreeScenes() {}

  /** Whether the plan of this seed is one of these. */
  static boolean areOf(long seed) {
    return Math.floorMod(seed, 112) == 33;
  }

  static Plan plan(long seed, SplittableRandom random) {
    List<Key> keys =
        List.of(Key.of(random.nextBoolean() ? "plain" : "beside", "k" + random.nextInt(24)));
    Scenes scenes = new Scenes(random, keys);
    int missing = random.nextInt(3);
    int leaver = (missing + 1 + random.nextInt(2)) % 3;
    scenes.strictWrites(0, random.nextInt(2));
    scenes.after(300);
    scenes.add(Kind.DECREE, 0, Plan.itself(missing), 0);
    scenes.add(Kind.ISOLATE, 0, Plan.itself(missing), 500 + random.nextLong(700));
    scenes.after(100);
    scenes.strictWrites(0, 1 + random.nextInt(2));
    scenes.after(50);
    scenes.add(Kind.LEAVE_BY_FORCE, 0, Plan.itself(leaver), 0);
    scenes.after(2_000 + random.nextLong(4_000));
    scenes.strictReads(0, 1);
    return new Plan(seed, 3, 3, 3, keys, scenes.actions());
  }
}
