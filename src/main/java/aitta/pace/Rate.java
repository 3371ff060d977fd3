package aitta.pace;

/** How fast something may go. Safe for use by many threads. */
@FunctionalInterface
public interface Rate {
  /** What is allowed now, above 0. */
  long bytesPerSecond();

  /** So much went by this rate; for those that look at it. */
  default void sent(long bytes) {}
}
