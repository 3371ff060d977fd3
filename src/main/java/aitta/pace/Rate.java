package aitta.pace;

/** How fast something may go. Safe for use by many threads. */
@FunctionalInterface
public interface Rate {
  /** What is allowed now, above 0. */
  long bytesPerSecond();

  /**
   * How many things may go by this rate at once.
   *
   * @param most where nothing holds it back
   */
  default int atOnce(int most) {
    return most;
  }

  /** So much went by this rate; for those that look at it. */
  default void sent(long bytes) {}
}
