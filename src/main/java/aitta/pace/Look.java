package aitta.pace;

/**
 * What was seen of a node's requests in a short time.
 *
 * @param nanos how long it was looked at
 * @param requests that came meanwhile
 * @param probes messages that were put to the threads that serve them
 * @param late those of them that had to wait
 */
public record Look(long nanos, long requests, int probes, int late) {
  /** Fewer say nothing: the looking itself may have been held up. */
  private static final int LEAST_PROBES = 4;

  /** A single pause of the process makes a few of them late, and is nobody's fault. */
  private static final double CROWDED = 0.25;

  /** Whether nobody was there who could wait. */
  boolean isQuiet() {
    return requests == 0;
  }

  /** Which part of the probes had to wait. */
  double lateShare() {
    return probes < LEAST_PROBES ? 0 : (double) late / probes;
  }

  /** Whether requests have to wait. */
  boolean isCrowded() {
    return lateShare() >= CROWDED;
  }
}
