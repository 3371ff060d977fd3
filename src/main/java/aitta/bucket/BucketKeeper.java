package aitta.bucket;

import aitta.codec.MalformedException;
import aitta.membership.DataDirectory;
import aitta.version.HybridTime;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;
import org.apache.pekko.pattern.StatusReply;

/**
 * Keeps the properties of buckets: on disk, and equal to what Distributed Data brings. Writes to
 * disk on its own thread, so it belongs on a dispatcher that may block; several changes from
 * elsewhere within a moment are one write.
 */
public final class BucketKeeper extends AbstractBehavior<BucketKeeper.Command> {
  /** Buckets of which something was ever said. Bounds what is sent and written at each change. */
  static final int MAX_BUCKETS = 10_000;

  /** Keys of Distributed Data that the buckets are spread over: a change sends one of them. */
  private static final int TABLES = 16;

  private static final Duration COALESCE = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** How long a change waits for nodes that do not answer; gossip tells them later. */
  private static final Duration PUSH = Duration.ofMillis(800);

  public sealed interface Command {}

  /**
   * @param change null: back to the defaults
   */
  record Change(
      String bucket,
      UnaryOperator<BucketProperties> change,
      ActorRef<StatusReply<BucketProperties>> replyTo)
      implements Command {}

  private record Pushed(
      Replicator.UpdateResponse<BucketTable> response,
      BucketProperties properties,
      ActorRef<StatusReply<BucketProperties>> replyTo)
      implements Command {}

  private record Changed(Replicator.SubscribeResponse<BucketTable> response) implements Command {}

  private record Restored(Replicator.UpdateResponse<BucketTable> response) implements Command {}

  private enum Save implements Command {
    INSTANCE
  }

  private static final class TableKey extends Key<BucketTable> {
    private static final long serialVersionUID = 1L;

    TableKey(int index) {
      super("aitta-buckets-" + index);
    }
  }

  private final DataDirectory directory;
  private final BucketSnapshot snapshot;
  private final Clock clock;
  private final Duration maxSkew;
  private final TimerScheduler<Command> timers;
  private final ReplicatorMessageAdapter<Command, BucketTable> replicator;
  private final List<TableKey> keys = new ArrayList<>();
  private final Map<String, BucketEntry> entries;
  private long lastTimestamp;
  private boolean unsaved;

