package aitta.cli.transfer;

import aitta.client.AittaClient;
import aitta.client.AittaException;
import aitta.client.ListOptions;
import aitta.client.ListedKey;
import java.util.stream.Stream;

/**
 * Counts the keys of a listing in the background, so that it can be told how far something is that
 * goes through them more slowly. Nobody waits for it, and where it fails nothing is told.
 */
final class KeyCount implements AutoCloseable {
  private static final int PAGE = 10_000;

  private final AittaClient client;
  private final String bucket;
  private final ListOptions options;
  private volatile long total;
  private volatile boolean closed;

  private KeyCount(AittaClient client, String bucket, ListOptions options) {
    this.client = client;
    this.bucket = bucket;
    this.options = options.pageSize(PAGE);
  }

  static KeyCount begin(AittaClient client, String bucket, ListOptions options) {
    KeyCount count = new KeyCount(client, bucket, options);
    Thread thread = new Thread(count::run, "count-keys");
    thread.setDaemon(true);
    thread.start();
    return count;
  }

  private void run() {
    try (Stream<ListedKey> keys = client.buckets().keys(bucket, options)) {
      long found = keys.takeWhile(key -> !closed).count();
      total = closed ? 0 : found;
    } catch (AittaException | IllegalStateException e) {
      total = 0; // the client may have been closed meanwhile; what is not known is not told
    }
  }

  /** 0 while it is not known. */
  long total() {
    return total;
  }

  @Override
  public void close() {
    closed = true;
  }
}
