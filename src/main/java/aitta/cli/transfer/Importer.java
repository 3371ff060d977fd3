package aitta.cli.transfer;

import aitta.client.AittaClient;
import aitta.client.AittaException;
import aitta.client.BatchOperation;
import aitta.client.BatchResult;
import aitta.client.WriteOptions;
import aitta.model.Key;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Writes items into a bucket, over what is there under the same keys. */
public final class Importer {
  /** Told after each batch that was acknowledged, and compared if that was wanted. */
  public interface Watcher {
    /**
     * @param items done in all
     */
    void done(long items) throws IOException;
  }

  private static final int MOST_TRIES = 3;
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final AittaClient client;
  private final String bucket;
  private final Comparison comparison;
  private final Watcher watcher;
  private long items;
  private long bytes;
  private long expired;

  /**
   * @param comparison reads back what was written; null to do without
   */
  public Importer(AittaClient client, String bucket, Comparison comparison, Watcher watcher) {
    this.client = client;
    this.bucket = bucket;
    this.comparison = comparison;
    this.watcher = watcher;
  }

  /** As if so many had been written before. */
  public void startAt(long count) {
    items = count;
  }

  public long items() {
    return items;
  }

  /** Of keys and values that this run wrote. */
  public long bytes() {
    return bytes;
  }

  /** Items that were left out, their time to live being over. */
  public long expired() {
    return expired;
  }

  /** Writes all that the reader has from where it stands. */
  public void run(ItemReader reader) throws IOException {
    InOrder<List<Item>> underWay = new InOrder<>(Exporter.MOST_UNDER_WAY, this::done);
    List<Item> group = new ArrayList<>();
    Set<Key> keys = new HashSet<>(); // of this group and of those under way
    long size = 0;
    for (Item item = reader.read(); item != null; item = reader.read()) {
      Key key = key(item);
      boolean full = group.size() == Exporter.MOST_KEYS || size + item.size() > Exporter.MOST_BYTES;
      if (!group.isEmpty() && (full || keys.contains(key) || item.copies().size() > 1)) {
        underWay.add(write(group));
        group = new ArrayList<>();
        size = 0;
      }
      if (keys.contains(key) || keys.size() > Exporter.MOST_UNDER_WAY * Exporter.MOST_KEYS) {
        underWay.drain(); // writes of one key take effect in the order of the source
        keys.clear();
      }
      keys.add(key);
      if (item.copies().size() > 1) {
        List<Item> alone = List.of(item);
        underWay.add(writeSiblings(item, 1).thenCompose(done -> compared(alone)));
      } else {
        group.add(item);
        size += item.size();
      }
    }
    if (!group.isEmpty()) {
      underWay.add(write(group));
    }
    underWay.drain();
  }

  private Key key(Item item) throws IOException {
    try {
      return new Key(bucket, item.key());
    } catch (IllegalArgumentException e) {
      throw new IOException("item " + item.name() + ": " + e.getMessage(), e);
    }
  }

  private void done(List<Item> group) throws IOException {
    items += group.size();
    group.forEach(item -> bytes += item.size());
    watcher.done(items);
  }

  private CompletionStage<List<Item>> write(List<Item> group) {
    Instant now = Instant.now();
    List<Item> alive = group.stream().filter(item -> isAlive(item.copies().get(0), now)).toList();
    expired += group.size() - alive.size();
    List<BatchOperation> puts =
        alive.stream()
            .map(
                item ->
                    (BatchOperation)
                        new BatchOperation.Put(
                            new Key(bucket, item.key()),
                            item.copies().get(0).value(),
                            WriteOptions.DEFAULT.ttl(left(item.copies().get(0), now))))
            .toList();
    return client
        .async()
        .batch(puts)
        .thenCompose(
            results -> {
              for (int i = 0; i < results.size(); i++) {
                if (results.get(i) instanceof BatchResult.Failed failed) {
                  throw TransferException.of(alive.get(i), failed.problem());
                }
              }
              return compared(alive);
            })
        .thenApply(done -> group);
  }

  /**
   * The first takes the place of all there is, the others stand beside it. One beside all others
   * may not be sent again when its fate is open, so then all begins anew with the first.
   */
  private CompletionStage<Void> writeSiblings(Item item, int round) {
    Key key = new Key(bucket, item.key());
    Instant now = Instant.now();
    CompletionStage<?> stage = CompletableFuture.completedFuture(null);
    WriteOptions basis = WriteOptions.DEFAULT;
    for (Item.Copy copy : item.copies()) {
      if (!isAlive(copy, now)) {
        continue;
      }
      WriteOptions options = basis.ttl(left(copy, now));
      stage = stage.thenCompose(before -> client.async().put(key, copy.value(), options));
      basis = WriteOptions.DEFAULT.beside();
    }
    return stage
        .handle(
            (written, failure) -> {
              Throwable cause = failure == null ? null : failure.getCause();
              boolean open = cause instanceof AittaException known && known.mayHaveTakenEffect();
              if (open && round < MOST_TRIES) {
                return writeSiblings(item, round + 1);
              }
              return failure == null
                  ? CompletableFuture.<Void>completedFuture(null)
                  : CompletableFuture.<Void>failedFuture(failure);
            })
        .thenCompose(next -> next);
  }

  private CompletionStage<List<Item>> compared(List<Item> group) {
    return comparison == null || group.isEmpty()
        ? CompletableFuture.completedFuture(group)
        : comparison.of(group).thenApply(done -> group);
  }

  private static boolean isAlive(Item.Copy copy, Instant now) {
    return copy.expires() == null || copy.expires().isAfter(now);
  }

  private static Duration left(Item.Copy copy, Instant now) {
    if (copy.expires() == null) {
      return null;
    }
    Duration left = Duration.between(now, copy.expires());
    return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
  }
}
