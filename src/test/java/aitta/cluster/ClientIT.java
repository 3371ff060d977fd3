package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import aitta.api.BucketDocument;
import aitta.api.ClusterReport;
import aitta.client.AittaClient;
import aitta.client.BatchOperation;
import aitta.client.BatchOptions;
import aitta.client.BatchResult;
import aitta.client.BucketChange;
import aitta.client.Examples;
import aitta.client.PreconditionFailedException;
import aitta.client.ReadOptions;
import aitta.client.ReadResult;
import aitta.client.RefusedException;
import aitta.client.Value;
import aitta.client.Version;
import aitta.client.WriteOptions;
import aitta.client.Written;
import aitta.model.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Java client against true nodes: each of its calls does what it says. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ClientIT {
  private static final WriteOptions PLAIN = WriteOptions.DEFAULT;

  private final TestCluster cluster;
  private final AittaClient client;
  private final String bucket = Paths.fresh("client");

  ClientIT(TestCluster cluster) {
    this.cluster = cluster;
    this.client = AittaClient.of(cluster.node(0).url(), cluster.node(1).url());
  }

  @AfterEach
  void close() {
    client.close();
  }

  private Key key(String name) {
    return Key.of(bucket, name);
  }

  @Test
  void anyBytesComeBackUnderAnyKeyThroughAnyNode() {
    byte[] large = new byte[1024 * 1024];
    new Random(5).nextBytes(large);
    List<Key> keys =
        List.of(
            key("plain"),
            key(".."),
            key("a/b c+ä%"),
            new Key(bucket, new byte[] {0, (byte) 0xff, '/'}),
            new Key(bucket, new byte[1024]));
    for (Key key : keys) {
      for (Value value :
          List.of(
              Value.of(new byte[0]),
              Value.text("rye"),
              new Value(new byte[] {1, 2, 3}, "application/x-test; charset=\"a b\"", "gzip"),
              Value.of(large))) {
        Written written = client.put(key, value);
        for (TestNode node : cluster.nodes()) {
          try (AittaClient other = AittaClient.of(node.url())) {
            ReadResult.Found found = (ReadResult.Found) other.get(key);
            assertThat(found.value()).isEqualTo(value);
            assertThat(found.version().etag()).isEqualTo(written.etag());
            assertThat(found.version().lastModified()).isNotNull();
          }
        }
      }
      client.delete(key);
      assertThat(client.get(key)).isInstanceOf(ReadResult.Missing.class);
    }
  }

  @Test
  void contextsMakeSiblingsAndReconcileThem() {
    Key key = key("siblings");
    Written first = client.put(key, Value.text("one"), PLAIN.beside());
    client.put(key, Value.text("two"), PLAIN.beside());
    ReadResult.Siblings siblings = (ReadResult.Siblings) client.get(key);
    assertThat(siblings.values()).containsExactlyInAnyOrder(Value.text("one"), Value.text("two"));
    Version one =
        siblings.versions().stream()
            .filter(version -> version.etag().equals(first.etag()))
            .findFirst()
            .orElseThrow();
    ReadResult alone = client.getSibling(key, one.etag(), ReadOptions.DEFAULT);
    assertThat(alone.single()).contains(Value.text("one"));
    client.delete(key, PLAIN.after(alone));
    assertThat(client.get(key).values()).containsExactly(Value.text("two"));
    ReadResult now = client.putAndGet(key, Value.text("three"), PLAIN.beside());
    assertThat(now.values()).contains(Value.text("three"));
    client.put(key, Value.text("four"), PLAIN.after(client.get(key)).w("all").strictly());
    assertThat(client.get(key, ReadOptions.DEFAULT.r("all").strictly()).single())
        .contains(Value.text("four"));
  }

  @Test
  void conditionsHoldOrFailWithWhatIsThere() {
    Key key = key("conditions");
    Written first = client.put(key, Value.text("1"), PLAIN.ifAbsent());
    PreconditionFailedException failed =
        catchThrowableOfType(
            PreconditionFailedException.class,
            () -> client.put(key, Value.text("2"), PLAIN.ifAbsent()));
    assertThat(failed.etag()).isEqualTo(first.etag());
    client.put(key, Value.text("3"), PLAIN.ifMatch("other", first.etag()));
    assertThatThrownBy(() -> client.delete(key, PLAIN.ifMatch(first.etag())))
        .isInstanceOf(PreconditionFailedException.class);
    client.delete(key, PLAIN.ifMatch());
    assertThatThrownBy(() -> client.delete(key, PLAIN.ifMatch()))
        .isInstanceOf(PreconditionFailedException.class);
  }

  @Test
  void timeToLiveIsToldRenewedAndOver() {
    Key key = key("brief");
    client.put(key, Value.text("x"), PLAIN.ttl(Duration.ofSeconds(2)));
    ReadResult.Found found = (ReadResult.Found) client.get(key);
    assertThat(found.version().expires()).isNotNull();
    client.touch(key, Duration.ofHours(1));
    ReadResult.Found touched = (ReadResult.Found) client.get(key);
    assertThat(touched.version().expires()).isAfter(found.version().expires().plusSeconds(3000));
    client.put(key, Value.text("x"), PLAIN.ttl(Duration.ofSeconds(1)));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> client.get(key) instanceof ReadResult.Missing);
    RefusedException gone =
        catchThrowableOfType(RefusedException.class, () -> client.touch(key, Duration.ofHours(1)));
    assertThat(gone.status()).isEqualTo(404);
  }

  @Test
  void cartOfManyWritersForgetsNothing() {
    Examples examples = new Examples();
    Key cart = key("cart");
    try (Work.Running<Integer> shopping =
        Work.start(
            6,
            writer -> {
              for (int i = 0; i < 10; i++) {
                examples.addToCart(client, cart, "item-" + writer + "-" + i);
              }
              return 10;
            })) {
      shopping.join();
    }
    examples.addToCart(client, cart, "last");
    assertThat(client.get(cart).single().orElseThrow().asText().lines()).hasSize(61);
  }

  @Test
  void sessionsAndCountersOfTheDocumentation() {
    Examples examples = new Examples();
    examples.prepareSessions(client);
    String id = Paths.fresh("session");
    await("the properties to have arrived")
        .until(
            () -> {
              examples.saveSession(client, id, "anna");
              return ((ReadResult.Found) client.get(Key.of("sessions", id))).version().expires()
                  != null;
            });
    assertThat(examples.useSession(client, id)).contains("anna");
    client.delete(Key.of("sessions", id));
    assertThat(examples.useSession(client, id)).isEmpty();

    Key counter = key("counter");
    try (Work.Running<Integer> counting =
        Work.start(
            4,
            writer -> {
              for (int i = 1; i <= 10; i++) {
                examples.count(client, counter, "w" + writer, i);
              }
              return 10;
            })) {
      counting.join();
    }
    assertThat(examples.total(client, counter)).isEqualTo(40);
  }

  @Test
  void compareAndUpdateCountsExactly() {
    Key key = key("exact");
    List<CompletableFuture<Written>> racing = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      racing.add(
          client
              .async()
              .compareAndUpdate(
                  key,
                  found ->
                      Value.text(
                          "" + (found.isEmpty() ? 1 : Integer.parseInt(found.get(0).asText()) + 1)))
              .toCompletableFuture());
    }
    racing.forEach(CompletableFuture::join);
    assertThat(client.get(key).single().map(Value::asText)).contains("10");
  }

  @Test
  void batchDoesManyAtOnce() {
    List<BatchOperation> puts = new ArrayList<>();
    List<BatchOperation> gets = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      puts.add(BatchOperation.put(key("batch/" + i), Value.text("value " + i)));
      gets.add(BatchOperation.get(key("batch/" + i)));
    }
    assertThat(client.batch(puts, BatchOptions.DEFAULT.w("all")))
        .allMatch(BatchResult.Done.class::isInstance);
    List<BatchResult> found = client.batch(gets, BatchOptions.DEFAULT.r("1").strictly());
    for (int i = 0; i < 300; i++) {
      assertThat(((BatchResult.Read) found.get(i)).result().single())
          .contains(Value.text("value " + i));
    }
    List<BatchResult> mixed =
        client.batch(
            List.of(
                new BatchOperation.Put(key("batch/1"), Value.text("x"), PLAIN.ifAbsent()),
                new BatchOperation.Put(key("batch/1"), Value.text("y"), PLAIN.beside()),
                new BatchOperation.Put(
                    key("batch/new"), Value.text("z"), PLAIN.ttl(Duration.ofDays(1))),
                BatchOperation.delete(key("batch/2"))));
    assertThat(((BatchResult.Failed) mixed.get(0)).problem())
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(mixed.subList(1, 4)).allMatch(BatchResult.Done.class::isInstance);
    assertThat(client.get(key("batch/1")).values()).hasSize(2);
    assertThat(client.get(key("batch/2"))).isInstanceOf(ReadResult.Missing.class);
  }

  @Test
  void propertiesOfBuckets() {
    BucketDocument defaults = client.buckets().properties(bucket);
    BucketChange change =
        BucketChange.nothing().r("one").w("2").strict(true).latestWins().ttl(Duration.ofDays(7));
    BucketDocument changed = client.buckets().change(bucket, change);
    assertThat(changed).isEqualTo(new BucketDocument("one", 2, true, "latest", "7d"));
    assertThatThrownBy(
            () -> client.buckets().change(bucket, BucketChange.nothing().with("no", "such")))
        .isInstanceOf(RefusedException.class);
    client.buckets().reset(bucket);
    await().until(() -> client.buckets().properties(bucket).equals(defaults));
  }

  @Test
  void reportsOfTheCluster() {
    cluster.awaitAllUp();
    ClusterReport report = client.cluster().status();
    assertThat(report.nodes())
        .extracting(ClusterReport.Node::id)
        .containsExactlyInAnyOrder("n1", "n2", "n3");
    assertThat(client.cluster().ring().ranges()).hasSize(report.ranges());
    Key key = key("located");
    assertThat(client.cluster().locate(key).hash()).isEqualTo(key.token().toString());
    assertThat(client.cluster().locate(key).owners()).hasSize(3);
  }
}
