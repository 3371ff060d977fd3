package aitta.client;

import java.time.Duration;

/**
 * How all operations of a batch are to be done. What is null is as each bucket says.
 *
 * @param r as in {@link ReadOptions}
 * @param w as in {@link WriteOptions}
 */
public record BatchOptions(String r, String w, Boolean strict, Duration timeout) {
  public static final BatchOptions DEFAULT = new BatchOptions(null, null, null, null);

  public BatchOptions r(String level) {
    return new BatchOptions(level, w, strict, timeout);
  }

  public BatchOptions w(String level) {
    return new BatchOptions(r, level, strict, timeout);
  }

  public BatchOptions strictly() {
    return new BatchOptions(r, w, true, timeout);
  }

  public BatchOptions timeout(Duration limit) {
    return new BatchOptions(r, w, strict, limit);
  }
}
