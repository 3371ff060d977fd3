package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large values from several clients at once: they crowd out neither heartbeats nor each other. */
@AcceptanceTest
class LargeValueIT {
  private static final int MEBIBYTE = 1 << 20;
  private static final int CLIENTS = 6;

  @TempDir Path folder;

  @Test
  void valuesOfTheDefaultLimitKeepMembersReachable() {
    try (TestCluster cluster = TestCluster.of("large-1", 3).start()) {
      writeAndReadBack(cluster, CLIENTS, MEBIBYTE, 20);
      cluster
          .client(0)
          .put(Paths.key("large", "over"), new byte[MEBIBYTE + 1])
          .expectProblem(413, "value-too-large");
    }
  }

  @Test
  void valuesOf16MebibytesKeepMembersReachable() throws IOException {
    Path file = folder.resolve("large.conf");
    Files.writeString(file, "aitta.limits.max-value-size = 16MiB\n");
    TestCluster large =
        TestCluster.of("large-16", 3).heap("768m").arguments("--config", file.toString());
    try (TestCluster cluster = large.start()) {
      writeAndReadBack(
          cluster, 1, 16 * MEBIBYTE, 6); // as much at once as a node lets wait for its disk
      Reply over = cluster.client(0).put(Paths.key("large", "over"), new byte[17 * MEBIBYTE]);
      over.expectProblem(413, "value-too-large");
      assertThat(over.json().path("limit").asInt()).isEqualTo(16 * MEBIBYTE);
    }
  }

  private static void writeAndReadBack(TestCluster cluster, int clientCount, int size, int each) {
    cluster.awaitAllUp();
    Random seeds = Seeds.random("large values");
    long[] seed = seeds.longs(clientCount).toArray();
    try (Work.Running<Integer> clients =
        Work.start(clientCount, i -> write(cluster, i, new Random(seed[i]), size, each))) {
      await("the clients")
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(250))
          .until(
              () -> {
                assertAllUp(cluster);
                return clients.isDone();
              });
      clients.join();
    }
    Work.inParallel(clientCount, i -> read(cluster, i, new Random(seed[i]), size, each));
    assertAllUp(cluster);
    assertThat(cluster.nodes())
        .allSatisfy(node -> assertThat(node.log()).content().doesNotContain("OutOfMemoryError"));
  }

  private static void assertAllUp(TestCluster cluster) {
    for (TestNode witness : cluster.nodes()) {
      Map<String, String> seen = TestCluster.statuses(witness);
      assertThat(seen.values()).as("members as %s sees them", witness.id()).containsOnly("up");
    }
  }

  private static int write(TestCluster cluster, int client, Random random, int size, int each) {
    byte[] value = new byte[size];
    for (int i = 0; i < each; i++) {
      random.nextBytes(value);
      String path = Paths.key("large", client + "-" + i) + "?timeout=60s";
      TestClient node = cluster.client((client + i) % 3);
      unlessOverloaded(() -> node.put(path, value)).expect(204);
    }
    return each;
  }

  private static int read(TestCluster cluster, int client, Random random, int size, int each) {
    byte[] expected = new byte[size];
    for (int i = 0; i < each; i++) {
      random.nextBytes(expected);
      String path = Paths.key("large", client + "-" + i) + "?timeout=60s";
      TestClient node = cluster.client((client + i + 1) % 3);
      Reply read = unlessOverloaded(() -> node.get(path));
      assertThat(read.status()).isEqualTo(200);
      assertThat(Arrays.equals(read.body(), expected)).as("the bytes of %s", path).isTrue();
    }
    return each;
  }

  /** A node may shed load: 429, nothing was done. Then the same again, until it takes it. */
  private static Reply unlessOverloaded(Callable<Reply> request) {
    return await("a node that is not overloaded")
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(500))
        .until(request, reply -> reply.status() != 429);
  }
}
