package aitta.replica;

import aitta.codec.MalformedException;
import aitta.storage.RowChange;
import aitta.storage.RowStore;
import aitta.storage.TableId;
import aitta.storage.TableMark;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The event-sourced half of whoever owns a table: each event is journalled, then applied to the
 * store; at the start the store's own mark stands in for a snapshot, and events behind it are
 * replayed into the store.
 *
 * <p>Stops when the journal or the store fails. Its owner then starts another one: whether the last
 * event reached the journal is known only after replay.
 */
public final class RowLog
    extends EventSourcedBehavior<RowLog.Append, RowsChanged, RowLog.Progress> {
  /**
   * Make these rows durable. The owner sends the next one when this one is done.
   *
   * @param number named in the reply
   */
  public record Append(long number, List<RowChange> changes, byte[] note) {
    public Append {
      changes = List.copyOf(changes);
    }
  }

  /** What the owner is told. */
  public sealed interface Notice {
    /** Whose log it is. */
    TableId table();
  }

  /** The stored state is complete up to the last event of the journal. */
  public record Ready(TableId table, Progress progress) implements Notice {}

  /**
   * The rows are in the journal and in the store.
   *
   * @param seqNr of their event
   */
  public record Appended(TableId table, long number, long seqNr) implements Notice {}

  /** What is kept of the table cannot be read back; the log stops. */
  public record Unreadable(TableId table, Throwable cause) implements Notice {}

  /**
   * How far the table has come.
   *
   * @param seqNr of the last event applied; 0 before the first
   * @param note what came with it
   */
  public record Progress(long seqNr, byte[] note) {}

  private final ActorContext<Append> context;
  private final TableId table;
  private final RowStore store;
  private final ActorRef<Notice> owner;
  private boolean replaying = true;

  private RowLog(
      ActorContext<Append> context, TableId table, RowStore store, ActorRef<Notice> owner) {
    super(PersistenceId.ofUniqueId(table.persistenceId()));
    this.context = context;
    this.table = table;
    this.store = store;
    this.owner = owner;
  }

  public static Behavior<Append> create(TableId table, RowStore store, ActorRef<Notice> owner) {
    return Behaviors.setup(context -> new RowLog(context, table, store, owner));
  }

  @Override
  public Progress emptyState() {
    return new Progress(0, new byte[0]);
  }

  @Override
  public SnapshotAdapter<Progress> snapshotAdapter() {
    return new SnapshotAdapter<>() {
      @Override
      public Object toJournal(Progress progress) {
        return new TableMark(progress.seqNr(), progress.note());
      }

      @Override
      public Progress fromJournal(Object mark) {
        return new Progress(((TableMark) mark).seqNr(), ((TableMark) mark).note());
      }
    };
  }

  @Override
  public CommandHandler<Append, RowsChanged, Progress> commandHandler() {
    return newCommandHandlerBuilder().forAnyState().onAnyCommand(this::onAppend);
  }

  private Effect<RowsChanged, Progress> onAppend(Progress before, Append append) {
    RowsChanged event = new RowsChanged(append.changes(), append.note());
    return Effect()
        .persist(event)
        .thenRun(
            after -> {
              store.apply(table, after.seqNr(), event.changes(), event.note());
              owner.tell(new Appended(table, append.number(), after.seqNr()));
            });
  }

  // Called before the journal has confirmed the event, too: the store may only be touched here
  // while replaying.
  @Override
  public EventHandler<Progress, RowsChanged> eventHandler() {
    return (mark, event) -> {
      Progress next = new Progress(mark.seqNr() + 1, event.note());
      if (replaying) {
        expect(next.seqNr());
        store.apply(table, next.seqNr(), event.changes(), event.note());
      }
      return next;
    };
  }

  /** Rows that some events never reached are no copy of anything, however many came after. */
  private void expect(long seqNr) {
    long journalled = lastSequenceNumber(context);
    if (journalled != seqNr) {
      throw new MalformedException(
          table
              + " has events up to "
              + (seqNr - 1)
              + ", and the journal goes on at "
              + journalled);
    }
  }

  @Override
  public SignalHandler<Progress> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            mark -> {
              expect(mark.seqNr());
              replaying = false;
              owner.tell(new Ready(table, mark));
            })
        .onSignal(
            RecoveryFailed.class,
            (mark, failed) -> owner.tell(new Unreadable(table, failed.getFailure())))
        .build();
  }

  @Override
  public String snapshotPluginId() {
    return "aitta.state-snapshots";
  }
}
