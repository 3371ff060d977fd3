package aitta.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.api.DeletionReport;
import aitta.client.ListOptions.Include;
import aitta.client.ScriptedNode.Answer;
import aitta.model.Key;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listings, properties, batches, and reports of the cluster. */
class BucketsTest {
  private final MemoryCluster cluster = new MemoryCluster(1);
  private final AittaClient client =
      AittaClient.builder().node(cluster.node(0).url()).followRing(false).build();

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  private void fill(int keys) {
    for (int i = 0; i < keys; i++) {
      client.put(Key.of("b", "k%03d".formatted(i)), Value.text("value " + i));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void keysComePageByPage() {
    fill(25);
    ListOptions options = ListOptions.DEFAULT.pageSize(10);
    try (Stream<ListedKey> keys = client.buckets().keys("b", options)) {
      assertThat(keys.map(listed -> listed.key().encodedName()))
          .hasSize(25)
          .isSorted()
          .startsWith("k000")
          .endsWith("k024");
    }
    assertThat(cluster.asked("GET /v1/buckets/b/keys?")).hasSize(3);
    assertThat(client.buckets().keys("empty")).isEmpty();
  }

  @Test
  void onlyThePageInUseAndTheNextAreFetched() {
    fill(50);
    try (Stream<ListedKey> keys =
        client.buckets().keys("b", ListOptions.DEFAULT.pageSize(5).prefix(bytes("k0")))) {
      Iterator<ListedKey> iterator = keys.iterator();
      assertThat(cluster.asked("GET /v1/buckets/b/keys?")).isEmpty();
      for (int i = 0; i < 5; i++) {
        iterator.next();
      }
      assertThat(cluster.asked("GET /v1/buckets/b/keys?")).hasSizeBetween(1, 2);
    }
  }

  @Test
  void prefixAndAfterAreBytes() {
    client.put(new Key("b", new byte[] {(byte) 0xff, 0}), Value.text("1"));
    client.put(new Key("b", new byte[] {(byte) 0xff, '%'}), Value.text("2"));
    client.put(Key.of("b", "a"), Value.text("3"));
    byte[] prefix = {(byte) 0xff};
    assertThat(client.buckets().keys("b", ListOptions.DEFAULT.prefix(prefix)))
        .extracting(listed -> listed.key().encodedName())
        .containsExactly("%FF%00", "%FF%25");
    byte[] first = {(byte) 0xff, 0};
    assertThat(client.buckets().keys("b", ListOptions.DEFAULT.after(first)))
        .extracting(listed -> listed.key().encodedName())
        .containsExactly("%FF%25");
  }

  @Test
  void metaAndValuesAreTold() {
    client.put(Key.of("b", "one"), Value.text("rye"), WriteOptions.DEFAULT.ttl(Duration.ofDays(1)));
    client.put(Key.of("b", "two"), Value.text("x"), WriteOptions.DEFAULT.beside());
    client.put(Key.of("b", "two"), Value.text("yy"), WriteOptions.DEFAULT.beside());
    List<ListedKey> meta =
        client.buckets().keys("b", ListOptions.DEFAULT.include(Include.META)).toList();
    assertThat(meta.get(0).versions()).hasSize(1);
    assertThat(meta.get(0).versions().get(0).size()).isEqualTo(3);
    assertThat(meta.get(0).versions().get(0).expires()).isNotNull();
    assertThat(meta.get(0).versions().get(0).value()).isNull();
    assertThat(meta.get(1).versions()).hasSize(2);
    assertThat(meta.get(1).size()).isEqualTo(3);
    List<ListedKey> values =
        client.buckets().keys("b", ListOptions.DEFAULT.include(Include.VALUES)).toList();
    assertThat(values.get(0).versions().get(0).value()).isEqualTo(bytes("rye"));
    assertThat(values.get(1).versions().get(1).value()).isEqualTo(bytes("yy"));
  }

  @Test
  void listingThatBreaksOffFailsAndCanBeGoneOnWith() {
    fill(30);
    AtomicInteger pages = new AtomicInteger();
    cluster.first(
        asked ->
            asked.target().contains("cursor=") && pages.incrementAndGet() > 1
                ? Answer.problem(400, "invalid-request")
                : null);
    List<Key> seen = new ArrayList<>();
    ListOptions options = ListOptions.DEFAULT.pageSize(10);
    assertThatThrownBy(
            () -> client.buckets().keys("b", options).forEach(listed -> seen.add(listed.key())))
        .isInstanceOf(RefusedException.class);
    assertThat(seen).hasSizeBetween(10, 20);
    cluster.first(asked -> null);
    byte[] last = seen.get(seen.size() - 1).name();
    client.buckets().keys("b", options.after(last)).forEach(listed -> seen.add(listed.key()));
    assertThat(seen).hasSize(30).doesNotHaveDuplicates();
  }

  @Test
  void pageThatIsNoneIsABadAnswer() {
    for (String page : List.of("{}", "[]", "{\"keys\":[\"%\"]}", "{\"keys\":[{\"key\":\"\"}]}")) {
      cluster.first(asked -> Answer.json(200, page));
      assertThatThrownBy(() -> client.buckets().keys("b").toList())
          .isInstanceOf(BadAnswerException.class);
    }
  }

  @Test
  void bucketsAndTheirProperties() {
    client.put(Key.of("b1", "k"), Value.text("x"));
    client.put(Key.of("b2", "k"), Value.text("x"));
    client.put(Key.of("c", "k"), Value.text("x"));
    assertThat(client.buckets().list("b")).containsExactly("b1", "b2");
    assertThat(client.buckets().list(null)).hasSize(3);
    assertThat(client.buckets().properties("b1").w()).isEqualTo("quorum");
    BucketChange change =
        BucketChange.nothing().r("one").w("3").strict(true).latestWins().ttl(Duration.ofHours(1));
    assertThat(client.buckets().change("b1", change).ttl()).isEqualTo("1h");
    assertThat(client.buckets().properties("b1").w()).isEqualTo(3);
    assertThat(client.buckets().change("b1", BucketChange.nothing().ttl(null).keepSiblings()).ttl())
        .isNull();
    client.buckets().reset("b1");
    assertThat(client.buckets().properties("b1").conflicts()).isEqualTo("siblings");
    assertThat(client.buckets().deleteKeys("c", bytes("k"))).isEqualTo("/v1/buckets/c/deletions/1");
    DeletionReport report = client.buckets().deletion("/v1/buckets/c/deletions/1");
    assertThat(report.state()).isEqualTo(DeletionReport.State.RUNNING);
    assertThatThrownBy(() -> client.buckets().deletion("http://elsewhere/"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(client.buckets().keys("c")).isEmpty();
    assertThatThrownBy(() -> client.buckets().properties(".x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void batchGivesAResultForEachOperation() {
    Key there = Key.of("b", "there");
    Key twice = Key.of("b", "twice");
    client.put(there, Value.text("rye"));
    client.put(twice, Value.text("1"), WriteOptions.DEFAULT.beside());
    client.put(twice, Value.text("2"), WriteOptions.DEFAULT.beside());
    List<BatchResult> results =
        client.batch(
            List.of(
                BatchOperation.get(there),
                BatchOperation.get(twice),
                BatchOperation.get(Key.of("b", "none")),
                BatchOperation.put(Key.of("b", "a/ä"), new Value(bytes("v"), "image/png", "br")),
                new BatchOperation.Put(there, Value.text("x"), WriteOptions.DEFAULT.ifAbsent()),
                new BatchOperation.Put(twice, Value.text("3"), WriteOptions.DEFAULT.beside()),
                BatchOperation.delete(there)));
    assertThat(((BatchResult.Read) results.get(0)).result().single()).contains(Value.text("rye"));
    assertThat(((BatchResult.Read) results.get(1)).result().values()).hasSize(2);
    assertThat(((BatchResult.Read) results.get(2)).result()).isInstanceOf(ReadResult.Missing.class);
    assertThat(((BatchResult.Done) results.get(3)).written().etag()).isNotNull();
    assertThat(((BatchResult.Failed) results.get(4)).problem())
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(results.get(5)).isInstanceOf(BatchResult.Done.class);
    assertThat(results.get(6)).isInstanceOf(BatchResult.Done.class);
    assertThat(client.get(Key.of("b", "a/ä")).single())
        .contains(new Value(bytes("v"), "image/png", "br"));
    assertThat(client.get(twice).values()).hasSize(3);
    assertThat(client.batch(List.of())).isEmpty();
  }

  @Test
  void operationsThatFailedAndMayBeRepeatedAreSentAgainAlone() {
    AtomicInteger failures = new AtomicInteger();
    cluster.first(
        asked ->
            asked.target().contains("fails") && failures.incrementAndGet() <= 3
                ? Answer.problem(503, "quorum-not-met")
                : null);
    List<BatchResult> results =
        client.batch(
            List.of(
                BatchOperation.put(Key.of("b", "well"), Value.text("1")),
                BatchOperation.put(Key.of("b", "fails"), Value.text("2"))));
    assertThat(results).allMatch(BatchResult.Done.class::isInstance);
    assertThat(cluster.asked("POST /v1/batch")).hasSize(4);
    assertThat(cluster.asked("POST /v1/batch").get(1).text()).doesNotContain("well");

    failures.set(0);
    results =
        client.batch(
            List.of(
                new BatchOperation.Put(
                    Key.of("b", "fails"), Value.text("2"), WriteOptions.DEFAULT.beside())));
    RefusedException failed = ((BatchResult.Failed) results.get(0)).problem();
    assertThat(failed.mayHaveTakenEffect()).isTrue();
    assertThat(failures).hasValue(1);
  }

  @Test
  void wholeBatchIsRepeatedOnlyIfAllItsOperationsMayBe() {
    AtomicInteger cuts = new AtomicInteger();
    cluster.first(
        asked ->
            asked.path().equals("/v1/batch") && cuts.incrementAndGet() == 1 ? Answer.CUT : null);
    client.batch(List.of(BatchOperation.put(Key.of("b", "k"), Value.text("1"))));
    cuts.set(0);
    WriteOptions absent = WriteOptions.DEFAULT.ifAbsent();
    assertThatThrownBy(
            () ->
                client.batch(
                    List.of(
                        BatchOperation.get(Key.of("b", "k")),
                        new BatchOperation.Put(Key.of("b", "k"), Value.text("1"), absent))))
        .isInstanceOf(NoAnswerException.class);
    assertThatThrownBy(
            () -> client.batch(Collections.nCopies(1001, BatchOperation.get(Key.of("b", "k")))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void reportsOfTheCluster() {
    assertThat(client.cluster().status().nodes()).hasSize(1);
    assertThat(client.cluster().ring().ranges()).hasSize(MemoryCluster.RANGES);
    Key odd = new Key("b", new byte[] {0, '&', ' '});
    assertThat(client.cluster().locate(odd).hash()).isEqualTo(odd.token().toString());
    assertThat(client.explain(odd).replicas()).hasSize(2);
    assertThat(client.cluster().repairs().ranges()).hasSize(2);
    client.cluster().repair(null, false);
    client.cluster().repair(3, true);
    assertThat(client.cluster().planLeave("n1", false).moves()).hasSize(1);
    assertThat(client.cluster().planRemove("n1", true).moves()).hasSize(1);
    client.cluster().leave("n1");
    client.cluster().remove("n2", true);
    assertThat(cluster.asked("POST"))
        .extracting(ScriptedNode.Asked::target)
        .containsExactly(
            "/v1/cluster/repair",
            "/v1/cluster/repair?range=3&accept-loss=true",
            "/v1/cluster/nodes/n1/leave?dry-run=true",
            "/v1/cluster/nodes/n1/remove?force=true&dry-run=true",
            "/v1/cluster/nodes/n1/leave",
            "/v1/cluster/nodes/n2/remove?force=true");
    cluster.first(asked -> Answer.problem(404, "not-found"));
    assertThatThrownBy(() -> client.cluster().leave("n9")).isInstanceOf(RefusedException.class);
  }
}
