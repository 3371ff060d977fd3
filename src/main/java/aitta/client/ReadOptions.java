package aitta.client;

import java.time.Duration;

/**
 * How a read is to be done. What is not said here is as the bucket says.
 *
 * @param r how many replicas must answer: a number, {@code one}, {@code quorum} or {@code all};
 *     null for the bucket's
 * @param strict whether owners alone count; null for the bucket's
 * @param timeout within which the cluster has to answer, 1 ms to 60 s; null for its own, 2 s
 */
public record ReadOptions(String r, Boolean strict, Duration timeout) {
  /** As the bucket says. */
  public static final ReadOptions DEFAULT = new ReadOptions(null, null, null);

  public ReadOptions r(int replicas) {
    return r(Integer.toString(replicas));
  }

  public ReadOptions r(String level) {
    return new ReadOptions(level, strict, timeout);
  }

  /** A read that sees every write that a quorum acknowledged, or fails. */
  public ReadOptions strictly() {
    return new ReadOptions(r, true, timeout);
  }

  public ReadOptions timeout(Duration limit) {
    return new ReadOptions(r, strict, limit);
  }
}
