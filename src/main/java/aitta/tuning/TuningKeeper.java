package aitta.tuning;

import aitta.codec.MalformedException;
import aitta.membership.DataDirectory;
import aitta.version.HybridTime;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;
import org.apache.pekko.pattern.StatusReply;

/**
 * Keeps what was said of settings: on disk, and equal to what Distributed Data brings. Writes to
 * disk on its own thread, so it belongs on a dispatcher that may block.
 */
public final class TuningKeeper extends AbstractBehavior<TuningKeeper.Command> {
  /** Settings of which something was ever said. */
  static final int MAX_ENTRIES = 100;

  /** How long a change waits for nodes that do not answer; gossip tells them later. */
  private static final Duration PUSH = Duration.ofMillis(800);

  public sealed interface Command {}

  /**
   * @param changes known and right, each; an empty value takes one back
   * @param replyTo told all values; or why nothing was changed
   */
  public record Change(
      Map<String, String> changes, ActorRef<StatusReply<Map<String, String>>> replyTo)
      implements Command {
    public Change {
      changes = Map.copyOf(changes);
    }
  }

  private record Pushed(
      Replicator.UpdateResponse<TuningTable> response,
      ActorRef<StatusReply<Map<String, String>>> replyTo)
      implements Command {}

  private record Changed(Replicator.SubscribeResponse<TuningTable> response) implements Command {}

  private static final class TableKey extends Key<TuningTable> {
    private static final long serialVersionUID = 1L;

    TableKey() {
      super("aitta-tuning");
    }
  }

  private static final TableKey KEY = new TableKey();

  private final DataDirectory directory;
  private final Tuning tuning;
  private final Clock clock;
  private final ReplicatorMessageAdapter<Command, TuningTable> replicator;
  private TuningTable table;

  public static Behavior<Command> create(DataDirectory directory, Tuning tuning, Clock clock) {
    return Behaviors.setup(context -> new TuningKeeper(context, directory, tuning, clock));
  }

  private TuningKeeper(
      ActorContext<Command> context, DataDirectory directory, Tuning tuning, Clock clock)
      throws IOException {
    super(context);
    context.setLoggerName(TuningKeeper.class);
    this.directory = directory;
    this.tuning = tuning;
    this.clock = clock;
    this.table = load(directory);
    this.replicator =
        new ReplicatorMessageAdapter<>(
            context,
            DistributedData.get(context.getSystem()).replicator(),
            Duration.ofMinutes(10)); // past it the actor fails, and the machine was only slow
    tuning.publish(table.values());
    replicator.subscribe(KEY, Changed::new);
    push(Replicator.writeLocal(), null);
  }

  /** Nobody's data depends on it: what is damaged is begun anew, and heard of from the others. */
  private TuningTable load(DataDirectory from) throws IOException {
    byte[] kept = from.tuning().orElse(null);
    try {
      return kept == null ? TuningTable.EMPTY : TuningTable.of(kept);
    } catch (MalformedException e) {
      getContext().getLog().error("Settings changed at run time are damaged: {}", e.getMessage());
      return TuningTable.EMPTY;
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Change.class, this::onChange)
        .onMessage(Pushed.class, this::onPushed)
        .onMessage(Changed.class, this::onChanged)
        .build();
  }

  private Behavior<Command> onChange(Change message) {
    long timestamp = HybridTime.next(table.newestTimestamp(), clock.millis());
    TuningTable after = table.with(message.changes(), timestamp);
    if (after.size() > MAX_ENTRIES) {
      String problem = "something was said of " + MAX_ENTRIES + " settings already";
      message.replyTo().tell(StatusReply.error(new IllegalStateException(problem)));
      return this;
    }
    try {
      directory.keepTuning(after.toBytes());
    } catch (IOException e) {
      message.replyTo().tell(StatusReply.error(e));
      return this;
    }
    table = after;
    tuning.publish(table.values());
    push(new Replicator.WriteAll(PUSH), message.replyTo());
    return this;
  }

  private void push(
      Replicator.WriteConsistency consistency, ActorRef<StatusReply<Map<String, String>>> client) {
    TuningTable now = table;
    replicator.askUpdate(
        replyTo ->
            new Replicator.Update<>(
                KEY, TuningTable.EMPTY, consistency, replyTo, known -> known.mergeData(now)),
        response -> new Pushed(response, client));
  }

  private Behavior<Command> onPushed(Pushed message) {
    if (!(message.response() instanceof Replicator.UpdateSuccess<TuningTable>)) {
      getContext().getLog().info("Not every node has heard of a change: {}", message.response());
    }
    if (message.replyTo() != null) {
      message.replyTo().tell(StatusReply.success(tuning.values()));
    }
    return this;
  }

  private Behavior<Command> onChanged(Changed message) {
    if (message.response() instanceof Replicator.Changed<TuningTable> changed) {
      TuningTable joined = table.mergeData(changed.get(KEY));
      if (!joined.equals(table)) {
        table = joined;
        tuning.publish(table.values());
        keep();
      }
    }
    return this;
  }

  private void keep() {
    try {
      directory.keepTuning(table.toBytes());
    } catch (IOException e) {
      // The next change, or the next start beside others, brings another chance.
      getContext().getLog().error("Cannot keep settings on disk", e);
    }
  }
}
