package aitta.journal;

import java.util.Arrays;

/**
 * Where the records of one id lie within one segment: three ints a record, in the order of sequence
 * numbers.
 *
 * <p>Guarded by its {@link IdIndex}. A {@link View} needs no guard: entries are only ever added
 * behind those that it covers, and growing copies.
 */
final class Run {
  private static final int INTS = 3;

  private final long generation;
  private final long baseSeqNr;
  private int[] entries = new int[4 * INTS];
  private int from;
  private int to;

  Run(long generation, long baseSeqNr) {
    this.generation = generation;
    this.baseSeqNr = baseSeqNr;
  }

  /** Some consecutive records of a run, at index {@code from} to {@code to - 1}. */
  record View(long generation, long baseSeqNr, int[] entries, int from, int to) {
    long lastSeqNr(int index) {
      return baseSeqNr + entries[index * INTS];
    }

    int offset(int index) {
      return entries[index * INTS + 1];
    }

    int bytes(int index) {
      return entries[index * INTS + 2];
    }
  }

  long generation() {
    return generation;
  }

  /** Whether an event of this number can be told from the base in an int. */
  boolean takes(long generation, long lastSeqNr) {
    return this.generation == generation && lastSeqNr - baseSeqNr <= Integer.MAX_VALUE;
  }

  void add(long lastSeqNr, int offset, int bytes) {
    int at = to * INTS;
    if (at == entries.length) {
      entries = Arrays.copyOf(entries, 2 * at);
    }
    entries[at] = (int) (lastSeqNr - baseSeqNr);
    entries[at + 1] = offset;
    entries[at + 2] = bytes;
    to++;
  }

  boolean isEmpty() {
    return from == to;
  }

  long lastSeqNr() {
    return baseSeqNr + entries[(to - 1) * INTS];
  }

  /** Forgets the records whose last event is at most {@code seqNr}; returns how many these were. */
  int dropUpTo(long seqNr) {
    int first = firstAfter(seqNr);
    int dropped = first - from;
    from = first;
    return dropped;
  }

  /** The records that end after {@code seqNr}. */
  View after(long seqNr) {
    return new View(generation, baseSeqNr, entries, firstAfter(seqNr), to);
  }

  private int firstAfter(long seqNr) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (baseSeqNr + entries[middle * INTS] <= seqNr) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
