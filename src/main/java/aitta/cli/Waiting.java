package aitta.cli;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Option;

/** Waits for what the cluster does in the background. */
final class Waiting {
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  @Option(names = "--no-wait", description = "Begin it, and return at once.")
  private boolean noWait;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = DurationConverter.class,
      description = "How long to wait for its end (default: ${DEFAULT-VALUE}); it goes on after.")
  private Duration limit;

  boolean isWanted() {
    return !noWait;
  }

  /**
   * @return false if its time was over before {@code done} held
   */
  boolean until(BooleanSupplier done) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      Thread.sleep(pause);
      pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 3 / 2);
    }
    return true;
  }
}
