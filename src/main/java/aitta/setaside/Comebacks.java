package aitta.setaside;

import aitta.backup.RestoreIntake;
import aitta.membership.LeftFolders;
import aitta.model.NodeId;
import aitta.pace.RatePacer;
import aitta.peer.Peers;
import aitta.ring.Ring;
import aitta.storage.StateSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers what was set aside in a data directory, in a thread of its own, which reads the disk and
 * waits for owners. What an end interrupts begins anew with the next start.
 */
public final class Comebacks {
  private static final Logger LOG = LoggerFactory.getLogger(Comebacks.class);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(2);

  /**
   * @param ring the newest
   * @param reachable owners of a range that can be reached
   * @param bytesPerSecond how fast sets may go
   * @param keptSinceMillis tombstones written since then cannot have been reclaimed
   */
  public record Setup(
      Path directory,
      NodeId self,
      ClassicActorSystemProvider system,
      StateSettings state,
      Supplier<Ring> ring,
      IntFunction<List<NodeId>> reachable,
      Peers peers,
      RestoreIntake intake,
      Supplier<List<byte[]>> secrets,
      LongSupplier bytesPerSecond,
      LongSupplier keptSinceMillis) {}

  private final Setup setup;
  private final RatePacer pacer;
  private final Thread thread = new Thread(this::run, "aitta-set-aside");
  private String said = "";

  private Comebacks(Setup setup) {
    this.setup = setup;
    this.pacer = new RatePacer(setup.bytesPerSecond()::getAsLong, System.nanoTime());
  }

  public static Comebacks start(Setup setup) {
    Comebacks comebacks = new Comebacks(setup);
    comebacks.thread.setDaemon(true);
    comebacks.thread.start();
    return comebacks;
  }

  /** Waits a moment for the thread to end. */
  public void stop() {
    thread.interrupt();
    try {
      thread.join(STOPS_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The folders as they are now; reads the disk. */
  public LeftFolders.Count count() {
    try {
      return LeftFolders.count(setup.directory());
    } catch (IOException e) {
      LOG.debug("Cannot look for what was set aside", e);
      return LeftFolders.Count.NONE;
    }
  }

  private void run() {
    try {
      for (Path folder : LeftFolders.open(setup.directory())) {
        offer(folder);
      }
    } catch (InterruptedException e) {
      LOG.debug("Interrupted; what was set aside is looked at again after the next start");
    } catch (IOException e) {
      LOG.error("Cannot look for what was set aside: {}", e.getMessage());
    }
  }

  private void offer(Path folder) throws InterruptedException {
    try {
      Optional<Ring> old = LeftFolders.ring(folder);
      if (old.isEmpty() || !old.get().isSameRing(setup.ring().get())) {
        LOG.warn(
            "What was set aside in {} is not of this ring, and is offered to nobody: look whether"
                + " anybody wants it, then move the folder away",
            folder);
        return;
      }
      while (!setup.ring().get().members().containsKey(setup.self())) {
        TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
      }
      try (LeftState state = LeftState.open(folder, setup.state(), setup.system())) {
        int ranges = old.get().ranges();
        AskedOwners owners =
            new AskedOwners(
                setup.peers(), setup.reachable(), setup.intake(), setup.secrets(), ranges);
        LeftBehind left = LeftBehind.begin(LeftFolders.list(folder));
        Comeback comeback =
            new Comeback(state, left, ranges, owners, setup.keptSinceMillis(), pause(folder));
        comeback.run();
        tell(folder, comeback, left);
      }
    } catch (IOException | RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LOG.error(
          "What was set aside in {} cannot be offered to the owners of today; what this node had"
              + " taken alone is there and nowhere else",
          folder,
          e);
    }
  }

  private void tell(Path folder, Comeback done, LeftBehind left) throws IOException {
    String text =
        "%d sets looked at, %d given to owners that had not got them, %d left"
            .formatted(done.looked(), done.joined(), left.count());
    if (left.count() > 0) {
      LOG.error(
          "What was set aside in {} is offered: {}. Those that are left are of keys in ranges in"
              + " which deletes were forgotten since they were written, such as {}; they are in"
              + " that folder alone. {} has a file of them for each bucket, for the verb import",
          folder,
          text,
          left.first(),
          LeftFolders.list(folder));
    } else {
      LOG.warn("What was set aside in {} is offered, and can be deleted: {}", folder, text);
    }
    LeftFolders.close(folder, text);
  }

  private Comeback.Pause pause(Path folder) {
    return new Comeback.Pause() {
      @Override
      public void afterBytes(long bytes) throws InterruptedException {
        pacer.sent(bytes, System.nanoTime());
        long wait = pacer.waitNanos(System.nanoTime());
        while (wait > 0) {
          TimeUnit.NANOSECONDS.sleep(wait);
          wait = pacer.waitNanos(System.nanoTime());
        }
      }

      @Override
      public void silent(String why) throws InterruptedException {
        if (!why.equals(said)) {
          said = why;
          LOG.info("What was set aside in {} is offered again soon: {}", folder, why);
        }
        TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
      }
    };
  }
}
