package aitta.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.client.ScriptedNode.Answer;
import aitta.client.ScriptedNode.Asked;
import aitta.model.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpdateTest {
  private static final Key KEY = Key.of("b", "k");

  private final MemoryCluster cluster = new MemoryCluster(3);
  private final AittaClient client = AittaClient.of(cluster.urls());

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  private static Function<List<Value>, Value> adding(String item) {
    return versions ->
        Value.text(
            Stream.concat(
                    versions.stream().flatMap(version -> version.asText().lines()), Stream.of(item))
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n")));
  }

  @Test
  void mergeFindsAllVersionsAndItsResultTakesTheirPlace() {
    client.put(KEY, Value.text("a"), WriteOptions.DEFAULT.beside());
    client.put(KEY, Value.text("b"), WriteOptions.DEFAULT.beside());
    List<Integer> found = new ArrayList<>();
    ReadResult now =
        client.update(
            KEY,
            versions -> {
              found.add(versions.size());
              return adding("c").apply(versions);
            });
    assertThat(now.single().map(Value::asText)).contains("a\nb\nc");
    assertThat(client.get(KEY).single().map(Value::asText)).contains("a\nb\nc");
    assertThat(found).containsExactly(2);
  }

  @Test
  void firstUpdateFindsNothing() {
    client.update(KEY, adding("a"));
    assertThat(client.get(KEY).single().map(Value::asText)).contains("a");
    client.delete(KEY);
    client.update(KEY, adding("b"));
    assertThat(client.get(KEY).single().map(Value::asText)).contains("b");
  }

  @Test
  void writeOfAnotherInBetweenIsMergedToo() {
    AtomicInteger writes = new AtomicInteger();
    cluster.first(
        asked -> {
          if (asked.method().equals("PUT") && writes.incrementAndGet() == 1) {
            client.put(KEY, Value.text("other"), WriteOptions.DEFAULT.beside());
          }
          return null;
        });
    ReadResult now = client.update(KEY, adding("mine"));
    assertThat(now.single().map(Value::asText)).contains("mine\nother");
    assertThat(writes).hasValue(3);
  }

  @Test
  void endlessStreamOfOthersDoesNotHoldAnUpdateForEver() {
    AtomicInteger others = new AtomicInteger();
    cluster.first(
        asked -> {
          if (asked.target().contains("return=body")) {
            others.incrementAndGet();
            client.put(KEY, Value.text("o" + others), WriteOptions.DEFAULT.beside());
          }
          return null;
        });
    ReadResult now = client.update(KEY, adding("mine"));
    assertThat(now).isInstanceOf(ReadResult.Siblings.class);
    assertThat(others).hasValue(8);
  }

  @Test
  void tooManySiblingsMakeItReadAgain() {
    AtomicInteger refused = new AtomicInteger();
    cluster.first(
        asked ->
            asked.method().equals("PUT") && refused.incrementAndGet() <= 2
                ? Answer.problem(409, "too-many-siblings")
                : null);
    assertThat(client.update(KEY, adding("a")).single()).isPresent();
    assertThat(cluster.asked("GET /v1/buckets")).hasSize(3);
  }

  @Test
  void mergeThatWantsNothingWritesNothing() {
    client.put(KEY, Value.text("a"));
    assertThat(client.update(KEY, versions -> null).single().map(Value::asText)).contains("a");
    assertThat(cluster.asked("PUT")).hasSize(1);
  }

  @Test
  void failureOfTheMergeIsTheCallers() {
    assertThatThrownBy(
            () ->
                client.update(
                    KEY,
                    versions -> {
                      throw new ArithmeticException("mine");
                    }))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("mine");
    cluster.first(asked -> Answer.problem(400, "invalid-request"));
    assertThatThrownBy(() -> client.update(KEY, adding("a"))).isInstanceOf(RefusedException.class);
  }

  @Test
  void racingCompareAndUpdatesEachTakeEffectOnce() {
    int writers = 12;
    CompletableFuture<?>[] racing = new CompletableFuture<?>[writers];
    for (int i = 0; i < writers; i++) {
      racing[i] =
          client
              .async()
              .compareAndUpdate(
                  KEY,
                  found ->
                      Value.text(
                          "" + (found.isEmpty() ? 1 : Integer.parseInt(found.get(0).asText()) + 1)))
              .toCompletableFuture();
    }
    CompletableFuture.allOf(racing).join();
    assertThat(client.get(KEY).single().map(Value::asText)).contains("" + writers);
    assertThat(cluster.asked("GET /v1/buckets/b/keys/k?strict=true")).isNotEmpty();
  }

  @Test
  void compareAndUpdateResolvesSiblings() {
    client.put(KEY, Value.text("3"), WriteOptions.DEFAULT.beside());
    client.put(KEY, Value.text("4"), WriteOptions.DEFAULT.beside());
    client.compareAndUpdate(KEY, found -> Value.text("" + found.size()));
    assertThat(client.get(KEY).single().map(Value::asText)).contains("2");
    assertThat(client.compareAndUpdate(KEY, found -> null).etag()).isNotNull();
  }

  @Test
  void compareAndUpdateDoesNotRepeatWhatMayHaveBeenDone() {
    cluster.first(
        asked -> asked.method().equals("PUT") ? Answer.problem(503, "quorum-not-met") : null);
    assertThatThrownBy(() -> client.compareAndUpdate(KEY, found -> Value.text("1")))
        .isInstanceOfSatisfying(
            QuorumNotMetException.class, e -> assertThat(e.mayHaveTakenEffect()).isTrue());
    assertThat(cluster.asked("PUT")).extracting(Asked::method).hasSize(1);
  }

  @Test
  void compareAndUpdateGivesUpWhereOthersAlwaysComeFirst() {
    cluster.first(
        asked -> asked.method().equals("PUT") ? Answer.problem(412, "precondition-failed") : null);
    assertThatThrownBy(() -> client.compareAndUpdate(KEY, found -> Value.text("1")))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(cluster.asked("PUT")).hasSize(32);
  }
}
