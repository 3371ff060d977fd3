package aitta.node;

import aitta.journal.JournalMonitor;
import aitta.storage.StateStore;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Keeps the journal short: when it has grown past its bound, the state is flushed, and the events
 * that the flushed state holds are deleted from the journal. Runs on the storage dispatcher, for a
 * flush waits for the disk; writes go on meanwhile.
 */
final class Checkpointer extends AbstractBehavior<Checkpointer.Command> {
  sealed interface Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  /**
   * @param failure null where the events up to {@code seqNr} are gone
   */
  private record Deleted(TableId table, long seqNr, Throwable failure) implements Command {}

  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final StateStore store;
  private final JournalMonitor journal;
  private final long maxBytes;
  private final Map<TableId, Long> deletedTo = new HashMap<>();
  private int pending;

  private Checkpointer(
      ActorContext<Command> context, StateStore store, JournalMonitor journal, long maxBytes) {
    super(context);
    this.store = store;
    this.journal = journal;
    this.maxBytes = maxBytes;
  }

  /**
   * @param maxBytes past which the journal is made shorter
   */
  static Behavior<Command> create(StateStore store, JournalMonitor journal, long maxBytes) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Tick.INSTANCE, INTERVAL);
                  return new Checkpointer(context, store, journal, maxBytes);
                }));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Tick.INSTANCE, this::onTick)
        .onMessage(Deleted.class, this::onDeleted)
        .build();
  }

  private Behavior<Command> onTick() {
    long bytes = journal.bytesInUse();
    if (bytes <= maxBytes || pending > 0) {
      return this;
    }
    try {
      store.flush();
    } catch (StorageException e) {
      getContext()
          .getLog()
          .error("the journal has {} bytes and cannot be cut: {}", bytes, e.getMessage());
      return this;
    }
    deletedTo.keySet().retainAll(store.tables());
    for (TableId table : store.tables()) {
      long flushed = store.flushedSeqNr(table);
      if (flushed > deletedTo.getOrDefault(table, 0L)) {
        pending++;
        getContext()
            .pipeToSelf(
                journal.delete(table.persistenceId(), flushed),
                (done, failure) -> new Deleted(table, flushed, failure));
      }
    }
    getContext().getLog().info("flushed {} tables; the journal had {} bytes", pending, bytes);
    return this;
  }

  private Behavior<Command> onDeleted(Deleted deleted) {
    pending--;
    if (deleted.failure() == null) {
      deletedTo.put(deleted.table(), deleted.seqNr());
    } else {
      getContext()
          .getLog()
          .error(
              "{}: events up to {} were not deleted from the journal, and will be tried again: {}",
              deleted.table(),
              deleted.seqNr(),
              deleted.failure().getMessage());
    }
    return this;
  }
}
