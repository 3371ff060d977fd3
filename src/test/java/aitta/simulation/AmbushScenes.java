package aitta.simulation;

import aitta.model.Key;
import aitta.simulation.Plan.Kind;
import java.util.List;
import java.util.SplittableRandom;

/** One change of owners, and what waits for its decision: see {@link Ambush}. */
final class AmbushScenes {
  private AmbushScenes() {}

  /** Whether the plan of this seed is one of these. */
  static boolean areOf(long seed) {
    long of = Math.floorMod(seed, 28);
    return of == 5 || of == 17;
  }

  static Plan plan(long seed, SplittableRandom random) {
    String bucket = random.nextInt(3) == 0 ? "plain" : "beside"; // what needs no version round
    List<Key> keys = List.of(Key.of(bucket, "k" + random.nextInt(24)));
    Scenes scenes = new Scenes(random, keys);
    int founders = random.nextInt(3) == 0 ? 3 : 4;
    scenes.strictWrites(0, 1 + random.nextInt(2));
    scenes.strictReads(0, random.nextInt(2));
    Kind[] kinds = {Kind.SPLIT, Kind.STRAGGLE, Kind.START_AGAIN};
    Kind kind = kinds[random.nextInt(kinds.length)];
    scenes.add(kind, 0, Plan.ANY, 0);
    scenes.add(founders == 3 ? Kind.JOIN : Kind.LEAVE, 0, random.nextInt(3), 0);
    scenes.after(random.nextLong(1_000));
    scenes.strictWrites(0, random.nextInt(3));
    scenes.after(3_000 + random.nextLong(2_000) + (kind == Kind.START_AGAIN ? 5_000 : 0));
    scenes.strictReads(0, 1);
    return new Plan(seed, founders, founders + 1, 3, keys, scenes.actions());
  }
}
