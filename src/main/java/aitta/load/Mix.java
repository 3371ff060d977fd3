package aitta.load;

import java.util.BitSet;
import java.util.SplittableRandom;

/** Reads and writes in some proportion, over keys that some chooser draws. */
final class Mix implements Source {
  private static final int NEVER_WRITTEN = 0;
  private static final int TRIES = 64;

  private final KeyChooser chooser;
  private final int readPercent;
  private final Values values;
  private final int[] acknowledged; // for each key the newest write that was
  private final int[] started; // for each key the newest write that was sent
  private final BitSet beingWritten;
  private final SplittableRandom random;
  private boolean overlaps; // some writes of one key did, so their order is not known

  /**
   * @param acknowledged for each key the number of its newest acknowledged write, 0 for none;
   *     written to
   */
  Mix(KeyChooser chooser, int readPercent, Values values, int[] acknowledged, long seed) {
    this.chooser = chooser;
    this.readPercent = readPercent;
    this.values = values;
    this.acknowledged = acknowledged;
    this.started = acknowledged.clone();
    this.beingWritten = new BitSet(acknowledged.length);
    this.random = new SplittableRandom(seed);
  }

  @Override
  public boolean next(Operation into) {
    into.read = random.nextInt(100) < readPercent;
    into.key = chooser.next(random);
    if (into.read) {
      into.number = acknowledged[into.key];
      return true;
    }
    // Writes of one key that overlap have no order that could be checked: the next key is as good.
    for (int i = 0; beingWritten.get(into.key) && i < TRIES; i++) {
      into.key = (into.key + 1) % acknowledged.length;
    }
    overlaps |= beingWritten.get(into.key); // fewer keys than connections
    beingWritten.set(into.key);
    into.number = ++started[into.key];
    return true;
  }

  @Override
  public Values values() {
    return values;
  }

  @Override
  public Verdict answered(Operation operation, int status, byte[] body, int offset, int length) {
    if (!operation.read) {
      beingWritten.clear(operation.key);
      if (status != 204) {
        return Verdict.FAILED;
      }
      acknowledged[operation.key] = Math.max(acknowledged[operation.key], operation.number);
      return Verdict.FINE;
    }
    if (status == 200) {
      if (values.check(body, offset, length, operation.key) != Values.Finding.GOOD) {
        return Verdict.CORRUPT;
      }
      boolean stale = !overlaps && Values.numberOf(body, offset) < operation.number;
      return stale ? Verdict.STALE : Verdict.FINE;
    }
    if (status == 404) {
      return operation.number == NEVER_WRITTEN ? Verdict.FINE : Verdict.MISSING;
    }
    return status == 300 ? Verdict.SIBLINGS : Verdict.FAILED;
  }
}
