package aitta.pace;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * What this node is asked for by others that fill or repair their copies: put off while requests
 * wait here, for a second at most each, so that whoever asks does not give up. Safe for use by many
 * threads.
 */
public final class Giving {
  private final RatePacer pacer;
  private final LongSupplier nanos;
  private final BiConsumer<Duration, Runnable> later;

  /**
   * @param nanos a monotonic clock
   * @param later runs something after so long
   */
  public Giving(Rate rate, LongSupplier nanos, BiConsumer<Duration, Runnable> later) {
    this.pacer = new RatePacer(rate, nanos.getAsLong());
    this.nanos = nanos;
    this.later = later;
  }

  /** Answers at once, or later. */
  public void answer(Runnable answer) {
    long wait = pacer.waitNanos(nanos.getAsLong());
    if (wait == 0) {
      answer.run();
    } else {
      later.accept(Duration.ofNanos(wait), answer);
    }
  }

  /** An answer took so many bytes. */
  public void gave(long bytes) {
    pacer.sent(bytes, nanos.getAsLong());
  }
}
