package aitta.quorum;

/**
 * An estimate of a 99th percentile that follows change: a sample above it moves it up a step, one
 * below it moves it down by a ninety-ninth of a step. Steps are in proportion to the estimate. Used
 * by one thread.
 */
public final class UsualLatency {
  private static final double STEP = 0.25;
  private static final double QUANTILE = 0.99;

  private double micros;

  public UsualLatency(long initialMicros) {
    this.micros = initialMicros;
  }

  public void sample(long sampleMicros) {
    double step = micros * STEP;
    micros += sampleMicros > micros ? step * QUANTILE : -step * (1 - QUANTILE);
    micros = Math.max(100, micros);
  }

  public long p99Micros() {
    return (long) micros;
  }
}
