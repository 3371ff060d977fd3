package aitta.journal;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Identify;
import org.apache.pekko.pattern.Patterns;

/**
 * Keeps a replay from filling the mailbox of the actor that recovers: Pekko's replays know no
 * backpressure, and a journal can be larger than the heap.
 *
 * <p>After each window of bytes the actor is asked to identify itself. It answers behind the events
 * before it in its mailbox. (The replay filter between the two may lag behind by what it has not
 * passed on yet, so the bound is a soft one.)
 */
final class ReplayPacer {
  private final ActorRef recovering;
  private final int windowBytes;
  private final Duration timeout;
  private long sinceAskedBytes;

  /**
   * @param recovering null if it is not known: then there is no pacing
   */
  ReplayPacer(ActorRef recovering, int windowBytes, Duration timeout) {
    this.recovering = recovering;
    this.windowBytes = windowBytes;
    this.timeout = timeout;
  }

  /**
   * To be called before more events are sent; blocks while the actor lags behind.
   *
   * @throws TimeoutException if it does so for too long
   */
  void sending(int bytes) throws TimeoutException, InterruptedException {
    sinceAskedBytes += bytes;
    if (recovering == null || sinceAskedBytes <= windowBytes) {
      return;
    }
    sinceAskedBytes = bytes;
    try {
      Patterns.ask(recovering, new Identify("replay"), timeout)
          .toCompletableFuture()
          .get(timeout.toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      TimeoutException slow = new TimeoutException(recovering + " does not take replayed events");
      slow.initCause(e.getCause());
      throw slow;
    }
  }
}
