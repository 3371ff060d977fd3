package aitta.config;

import aitta.model.KeyRange;

/**
 * The shape of the ring, the same on every node.
 *
 * @param ranges Q, a power of two from 16 to 65536
 * @param replicas N, 1 to 16
 */
public record RingSettings(int ranges, int replicas) {
  public RingSettings {
    Check.that(
        Integer.bitCount(ranges) == 1
            && ranges >= KeyRange.MIN_COUNT
            && ranges <= KeyRange.MAX_COUNT,
        "aitta.ring.ranges",
        ranges,
        "must be a power of two from "
            + KeyRange.MIN_COUNT
            + " to "
            + KeyRange.MAX_COUNT
            + ", such as 128");
    Check.within("aitta.ring.replicas", replicas, 1, 16);
  }

  static RingSettings read(SettingReader reader) {
    return new RingSettings(
        reader.integer("aitta.ring.ranges"), reader.integer("aitta.ring.replicas"));
  }
}
