package aitta.cli.transfer;

import aitta.api.KeyText;
import aitta.client.AittaClient;
import aitta.client.ListOptions;
import aitta.client.ListOptions.Include;
import aitta.client.ListedKey;
import aitta.client.ReadResult;
import aitta.model.Key;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Writes the keys of a bucket, in byte order, with all that is stored under them. */
public final class Exporter {
  /** Told after each batch that was written. */
  public interface Watcher {
    /**
     * @param items written in all
     * @param last the key of the last of them, percent-encoded
     */
    void written(long items, String last) throws IOException;
  }

  /** What was fetched together: the last key listed goes with it even if nothing is there now. */
  private record Fetched(List<Key> keys, List<ReadResult> results) {}

  static final int MOST_UNDER_WAY = 4;
  static final int MOST_KEYS = 200;
  static final long MOST_BYTES = 2 * 1024 * 1024;

  private final AittaClient client;
  private final String bucket;
  private final Watcher watcher;
  private long items;
  private long bytes;

  public Exporter(AittaClient client, String bucket, Watcher watcher) {
    this.client = client;
    this.bucket = bucket;
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

  /**
   * @param prefix null for all keys
   * @param after null to begin at the first
   */
  public void run(byte[] prefix, byte[] after, ItemWriter writer) throws IOException {
    ListOptions options = ListOptions.DEFAULT.prefix(prefix).after(after).include(Include.META);
    InOrder<Fetched> underWay = new InOrder<>(MOST_UNDER_WAY, fetched -> write(fetched, writer));
    try (Stream<ListedKey> keys = client.buckets().keys(bucket, options)) {
      List<Key> group = new ArrayList<>();
      long size = 0;
      for (Iterator<ListedKey> listed = keys.iterator(); listed.hasNext(); ) {
        ListedKey next = listed.next();
        long nextSize = next.size() == null ? 0 : next.size();
        if (!group.isEmpty() && (group.size() == MOST_KEYS || size + nextSize > MOST_BYTES)) {
          underWay.add(fetch(group));
          group = new ArrayList<>();
          size = 0;
        }
        group.add(next.key());
        size += nextSize;
      }
      if (!group.isEmpty()) {
        underWay.add(fetch(group));
      }
      underWay.drain();
    }
    writer.flush();
  }

  private CompletionStage<Fetched> fetch(List<Key> keys) {
    return Reading.of(client.async(), keys).thenApply(results -> new Fetched(keys, results));
  }

  private void write(Fetched fetched, ItemWriter writer) throws IOException {
    for (int i = 0; i < fetched.keys().size(); i++) {
      Item item = Item.of(fetched.keys().get(i).name(), fetched.results().get(i));
      if (item != null) { // else it was deleted since it was listed
        writer.write(item);
        items++;
        bytes += item.size();
      }
    }
    Key last = fetched.keys().get(fetched.keys().size() - 1);
    writer.flush();
    watcher.written(items, KeyText.encode(last.name()));
  }
}
