package aitta.cli.transfer;

import aitta.backup.RestoreBatch;
import aitta.backup.SavedCluster;
import aitta.bucket.BucketProperties;
import aitta.client.AittaClient;
import aitta.client.AittaException;
import aitta.client.BucketChange;
import aitta.quorum.Level;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Sends what a backup has to a cluster, range by range. Used by one thread. */
public final class Restorer {
  private static final int MOST_UNDER_WAY = 4;
  private static final int MOST_SETS = 500;
  private static final int MOST_BYTES = 1 << 20;

  /** Told after each range. */
  public interface Watcher {
    /**
     * @param range that is done
     * @param keys sent in all
     */
    void done(int range, long keys);
  }

  private final AittaClient client;
  private final SavedCluster backup;
  private final List<byte[]> secrets;
  private final Consumer<String> warnings;
  private List<RestoreBatch.Entry> group = new ArrayList<>();
  private long groupBytes;
  private long keys;
  private long bytes;

  /**
   * @param warnings told of what is passed over
   */
  public Restorer(AittaClient client, SavedCluster backup, Consumer<String> warnings) {
    this.client = client;
    this.backup = backup;
    this.secrets = backup.secrets();
    this.warnings = warnings;
  }

  /** Keys sent, one that is among the hints as well counted again. */
  public long keys() {
    return keys;
  }

  /** Of their values. */
  public long bytes() {
    return bytes;
  }

  /**
   * Properties first, for they say what versions mean.
   *
   * @return how many buckets have properties of their own
   */
  public int buckets(int replicas) throws IOException {
    Map<String, BucketProperties> all = backup.buckets();
    all.forEach(
        (bucket, properties) -> client.buckets().change(bucket, change(properties, replicas)));
    return all.size();
  }

  /** A number above the new cluster's replicas meant all of them before, too. */
  private static BucketChange change(BucketProperties properties, int replicas) {
    BucketChange change =
        BucketChange.nothing()
            .r(level(properties.r(), replicas))
            .w(level(properties.w(), replicas))
            .strict(properties.strict())
            .ttl(properties.ttl());
    return properties.latest() ? change.latestWins() : change.keepSiblings();
  }

  private static String level(Level level, int replicas) {
    return level.number() > replicas
        ? "all"
        : level.number() > 1 ? "" + level.number() : level.toString();
  }

  /**
   * Sends all ranges from one on, then what was kept for nodes that were away.
   *
   * @throws AittaException if the cluster does not take it; {@code watcher} knows from where to go
   *     on
   */
  public void run(int fromRange, Watcher watcher) throws IOException {
    InOrder<Integer> underWay = new InOrder<>(MOST_UNDER_WAY, sent -> {});
    for (int range = fromRange; range < backup.ranges(); range++) {
      backup.visit(range, warnings, entry -> add(entry, underWay));
      send(underWay);
      underWay.drain();
      watcher.done(range, keys);
    }
    backup.visitHints(entry -> add(entry, underWay));
    send(underWay);
    underWay.drain();
  }

  private void add(RestoreBatch.Entry entry, InOrder<Integer> underWay) throws IOException {
    int size = entry.sizeBound();
    if (group.size() == MOST_SETS || !group.isEmpty() && groupBytes + size > MOST_BYTES) {
      send(underWay);
    }
    group.add(entry);
    groupBytes += size;
    keys++;
    bytes += entry.siblings().valueBytes();
  }

  private void send(InOrder<Integer> underWay) throws IOException {
    if (!group.isEmpty()) {
      int size = group.size();
      byte[] piece = new RestoreBatch(secrets, group).encode();
      underWay.add(client.async().cluster().restore(piece).thenApply(done -> size));
      group = new ArrayList<>();
      groupBytes = 0;
    }
  }
}
