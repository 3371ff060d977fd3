package aitta.cli.transfer;

import aitta.client.AittaClient;
import aitta.client.Value;
import aitta.model.Key;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Compares items with what is stored under their keys. Expired ones are not looked for. */
public final class Comparison {
  private static final int MOST_SHOWN = 20;

  private final AittaClient client;
  private final String bucket;
  private final List<String> shown = new ArrayList<>();
  private long different;
  private long same;

  public Comparison(AittaClient client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  /** How many differ. */
  public synchronized long different() {
    return different;
  }

  /** How many are the same. */
  public synchronized long same() {
    return same;
  }

  /** The first of those that differ, percent-encoded. */
  public synchronized List<String> shown() {
    return List.copyOf(shown);
  }

  /** Compares all that the reader has. */
  public void run(ItemReader reader, Importer.Watcher watcher) throws IOException {
    long[] items = {0};
    InOrder<Integer> underWay =
        new InOrder<>(Exporter.MOST_UNDER_WAY, count -> watcher.done(items[0] += count));
    List<Item> group = new ArrayList<>();
    long size = 0;
    for (Item item = reader.read(); item != null; item = reader.read()) {
      if (group.size() == Exporter.MOST_KEYS || size + item.size() > Exporter.MOST_BYTES) {
        underWay.add(of(group));
        group = new ArrayList<>();
        size = 0;
      }
      group.add(item);
      size += item.size();
    }
    underWay.add(of(group));
    underWay.drain();
  }

  /**
   * @return how many items were looked at
   */
  CompletionStage<Integer> of(List<Item> items) {
    List<Key> keys = items.stream().map(item -> new Key(bucket, item.key())).toList();
    Instant now = Instant.now();
    return Reading.of(client.async(), keys)
        .thenApply(
            results -> {
              for (int i = 0; i < results.size(); i++) {
                judge(items.get(i), results.get(i).values(), now);
              }
              return items.size();
            });
  }

  private synchronized void judge(Item item, List<Value> found, Instant now) {
    Set<Value> wanted =
        item.copies().stream()
            .filter(copy -> copy.expires() == null || copy.expires().isAfter(now))
            .map(Item.Copy::value)
            .map(Comparison::bare)
            .collect(Collectors.toSet());
    Set<Value> there =
        found.stream().map(Comparison::bare).collect(Collectors.toCollection(HashSet::new));
    boolean isExpiring = item.copies().stream().anyMatch(copy -> copy.expires() != null);
    if (there.equals(wanted) || isExpiring && wanted.isEmpty() && there.isEmpty()) {
      same++;
    } else {
      different++;
      if (shown.size() < MOST_SHOWN) {
        shown.add(item.name());
      }
    }
  }

  /** The store may change the case of a media type, and loses nothing else of it. */
  private static Value bare(Value value) {
    return new Value(
        value.bytes(),
        value.contentType().toLowerCase(Locale.ROOT).replace(" ", ""),
        value.contentEncoding());
  }
}
