package aitta.client;

import aitta.api.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A listing that the cluster sends line by line in one answer. Where it breaks off, another goes on
 * behind the last key, through any node; without a new key for as long as a call may take, it
 * fails. For one thread.
 */
final class Scan extends Spliterators.AbstractSpliterator<ListedKey> {
  static final String TYPE = "application/x-ndjson";

  /** Above the 30 s for which a node itself tries to go on. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final int MOST_BREAKS = 5;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Dispatcher dispatcher;
  private final String bucket;
  private final ListOptions options;
  private byte[] last;
  private LineBody lines;
  private int breaks;
  private boolean over;

  Scan(Dispatcher dispatcher, String bucket, ListOptions options) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.dispatcher = dispatcher;
    this.bucket = bucket;
    this.options = options;
    this.last = options.after();
  }

  @Override
  public boolean tryAdvance(Consumer<? super ListedKey> action) {
    if (over) {
      return false;
    }
    byte[] line = line();
    if (line == null) {
      over = true;
      return false;
    }
    ListedKey key = key(line);
    last = key.key().name();
    breaks = 0;
    action.accept(key);
    return true;
  }

  private ListedKey key(byte[] line) {
    try {
      return ListingPage.listed(bucket, Json.MAPPER.readTree(line));
    } catch (IOException | IllegalArgumentException e) {
      throw new BadAnswerException("a line of a listing of " + bucket + " is no key", false, e);
    }
  }

  /** Null behind the last. */
  private byte[] line() {
    while (true) {
      try {
        if (lines == null) {
          HttpCall call = options.after(last).scan(bucket);
          HttpReply reply = Stages.await(dispatcher.send(call));
          if (reply.lines() == null) {
            throw Answers.bad(call, reply, "is no stream of lines", null);
          }
          lines = reply.lines();
        }
        return lines.next(PATIENCE);
      } catch (IOException e) {
        lines.close();
        lines = null;
        pause(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new NoAnswerException("interrupted while waiting for a listing", false, e);
      }
    }
  }

  private void pause(IOException failure) {
    if (++breaks > MOST_BREAKS) {
      throw new NoAnswerException(
          "a listing of " + bucket + " breaks off again and again: " + failure.getMessage(),
          false,
          failure);
    }
    Stages.await(
        CompletableFuture.runAsync(
            () -> {},
            CompletableFuture.delayedExecutor(PAUSE.toMillis() * breaks, TimeUnit.MILLISECONDS)));
  }

  void close() {
    over = true;
    if (lines != null) {
      lines.close();
    }
  }
}
