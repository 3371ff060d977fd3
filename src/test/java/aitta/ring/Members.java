package aitta.ring;

import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random members for tests; everything follows from the seed. */
final class Members {
  private Members() {}

  static RandomGenerator random(long seed) {
    return new SplittableRandom(seed);
  }

  /** {@code count} nodes of weight 1, dealt to {@code zones} zones in turn. */
  static List<RingMember> equal(int count, int zones, RandomGenerator random) {
    List<RingMember> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(new RingMember(randomId(random), "zone-" + i % zones, 1));
    }
    return members;
  }

  /** Weights from 0.7 to 1.3, one zone. */
  static List<RingMember> mild(int count, RandomGenerator random) {
    List<RingMember> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(new RingMember(randomId(random), "zone", 0.7 + random.nextInt(7) * 0.1));
    }
    return members;
  }

  /** Any weights from 0.1 to 100, half the time all 1, in up to eight zones of any sizes. */
  static List<RingMember> wild(int count, RandomGenerator random) {
    int zones = 1 + random.nextInt(8);
    double spread = random.nextBoolean() ? 0 : random.nextDouble();
    List<RingMember> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int zone = Math.min(random.nextInt(zones), random.nextInt(zones)); // low ones are larger
      double exponent = spread * (3 * random.nextDouble() - 1);
      members.add(new RingMember(randomId(random), "zone-" + zone, Math.pow(10, exponent)));
    }
    return members;
  }

  static NodeId randomId(RandomGenerator random) {
    return new NodeId("node-" + Long.toHexString(random.nextLong()));
  }
}
