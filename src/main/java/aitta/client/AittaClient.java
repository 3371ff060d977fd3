package aitta.client;

import aitta.api.ExplainReport;
import aitta.model.Key;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * A client of a cluster. Each call waits for its result, at longest until the client's deadline,
 * and fails with an {@link AittaException}. Safe for use by many threads; one per program is
 * enough.
 *
 * <pre>{@code
 * try (AittaClient client = AittaClient.of("http://127.0.0.1:8080", "http://127.0.0.1:8081")) {
 *   Key rye = Key.of("barn", "rye");
 *   client.put(rye, Value.text("twelve sacks"));
 *   client.get(rye).single().map(Value::asText); // twelve sacks
 *   client.delete(rye);
 * }
 * }</pre>
 *
 * <p>A key may have several versions, where writers did not know of each other. Who reads must be
 * ready for that ({@link ReadResult.Siblings}); {@link #update} takes care of it.
 *
 * <p><b>A cart</b>, which never forgets an item, whoever adds to it at the same time and whatever
 * is cut off from whatever:
 *
 * <pre>{@code
 * void addToCart(AittaClient client, Key cart, String item) {
 *   client.update(cart, versions -> {
 *     Set<String> items = new TreeSet<>();
 *     versions.forEach(version -> version.asText().lines().forEach(items::add));
 *     items.add(item);
 *     return Value.text(String.join("\n", items));
 *   });
 * }
 * }</pre>
 *
 * <p><b>A session</b>, which ends half an hour after it was last used. Where the last writer is
 * right, the bucket says so once, and a read never finds several:
 *
 * <pre>{@code
 * void prepareSessions(AittaClient client) {
 *   client.buckets().change(
 *       "sessions", BucketChange.nothing().latestWins().ttl(Duration.ofMinutes(30)));
 * }
 *
 * void saveSession(AittaClient client, String id, String user) {
 *   client.put(Key.of("sessions", id), Value.text(user));
 * }
 *
 * Optional<String> useSession(AittaClient client, String id) {
 *   Key key = Key.of("sessions", id);
 *   Optional<String> user = client.get(key).single().map(Value::asText);
 *   if (user.isPresent()) {
 *     client.touch(key, Duration.ofMinutes(30));
 *   }
 *   return user;
 * }
 * }</pre>
 *
 * <p><b>A counter</b> that goes on counting in a partition. Each writer counts in a slot of its own
 * and knows how far it has come, so a write that is repeated, or merged twice, counts once:
 *
 * <pre>{@code
 * void count(AittaClient client, Key counter, String writer, long mine) {
 *   client.update(counter, versions -> {
 *     Map<String, Long> slots = slots(versions);
 *     slots.merge(writer, mine, Math::max);
 *     String text = slots.entrySet().stream()
 *         .map(slot -> slot.getKey() + "=" + slot.getValue())
 *         .collect(Collectors.joining("\n"));
 *     return Value.text(text);
 *   });
 * }
 *
 * long total(AittaClient client, Key counter) {
 *   return slots(client.get(counter).values()).values().stream().mapToLong(n -> n).sum();
 * }
 *
 * Map<String, Long> slots(List<Value> versions) {
 *   Map<String, Long> slots = new TreeMap<>();
 *   versions.forEach(version -> version.asText().lines().forEach(line -> {
 *     String[] slot = line.split("=");
 *     slots.merge(slot[0], Long.valueOf(slot[1]), Math::max);
 *   }));
 *   return slots;
 * }
 * }</pre>
 *
 * <p>Where a number must be exact at every moment, and may be out of reach in an outage: {@link
 * #compareAndUpdate}.
 */
public final class AittaClient implements AutoCloseable {
  private final AsyncAittaClient async;
  private final Buckets buckets;
  private final Cluster cluster;

  AittaClient(AsyncAittaClient async) {
    this.async = async;
    this.buckets = new Buckets(async.buckets());
    this.cluster = new Cluster(async.cluster());
  }

  /** A client with the usual settings, given the addresses of one node or more. */
  public static AittaClient of(String... nodes) {
    ClientBuilder builder = builder();
    for (String node : nodes) {
      builder.node(node);
    }
    return builder.build();
  }

  public static ClientBuilder builder() {
    return new ClientBuilder();
  }

  /** The same calls without waiting. */
  public AsyncAittaClient async() {
    return async;
  }

  /** Buckets: which there are, their properties, their keys. */
  public Buckets buckets() {
    return buckets;
  }

  /** The cluster: reports, and what operators do. */
  public Cluster cluster() {
    return cluster;
  }

  public ReadResult get(Key key) {
    return Stages.await(async.get(key));
  }

  public ReadResult get(Key key, ReadOptions options) {
    return Stages.await(async.get(key, options));
  }

  /**
   * One of several versions; its context covers it alone.
   *
   * @param etag without quotes
   */
  public ReadResult getSibling(Key key, String etag, ReadOptions options) {
    return Stages.await(async.getSibling(key, etag, options));
  }

  /** A plain overwrite: takes the place of all that was acknowledged before. */
  public Written put(Key key, Value value) {
    return Stages.await(async.put(key, value));
  }

  /**
   * Writes as the options say.
   *
   * @throws PreconditionFailedException if what a conditional write was bound to does not hold
   * @throws QuorumNotMetException if too few replicas answered; it may have taken effect
   */
  public Written put(Key key, Value value, WriteOptions options) {
    return Stages.await(async.put(key, value, options));
  }

  /** Writes, and tells what is there then: the value written, or siblings of others' writes. */
  public ReadResult putAndGet(Key key, Value value, WriteOptions options) {
    return Stages.await(async.putAndGet(key, value, options));
  }

  public Written delete(Key key) {
    return Stages.await(async.delete(key));
  }

  /** Succeeds also if there is nothing. */
  public Written delete(Key key, WriteOptions options) {
    return Stages.await(async.delete(key, options));
  }

  /**
   * Gives the present version a new time to live, counted from now.
   *
   * @param ttl null for the bucket's
   * @throws RefusedException of type {@code not-found} if there is none; of status 409 on siblings
   */
  public Written touch(Key key, Duration ttl) {
    return Stages.await(async.touch(key, ttl));
  }

  /**
   * Reads, merges, writes back what the merge made of it, and goes on while writers that did not
   * know of this one have left siblings beside it. Nothing that others wrote is lost.
   *
   * @param merge from all values that are there (none, one, or several) to the one that shall be;
   *     null to leave all as it is. It may be called more than once, and then may find its own
   *     result among the values: adding the same again must change nothing.
   * @return what is there afterwards: siblings only where writers were too many and too fast
   */
  public ReadResult update(Key key, Function<List<Value>, Value> merge) {
    return Stages.await(async.update(key, merge));
  }

  /**
   * @param write its basis is not used: each write goes after what was read
   */
  public ReadResult update(
      Key key, Function<List<Value>, Value> merge, ReadOptions read, WriteOptions write) {
    return Stages.await(async.update(key, merge, read, write));
  }

  /**
   * Reads strictly, changes, and writes only if nobody has written in between, else starts anew. Of
   * racing calls each takes effect once, one after the other. Not available while the key's first
   * owner or a quorum of owners cannot be reached.
   *
   * @param change from all values that are there to the one that shall be; null to leave all as it
   *     is. Called once per attempt.
   * @throws PreconditionFailedException if others came first too often in a row
   * @throws QuorumNotMetException the last write may have taken effect, or may still: read to know
   */
  public Written compareAndUpdate(Key key, Function<List<Value>, Value> change) {
    return Stages.await(async.compareAndUpdate(key, change));
  }

  /**
   * Many operations in one request. They are independent: some may be done and others not.
   *
   * @param operations up to 1000, and 16 MiB each way
   * @return a result for each, in the same order
   */
  public List<BatchResult> batch(List<BatchOperation> operations) {
    return Stages.await(async.batch(operations));
  }

  public List<BatchResult> batch(List<BatchOperation> operations, BatchOptions options) {
    return Stages.await(async.batch(operations, options));
  }

  /** What each owner and stand-in of a key itself holds. */
  public ExplainReport explain(Key key) {
    return Stages.await(async.explain(key));
  }

  /** Takes no more calls; those under way end as they would. Connections end when they are idle. */
  @Override
  public void close() {
    async.close();
  }
}
