package aitta.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.client.ScriptedNode.Answer;
import aitta.model.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client and the ring: learns it, follows it, and does without. */
class RingAwareTest {
  private static final WriteOptions CONDITIONAL = WriteOptions.DEFAULT.ifMatch();

  private final MemoryCluster cluster = new MemoryCluster(5);
  private AittaClient client =
      AittaClient.builder()
          .node(cluster.node(0).url())
          .ringInterval(Duration.ofMillis(1))
          .deadline(Duration.ofSeconds(5))
          .build();

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  private void learn() {
    int known = cluster.asked("GET /v1/cluster/ring").size();
    await()
        .until(
            () -> {
              client.get(Key.of("b", "warm-up"));
              return cluster.asked("GET /v1/cluster/ring").size() > known;
            });
    await().until(() -> misdirected() == 0);
  }

  /** How many of these keys' requests do not come to their first owner. */
  private int misdirected() {
    int wrong = 0;
    for (int i = 0; i < 20; i++) {
      Key key = Key.of("b", "key-" + i);
      int owner = cluster.firstOwner(key);
      int before = cluster.node(owner).asked().size();
      client.put(key, Value.text("x"));
      client.put(key, Value.text("x"), CONDITIONAL);
      boolean came =
          cluster.node(owner).asked().subList(before, cluster.node(owner).asked().size()).stream()
              .anyMatch(asked -> asked.headers().containsKey("if-match"));
      wrong += came ? 0 : 1;
    }
    return wrong;
  }

  @Test
  void requestsGoToOwnersOnceTheRingIsKnown() {
    learn();
    for (int i = 0; i < 50; i++) {
      client.get(Key.of("b", "k" + i));
    }
    for (int n = 0; n < 5; n++) {
      int node = n;
      assertThat(cluster.node(n).asked())
          .filteredOn(asked -> asked.path().matches(".*/k[0-9]+"))
          .allSatisfy(
              asked -> {
                Key key = Key.of("b", asked.path().substring(asked.path().lastIndexOf('/') + 1));
                int distance = Math.floorMod(node - cluster.firstOwner(key), 5);
                assertThat(distance).as("of %s", key).isLessThan(3);
              })
          .isNotEmpty();
    }
  }

  @Test
  void newRingIsFollowed() {
    learn();
    cluster.turnRing();
    learn();
    assertThat(misdirected()).isZero();
  }

  @Test
  void sameRingIsNotFetchedAgain() {
    learn();
    int known = cluster.asked("GET /v1/cluster/ring").size();
    int reports = cluster.asked("GET /v1/cluster ").size();
    for (int i = 0; i < 20; i++) {
      client.get(Key.of("b", "k" + i));
    }
    assertThat(cluster.asked("GET /v1/cluster/ring")).hasSize(known);
    assertThat(cluster.asked("GET /v1/cluster").size()).isGreaterThan(reports);
  }

  @Test
  void ownersThatAreGoneAreReplacedByAnyNode() {
    learn();
    cluster.node(1).close();
    cluster.node(2).close();
    cluster.node(3).close();
    for (int i = 0; i < 30; i++) {
      Key key = Key.of("b", "k" + i);
      client.put(key, Value.text("v" + i));
      assertThat(client.get(key).single()).contains(Value.text("v" + i));
      client.put(key, Value.text("c"), CONDITIONAL);
    }
  }

  @Test
  void clusterThatTellsNoRingIsUsedAllTheSame() {
    cluster.first(
        asked -> asked.path().startsWith("/v1/cluster") ? Answer.problem(403, "forbidden") : null);
    for (int i = 0; i < 10; i++) {
      client.put(Key.of("b", "k" + i), Value.text("x"));
    }
    assertThat(cluster.node(0).asked())
        .filteredOn(asked -> asked.method().equals("PUT"))
        .hasSize(10);
    cluster.first(
        asked -> asked.path().startsWith("/v1/cluster") ? Answer.json(200, "{\"nodes\":7}") : null);
    for (int i = 0; i < 10; i++) {
      client.put(Key.of("b", "k" + i), Value.text("x"));
    }
  }

  @Test
  void whoIsToldNotToLearnsNothing() {
    AittaClient plain = AittaClient.builder().node(cluster.node(0).url()).followRing(false).build();
    for (int i = 0; i < 10; i++) {
      plain.put(Key.of("b", "k" + i), Value.text("x"));
    }
    plain.close();
    assertThat(cluster.asked("GET /v1/cluster")).isEmpty();
    assertThat(cluster.node(0).asked()).hasSize(10);
  }

  @Test
  void requestsInFlightAreBoundedAndTheRestWaitsItsTurn() throws InterruptedException {
    CountDownLatch hold = new CountDownLatch(1);
    List<Integer> most = new ArrayList<>();
    int[] now = {0};
    cluster.first(
        asked -> {
          synchronized (now) {
            most.add(++now[0]);
          }
          try {
            hold.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          synchronized (now) {
            now[0]--;
          }
          return null;
        });
    client =
        AittaClient.builder()
            .node(cluster.node(0).url())
            .followRing(false)
            .maxInFlight(4)
            .maxWaiting(20)
            .build();
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      calls.add(client.async().put(Key.of("b", "k" + i), Value.text("x")).toCompletableFuture());
    }
    assertThat(calls.stream().filter(CompletableFuture::isCompletedExceptionally)).hasSize(6);
    await().until(() -> cluster.asked("PUT").size() == 4);
    hold.countDown();
    await().until(() -> calls.stream().allMatch(CompletableFuture::isDone));
    assertThat(calls.stream().filter(CompletableFuture::isCompletedExceptionally)).hasSize(6);
    assertThat(most).hasSize(24).allMatch(count -> count <= 4);
  }
}