  /**
   * @param maxSkew timestamps further ahead than this are not adopted as this node's time
   */
  public static Behavior<Command> create(
      DataDirectory directory, BucketSnapshot snapshot, Clock clock, Duration maxSkew) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new BucketKeeper(context, timers, directory, snapshot, clock, maxSkew)));
  }

  private BucketKeeper(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      DataDirectory directory,
      BucketSnapshot snapshot,
      Clock clock,
      Duration maxSkew)
      throws IOException {
    super(context);
    context.setLoggerName(BucketKeeper.class);
    this.directory = directory;
    this.snapshot = snapshot;
    this.clock = clock;
    this.maxSkew = maxSkew;
    this.timers = timers;
    this.entries = load(directory);
    this.replicator =
        new ReplicatorMessageAdapter<>(
            context,
            DistributedData.get(context.getSystem()).replicator(),
            Duration.ofMinutes(10)); // past it the actor fails, and the machine was only slow
    entries.values().forEach(entry -> observe(entry.timestamp()));
    publish();
    for (int i = 0; i < TABLES; i++) {
      keys.add(new TableKey(i));
    }
    keys.forEach(key -> replicator.subscribe(key, Changed::new));
    restore();
  }

  private static Map<String, BucketEntry> load(DataDirectory directory) throws IOException {
    byte[] kept = directory.buckets().orElse(null);
    try {
      return kept == null ? new HashMap<>() : new HashMap<>(BucketTable.of(kept).entries());
    } catch (MalformedException e) {
      throw directory.bucketsDamaged(e);
    }
  }

  /** Brings what the disk knows to the other nodes. */
  private void restore() {
    Map<TableKey, Map<String, BucketEntry>> byKey = new HashMap<>();
    entries.forEach(
        (bucket, entry) ->
            byKey.computeIfAbsent(keyOf(bucket), key -> new TreeMap<>()).put(bucket, entry));
    byKey.forEach(
        (key, some) -> {
          BucketTable kept = BucketTable.of(some);
          replicator.askUpdate(
              replyTo ->
                  new Replicator.Update<>(
                      key,
                      BucketTable.EMPTY,
                      Replicator.writeLocal(),
                      replyTo,
                      table -> table.mergeData(kept)),
              Restored::new);
        });
  }

  private TableKey keyOf(String bucket) {
    return keys.get(Math.floorMod(bucket.hashCode(), TABLES));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Change.class, this::onChange)
        .onMessage(Pushed.class, this::onPushed)
        .onMessage(Changed.class, this::onChanged)
        .onMessage(Restored.class, this::onRestored)
        .onMessageEquals(Save.INSTANCE, this::onSave)
        .onSignal(PostStop.class, signal -> unsaved ? onSave() : this)
        .build();
  }

  private Behavior<Command> onChange(Change message) {
    String bucket = message.bucket();
    BucketEntry before = entries.get(bucket);
    if (before == null && entries.size() >= MAX_BUCKETS) {
      message.replyTo().tell(StatusReply.error(new TooManyBucketsException(MAX_BUCKETS)));
      return this;
    }
    BucketEntry after;
    try {
      BucketProperties present = before == null ? BucketProperties.DEFAULT : before.orDefault();
      after =
          new BucketEntry(
              HybridTime.next(
                  before == null ? lastTimestamp : Math.max(lastTimestamp, before.timestamp()),
                  clock.millis()),
              message.change() == null ? null : message.change().apply(present));
      entries.put(bucket, after);
      save();
    } catch (IOException | RuntimeException e) {
      undo(bucket, before);
      message.replyTo().tell(StatusReply.error(e));
      return this;
    }
    observe(after.timestamp());
    publish();
    push(bucket, after, message.replyTo());
    return this;
  }

  private void undo(String bucket, BucketEntry before) {
    if (before == null) {
      entries.remove(bucket);
    } else {
      entries.put(bucket, before);
    }
  }

  private void push(
      String bucket, BucketEntry entry, ActorRef<StatusReply<BucketProperties>> client) {
    replicator.askUpdate(
        replyTo ->
            new Replicator.Update<>(
                keyOf(bucket),
                BucketTable.EMPTY,
                new Replicator.WriteAll(PUSH),
                replyTo,
                table -> table.with(bucket, entry)),
        response -> new Pushed(response, entry.orDefault(), client));
  }

  private Behavior<Command> onPushed(Pushed message) {
    if (!(message.response() instanceof Replicator.UpdateSuccess<BucketTable>)) {
      getContext().getLog().info("Not every node has heard of a change: {}", message.response());
    }
    message.replyTo().tell(StatusReply.success(message.properties()));
    return this;
  }

  private Behavior<Command> onChanged(Changed message) {
    if (message.response() instanceof Replicator.Changed<BucketTable> changed) {
      boolean news = false;
      for (Map.Entry<String, BucketEntry> heard : changed.get(changed.key()).entries().entrySet()) {
        BucketEntry before = entries.get(heard.getKey());
        BucketEntry after = before == null ? heard.getValue() : before.join(heard.getValue());
        if (!after.equals(before)) {
          entries.put(heard.getKey(), after);
          observe(after.timestamp());
          news = true;
        }
      }
      if (news) {
        publish();
        saveSoon(COALESCE);
      }
    }
    return this;
  }

  private Behavior<Command> onRestored(Restored message) {
    if (!(message.response() instanceof Replicator.UpdateSuccess<BucketTable>)) {
      getContext().getLog().warn("Bucket properties were not spread: {}", message.response());
    }
    return this;
  }

  private void observe(long timestamp) {
    lastTimestamp =
        HybridTime.observe(lastTimestamp, timestamp, clock.millis(), maxSkew.toMillis());
  }

  private void publish() {
    Map<String, BucketProperties> properties = new HashMap<>();
    entries.forEach(
        (bucket, entry) -> {
          if (entry.properties() != null) {
            properties.put(bucket, entry.properties());
          }
        });
    snapshot.publish(properties);
  }

  private void saveSoon(Duration delay) {
    unsaved = true;
    if (!timers.isTimerActive(Save.INSTANCE)) {
      timers.startSingleTimer(Save.INSTANCE, Save.INSTANCE, delay);
    }
  }

  private Behavior<Command> onSave() {
    try {
      save();
    } catch (IOException e) {
      getContext().getLog().error("Cannot keep bucket properties on disk, will try again", e);
      saveSoon(RETRY);
    }
    return this;
  }

  private void save() throws IOException {
    directory.keepBuckets(BucketTable.of(entries).toBytes());
    unsaved = false;
  }
}
