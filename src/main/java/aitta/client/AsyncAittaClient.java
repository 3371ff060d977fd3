package aitta.client;

import aitta.api.ExplainReport;
import aitta.model.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What {@link AittaClient} does, without waiting: each call returns a stage at once, which ends by
 * the client's deadline, failed with an {@link AittaException} where the call did not succeed. Safe
 * for use by many threads.
 *
 * <p>What hangs on a stage runs on a thread of the HTTP client, so it must not wait for other
 * calls.
 */
public final class AsyncAittaClient {
  private final Dispatcher dispatcher;
  private final AsyncBuckets buckets;
  private final AsyncCluster cluster;

  AsyncAittaClient(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
    this.buckets = new AsyncBuckets(dispatcher);
    this.cluster = new AsyncCluster(dispatcher);
  }

  /** Buckets: which there are, their properties, their keys. */
  public AsyncBuckets buckets() {
    return buckets;
  }

  /** The cluster: reports, and what operators do. */
  public AsyncCluster cluster() {
    return cluster;
  }

  public CompletionStage<ReadResult> get(Key key) {
    return get(key, ReadOptions.DEFAULT);
  }

  public CompletionStage<ReadResult> get(Key key, ReadOptions options) {
    HttpCall call = Requests.read(key, options);
    return send(call, reply -> Answers.toRead(call, reply));
  }

  /** One of several versions; its context covers it alone. */
  public CompletionStage<ReadResult> getSibling(Key key, String etag, ReadOptions options) {
    HttpCall call = Requests.sibling(key, etag, options);
    return send(call, reply -> Answers.toRead(call, reply));
  }

  public CompletionStage<Written> put(Key key, Value value) {
    return put(key, value, WriteOptions.DEFAULT);
  }

  public CompletionStage<Written> put(Key key, Value value, WriteOptions options) {
    HttpCall call = Requests.put(key, value, options, false);
    return send(call, reply -> Answers.toWritten(call, reply));
  }

  /**
   * Writes, and tells what is there then, as a read would: the value written, or siblings of
   * writers that did not know of this one.
   */
  public CompletionStage<ReadResult> putAndGet(Key key, Value value, WriteOptions options) {
    HttpCall call = Requests.put(key, value, options, true);
    return send(
        call,
        reply -> {
          if (reply.status() != 204) {
            return Answers.toRead(call, reply);
          }
          Written written = Answers.toWritten(call, reply); // it has expired by now, say
          return new ReadResult.Missing(written.context());
        });
  }

  public CompletionStage<Written> delete(Key key) {
    return delete(key, WriteOptions.DEFAULT);
  }

  /** Succeeds also if there is nothing. */
  public CompletionStage<Written> delete(Key key, WriteOptions options) {
    HttpCall call = Requests.delete(key, options);
    return send(call, reply -> Answers.toWritten(call, reply));
  }

  /**
   * Gives the present version a new time to live, counted from now.
   *
   * @param ttl null for the bucket's
   */
  public CompletionStage<Written> touch(Key key, Duration ttl) {
    HttpCall call = Requests.touch(key, ttl);
    return send(call, reply -> Answers.toWritten(call, reply));
  }

  /**
   * Reads, merges, writes back, until what was written stands alone; see {@link
   * AittaClient#update}.
   */
  public CompletionStage<ReadResult> update(Key key, Function<List<Value>, Value> merge) {
    return update(key, merge, ReadOptions.DEFAULT, WriteOptions.DEFAULT);
  }

  /**
   * @param write its basis is not used: each write goes after what was read
   */
  public CompletionStage<ReadResult> update(
      Key key, Function<List<Value>, Value> merge, ReadOptions read, WriteOptions write) {
    return new Update(this, key, merge, read, write).run();
  }

  /** Reads, changes, and writes if nobody else has; see {@link AittaClient#compareAndUpdate}. */
  public CompletionStage<Written> compareAndUpdate(Key key, Function<List<Value>, Value> change) {
    return new Exchange(this, key, change).run();
  }

  /** Many operations in one request, in their order; see {@link AittaClient#batch}. */
  public CompletionStage<List<BatchResult>> batch(List<BatchOperation> operations) {
    return batch(operations, BatchOptions.DEFAULT);
  }

  public CompletionStage<List<BatchResult>> batch(
      List<BatchOperation> operations, BatchOptions options) {
    return new BatchSending(dispatcher, operations, options).run();
  }

  /** What each owner and stand-in of a key itself holds. */
  public CompletionStage<ExplainReport> explain(Key key) {
    HttpCall call = Requests.explain(key);
    return send(call, reply -> Answers.json(call, reply, ExplainReport.class));
  }

  private <T> CompletableFuture<T> send(HttpCall call, Function<HttpReply, T> use) {
    return dispatcher.send(call).thenApply(use);
  }

  void close() {
    dispatcher.close();
  }
}
