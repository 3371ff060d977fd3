package aitta.node;

import aitta.journal.JournalException;
import aitta.journal.JournalMonitor;
import aitta.membership.DataDirectory;
import aitta.membership.RunMark;
import aitta.storage.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be found out of a data directory before its node serves, and noted in it. */
final class Starting {
  private static final Logger LOG = LoggerFactory.getLogger(Starting.class);
  private static final Duration POLL = Duration.ofMillis(50);

  private final DataDirectory directory;
  private final KeptState kept;
  private final RunMark mark;

  Starting(DataDirectory directory, KeptState kept, RunMark mark) {
    this.directory = directory;
    this.kept = kept;
    this.mark = mark;
  }

  /**
   * @param copiesAreRead whether all copies have read their data back
   * @return ends when the node can serve, or with what the journal says against it
   */
  CompletionStage<Done> whenReady(
      ActorSystem<?> system, NodeContext context, BooleanSupplier copiesAreRead) {
    CompletableFuture<Done> ready = new CompletableFuture<>();
    Cancellable[] poll = new Cancellable[1];
    poll[0] =
        Supervised.every(
            system,
            POLL,
            () -> {
              JournalException unusable = JournalMonitor.get(system).failure().orElse(null);
              if (unusable != null) {
                poll[0].cancel();
                ready.completeExceptionally(unusable);
              } else if (copiesAreRead.getAsBoolean() && !ready.isDone()) {
                poll[0].cancel();
                becomeReady(system, context, ready);
              }
            });
    return ready;
  }

  private void becomeReady(
      ActorSystem<?> system, NodeContext context, CompletableFuture<Done> ready) {
    try {
      if (!hasLostEvents(system, context)) {
        noteThatRangesAreMade();
        ready.complete(Done.getInstance());
      }
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  /**
   * A journal that has lost its newest events leaves copies that look whole and are older than what
   * they acknowledged.
   */
  private boolean hasLostEvents(ActorSystem<?> system, NodeContext context) throws IOException {
    Map<String, Long> missed = JournalMonitor.get(system).missed();
    if (missed.isEmpty()) {
      return false;
    }
    LOG.error(
        "The journal in {} is older than the state, so segments of it are lost; it ends at {}. All"
            + " copies of this node have to catch up with those of other owners.",
        directory.path().resolve("journal"),
        missed);
    if (directory.isCopied()) {
      return false; // nothing is believed anyway
    }
    directory.distrust();
    DataPlane.restart(context, "the journal has lost events");
    return true;
  }

  /** The names of tables are on disk before anything could make them others. */
  private void noteThatRangesAreMade() {
    try {
      if (!directory.hasMadeRanges()) {
        kept.store().flush();
        directory.markRangesMade();
      }
      kept.replaced();
    } catch (IOException | StorageException e) {
      LOG.error("cannot note that the first copies were made: {}", e.getMessage());
    }
  }

  /** All copies are fit: nothing is left of what the directory had lost. */
  void trustDirectory() {
    try {
      mark.clear();
      if (directory.isNew() || directory.isCopied()) {
        directory.markTrusted();
      }
    } catch (IOException e) {
      LOG.error("cannot note that all copies have caught up: {}", e.getMessage());
    }
  }
}
