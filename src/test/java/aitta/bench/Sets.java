package aitta.bench;

import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.Version;
import java.util.SplittableRandom;

/** Sets of versions as they are found in use. */
final class Sets {
  static final long FIRST = Dot.FIRST_RANDOM + 1;
  static final long SECOND = Dot.FIRST_RANDOM + 2;
  private static final int VALUE_BYTES = 1024;

  private Sets() {}

  /** One version of a key that was written often, by {@code writers} after each other. */
  static Siblings one(int writers, long counter) {
    Siblings set = Siblings.EMPTY;
    for (int i = 0; i < writers; i++) {
      Dot dot = new Dot(FIRST + i, counter + i);
      set = set.write(set.context().join(Context.upTo(FIRST + i, counter + i - 1)), version(dot));
    }
    return set;
  }

  /** Two versions of which neither knows the other. */
  static Siblings two() {
    Siblings one = one(1, 300);
    return one.write(Context.EMPTY, version(new Dot(SECOND, 7)));
  }

  private static Version version(Dot dot) {
    byte[] value = new byte[VALUE_BYTES];
    new SplittableRandom(dot.counter()).nextBytes(value);
    return new Version(dot, 1L << 41, false, false, 0, "application/octet-stream", "", value);
  }
}
