package aitta.node;

import aitta.codec.MalformedException;
import aitta.membership.DataDirectory;
import aitta.replica.PeerMarks;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was heard of other owners' copies on disk. Each copy writes it with its own next
 * event, which in a range that is at rest may never come: the last write that a peer acknowledged
 * would be known to memory alone. Safe for use by many threads.
 */
final class KeptMarks {
  private enum Tick {
    INSTANCE
  }

  private static final Logger LOG = LoggerFactory.getLogger(KeptMarks.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final DataDirectory directory;
  private final PeerMarks marks;
  private byte[] kept = new byte[0];
  private boolean isFailing; // and the log says so already

  /** Recalls what was kept before. */
  KeptMarks(DataDirectory directory, PeerMarks marks) {
    this.directory = directory;
    this.marks = marks;
    try {
      directory.heard().ifPresent(marks::recall);
    } catch (IOException | MalformedException e) {
      LOG.error("what was heard of other owners' copies cannot be read: {}", e.getMessage());
    }
  }

  /** Keeps them while a node runs. */
  Behavior<?> keeper() {
    return Behaviors.<Tick>withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Tick.INSTANCE, INTERVAL);
          return Behaviors.receiveMessage(
              tick -> {
                keep();
                return Behaviors.same();
              });
        });
  }

  /** Writes them where they have changed. Blocks. */
  synchronized void keep() {
    byte[] now = marks.encode();
    if (Arrays.equals(now, kept)) {
      return;
    }
    try {
      directory.keepHeard(now);
      kept = now;
      isFailing = false;
    } catch (IOException e) {
      if (!isFailing) {
        LOG.error("what was heard of other owners' copies cannot be kept: {}", e.getMessage());
      }
      isFailing = true;
    }
  }
}
