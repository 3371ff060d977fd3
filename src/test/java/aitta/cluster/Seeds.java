package aitta.cluster;

import java.util.Random;

/** Chance that can be repeated: every seed is printed, and {@code -Daitta.seed=} sets it. */
final class Seeds {
  private Seeds() {}

  static Random random(String what) {
    long seed = Long.getLong("aitta.seed", System.nanoTime());
    System.out.println(what + ": -Daitta.seed=" + seed);
    return new Random(seed);
  }
}
