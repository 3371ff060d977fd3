package aitta.node;

import aitta.storage.StateStore;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Keeps the journal short: when it has grown past its bound, the state is flushed, and the events
 * that the flushed state holds are deleted from the journal. Runs on the storage dispatcher, for a
 * flush waits for the disk; writes go on meanwhile.
 */
final class Checkpointer extends AbstractBehavior<Checkpointer.Tick> {
  enum Tick {
    INSTANCE
  }

  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final StateStore store;
  private final LongSupplier journalBytes;
  private final long maxBytes;
  private final Map<TableId, Long> deletedTo = new HashMap<>();

  private Checkpointer(
      ActorContext<Tick> context, StateStore store, LongSupplier journalBytes, long maxBytes) {
    super(context);
    this.store = store;
    this.journalBytes = journalBytes;
    this.maxBytes = maxBytes;
  }

  /**
   * @param journalBytes how much of the journal is in use
   * @param maxBytes past which it is made shorter
   */
  static Behavior<Tick> create(StateStore store, LongSupplier journalBytes, long maxBytes) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Tick.INSTANCE, INTERVAL);
                  return new Checkpointer(context, store, journalBytes, maxBytes);
                }));
  }

  @Override
  public Receive<Tick> createReceive() {
    return newReceiveBuilder().onMessage(Tick.class, tick -> onTick()).build();
  }

  private Behavior<Tick> onTick() {
    long bytes = journalBytes.getAsLong();
    if (bytes <= maxBytes) {
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
    int tables = 0;
    for (TableId table : store.tables()) {
      long flushed = store.flushedSeqNr(table);
      if (flushed > deletedTo.getOrDefault(table, 0L)) {
        deletedTo.put(table, flushed);
        Props props = Props.create(JournalCut.class, () -> new JournalCut(table, flushed));
        Adapter.actorOf(getContext(), props);
        tables++;
      }
    }
    getContext().getLog().info("flushed {} tables; the journal had {} bytes", tables, bytes);
    return this;
  }
}
