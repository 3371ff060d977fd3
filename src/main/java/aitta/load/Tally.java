package aitta.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** What was done, and how long it took. For one thread. */
public final class Tally {
  /** Latencies are kept to three digits; longer ones than this count as this. */
  static final long MAX_NANOS = 600_000_000_000L;

  /**
   * One second of a run.
   *
   * @param atMillis its end, since the start
   */
  public record Interval(
      long atMillis,
      long operations,
      long failed,
      long p50Micros,
      long p99Micros,
      long maxMicros) {}

  private final Histogram reads = new Histogram(MAX_NANOS, 3);
  private final Histogram writes = new Histogram(MAX_NANOS, 3);
  private final Histogram current = new Histogram(MAX_NANOS, 3);
  private final long[] verdicts = new long[Source.Verdict.values().length];
  private final Map<String, Long> failures = new TreeMap<>();
  private final List<Interval> intervals = new ArrayList<>();
  private long operations;
  private long failedAtInterval;
  private long unsent;
  private long startNanos;
  private long endNanos;

  void begin(long nowNanos) {
    startNanos = nowNanos;
    endNanos = nowNanos;
  }

  void end(long nowNanos) {
    endNanos = nowNanos;
  }

  /** Latencies are of what was done; failures are counted by kind. */
  void done(boolean read, Source.Verdict verdict, String failure, long latencyNanos) {
    operations++;
    verdicts[verdict.ordinal()]++;
    if (verdict == Source.Verdict.FAILED) {
      failures.merge(failure, 1L, Long::sum);
    } else {
      latency(read, latencyNanos);
    }
  }

  /** An operation that was due so long ago and could not be sent before the end. */
  void unsent(boolean read, long waitedNanos) {
    unsent++;
    latency(read, waitedNanos);
  }

  private void latency(boolean read, long nanos) {
    long bounded = Math.max(0, Math.min(nanos, MAX_NANOS));
    (read ? reads : writes).recordValue(bounded);
    current.recordValue(bounded);
  }

  /** Ends an interval and begins the next one. */
  Interval interval(long nowNanos) {
    long failed = count(Source.Verdict.FAILED);
    Interval ended =
        new Interval(
            (nowNanos - startNanos) / 1_000_000,
            current.getTotalCount(),
            failed - failedAtInterval,
            current.getValueAtPercentile(50) / 1000,
            current.getValueAtPercentile(99) / 1000,
            current.getMaxValue() / 1000);
    failedAtInterval = failed;
    current.reset();
    intervals.add(ended);
    return ended;
  }

  long operations() {
    return operations;
  }

  /** Operations that were answered as they should be. */
  long good() {
    return operations - count(Source.Verdict.FAILED);
  }

  long unsent() {
    return unsent;
  }

  long count(Source.Verdict verdict) {
    return verdicts[verdict.ordinal()];
  }

  Map<String, Long> failures() {
    return new TreeMap<>(failures);
  }

  List<Interval> intervals() {
    return List.copyOf(intervals);
  }

  /** As a log of two histograms, tagged. */
  public void writeLog(HistogramLogWriter log) {
    log.outputComment("[latencies in nanoseconds]");
    log.outputLegend();
    long now = System.currentTimeMillis();
    for (Histogram histogram : List.of(reads, writes)) {
      histogram.setTag(histogram == reads ? "read" : "write");
      histogram.setStartTimeStamp(now - (long) (seconds() * 1000));
      histogram.setEndTimeStamp(now);
      log.outputIntervalHistogram(histogram);
    }
  }

  Histogram reads() {
    return reads;
  }

  Histogram writes() {
    return writes;
  }

  double seconds() {
    return (endNanos - startNanos) / 1e9;
  }
}
