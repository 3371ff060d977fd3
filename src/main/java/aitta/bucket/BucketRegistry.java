package aitta.bucket;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The properties of buckets, for any thread: reading costs one volatile read and a lookup. */
public final class BucketRegistry {
  /** A change waits for the disk and, for a moment, for the other nodes. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ActorSystem<?> system;
  private final ActorRef<BucketKeeper.Command> keeper;
  private final BucketSnapshot snapshot;

  public BucketRegistry(
      ActorSystem<?> system, ActorRef<BucketKeeper.Command> keeper, BucketSnapshot snapshot) {
    this.system = system;
    this.keeper = keeper;
    this.snapshot = snapshot;
  }

  /** The defaults for a bucket of which nothing was said. */
  public BucketProperties propertiesOf(String bucket) {
    return snapshot.properties().getOrDefault(bucket, BucketProperties.DEFAULT);
  }

  /** The buckets with properties of their own. */
  public Map<String, BucketProperties> all() {
    return snapshot.properties();
  }

  /**
   * Changes what {@code change} changes. The new properties are on this node's disk when the stage
   * ends, and usually at every node that can be reached; the rest hear of it within seconds.
   *
   * @return fails with {@link TooManyBucketsException}, with the {@link java.io.IOException} of a
   *     disk, or with what {@code change} throws; nothing has changed then
   */
  public CompletionStage<BucketProperties> change(
      String bucket, UnaryOperator<BucketProperties> change) {
    return AskPattern.askWithStatus(
        keeper,
        replyTo -> new BucketKeeper.Change(bucket, change, replyTo),
        PATIENCE,
        system.scheduler());
  }

  /** Puts the defaults back; as {@link #change}. */
  public CompletionStage<BucketProperties> reset(String bucket) {
    return AskPattern.askWithStatus(
        keeper,
        replyTo -> new BucketKeeper.Change(bucket, null, replyTo),
        PATIENCE,
        system.scheduler());
  }
}
