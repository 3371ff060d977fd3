package aitta.journal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long forcing groups to disk took, in buckets. One writer, any number of readers. */
final class FsyncTimes {
  /** Upper bounds of the buckets in ns; there is one more bucket for all that is slower. */
  private static final long[] BOUNDS = {
    50_000L,
    100_000L,
    200_000L,
    500_000L,
    1_000_000L,
    2_000_000L,
    5_000_000L,
    10_000_000L,
    20_000_000L,
    50_000_000L,
    100_000_000L,
    200_000_000L,
    500_000_000L,
    1_000_000_000L,
    5_000_000_000L
  };

  private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.length + 1);
  private final AtomicLong sumNanos = new AtomicLong();

  void record(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
      bucket++;
    }
    counts.incrementAndGet(bucket);
    sumNanos.addAndGet(nanos);
  }

  JournalFigures.Fsyncs snapshot() {
    long[] copy = new long[counts.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = counts.get(i);
    }
    return new JournalFigures.Fsyncs(BOUNDS.clone(), copy, sumNanos.get());
  }
}
