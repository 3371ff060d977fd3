package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import aitta.api.DeletionReport;
import aitta.api.ProblemType;
import aitta.client.AittaClient;
import aitta.client.AnswerTooLargeException;
import aitta.client.BatchOperation;
import aitta.client.BatchOptions;
import aitta.client.BatchResult;
import aitta.client.BucketChange;
import aitta.client.ListOptions;
import aitta.client.ListOptions.Include;
import aitta.client.ListedKey;
import aitta.client.ListingPage;
import aitta.client.ReadOptions;
import aitta.client.ReadResult;
import aitta.client.RefusedException;
import aitta.client.Value;
import aitta.client.Version;
import aitta.client.WriteOptions;
import aitta.model.Key;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the Java client does beside single keys, and each of its settings, against true nodes. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ClientAdminIT {
  private static final Duration SECONDS = Duration.ofSeconds(20);

  private final AittaClient client;
  private final String url;
  private final String bucket = Paths.fresh("admin");

  ClientAdminIT(TestCluster cluster) {
    this.url = cluster.node(1).url();
    this.client =
        AittaClient.builder()
            .node(url)
            .followRing(true)
            .ringInterval(Duration.ofSeconds(1))
            .connectTimeout(SECONDS)
            .deadline(SECONDS)
            .maxInFlight(8)
            .maxWaiting(10_000)
            .build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private void fill(int keys) {
    List<BatchOperation> puts = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      puts.add(BatchOperation.put(Key.of(bucket, "k%04d".formatted(i)), Value.text("v" + i)));
    }
    List<BatchResult> done = client.batch(puts, BatchOptions.DEFAULT.timeout(SECONDS));
    assertThat(((BatchResult.Done) done.get(0)).written().context()).isNotEmpty();
    awaitListed(keys);
  }

  private void awaitListed(int keys) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> client.buckets().scan(bucket, ListOptions.DEFAULT).count() == keys);
  }

  @Test
  void keysAreScannedPagedAndDeletedTogether() {
    fill(1000);
    ListOptions some =
        ListOptions.DEFAULT
            .prefix("k00".getBytes(StandardCharsets.UTF_8))
            .include(Include.VALUES)
            .timeout(SECONDS);
    try (Stream<ListedKey> keys = client.buckets().scan(bucket, some)) {
      List<ListedKey> found = keys.toList();
      assertThat(found).hasSize(100);
      assertThat(found.get(42).key()).isEqualTo(Key.of(bucket, "k0042"));
      assertThat(found.get(42).versions().get(0).value()).isEqualTo("v42".getBytes());
    }
    ListingPage first =
        client.async().buckets().keys(bucket, some.pageSize(60), null).toCompletableFuture().join();
    ListingPage last =
        client.async().buckets().keys(bucket, some, first.next()).toCompletableFuture().join();
    assertThat(first.keys()).hasSize(60);
    assertThat(last.keys()).hasSize(40);
    assertThat(last.next()).isNull();
    assertThat(client.async().buckets().page(bucket, null, 10).toCompletableFuture().join())
        .satisfies(page -> assertThat(page.buckets()).containsExactly(bucket));

    String place = client.buckets().deleteKeys(bucket, "k0".getBytes(StandardCharsets.UTF_8));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> client.buckets().deletion(place).state() == DeletionReport.State.DONE);
    assertThat(client.buckets().deletion(place).deleted()).isEqualTo(1000);
    awaitListed(0);
  }

  @Test
  void allThatIsToBeAskedOfACluster() {
    client.cluster().repair(3, false);
    client.cluster().repair(5, true); // its owners are all well: there is no loss to accept
    assertThat(client.cluster().repairs().ranges()).hasSize(16);
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> client.cluster().leave("n2", false));
    assertThat(refused.type()).contains(ProblemType.MEMBERSHIP_CONFLICT);
    refused =
        catchThrowableOfType(RefusedException.class, () -> client.cluster().remove("n2", false));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.mayHaveTakenEffect()).isFalse();
    refused =
        catchThrowableOfType(RefusedException.class, () -> client.cluster().backupStatus("none"));
    assertThat(refused.type()).contains(ProblemType.NOT_FOUND);
    String name = Paths.fresh("client-backup");
    assertThat(client.cluster().backup(name).nodes()).hasSize(3);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> client.cluster().backupStatus(name).state().name().equals("DONE"));
  }

  @Test
  void timesAndFormsOfSingleValues() {
    Key key = Key.of(bucket, "times");
    Value json = Value.json("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    client.put(key, json, WriteOptions.DEFAULT.timeout(SECONDS));
    ReadResult.Found found =
        (ReadResult.Found) client.get(key, ReadOptions.DEFAULT.timeout(SECONDS).r(3));
    assertThat(found.value().contentType()).isEqualTo("application/json");
    // A delete beside all there is leaves a tombstone that stands among them.
    client.delete(key, WriteOptions.DEFAULT.beside());
    ReadResult.Siblings both = (ReadResult.Siblings) client.get(key);
    assertThat(both.versions()).extracting(Version::isDeleted).containsOnlyOnce(true);
    client.buckets().change(bucket, BucketChange.nothing().latestWins());
    assertThat(client.buckets().change(bucket, BucketChange.nothing().keepSiblings()).conflicts())
        .isEqualTo("siblings");
  }

  @Test
  void anAnswerThatIsTooLargeIsRefusedAndMoreCallsThanMayWaitAreToo() {
    Key key = Key.of(bucket, "large");
    client.put(key, Value.of(new byte[200_000]));
    try (AittaClient small =
        AittaClient.builder().node(url).maxAnswerBytes(100_000).maxInFlight(1).build()) {
      AnswerTooLargeException refusal =
          catchThrowableOfType(AnswerTooLargeException.class, () -> small.get(key));
      assertThat(refusal.limit()).isEqualTo(100_000);
      List<CompletableFuture<ReadResult>> many = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        many.add(small.async().get(Key.of(bucket, "none")).toCompletableFuture());
      }
      assertThat(many).allSatisfy(one -> assertThat(one.join().values()).isEmpty());
    }
  }
}
