package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nodes, links and disks that are slow, or hang, without being gone: no request waits past its
 * timeout for them, and work goes on.
 */
@AcceptanceTest
class SlowNotDeadIT {
  private static final int NODES = 5;

  /** The node that suffers. */
  private static final int SLOW = 4;

  private static final int CLIENTS = 4;
  private static final int KEYS = 50;
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** For the way to the client and back, on a machine that is busy with all nodes at once. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  /** So many requests are watched in each case, and at least for so long: the fault is noticed. */
  private static final int REQUESTS = 300;

  private static final Duration WATCHED = FaultSchedule.Pace.DEFAULT.noticed().multipliedBy(2);

  private static TestNetwork network;
  private static TestCluster cluster;
  private static StallableDisk disk;

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger succeeded = new AtomicInteger();
  private final AtomicLong longestNanos = new AtomicLong();

  @BeforeAll
  static void start() {
    network = TestNetwork.open(NODES);
    cluster = TestCluster.of("slow-not-dead", NODES).in(network).start();
    cluster.awaitAllUp();
  }

  @AfterEach
  void everybodyIsUpAgain() {
    network.lose(0);
    cluster.awaitAllUp();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void frozenNodeIsReplacedAndNobodyWaitsForIt() {
    TestNode frozen = cluster.node(SLOW);
    underLoad(healthy(), frozen::pause, frozen::resume);
    assertThat(succeeded.get()).isGreaterThan(answered.get() * 9 / 10);
  }

  @Test
  void linkOf200MillisecondsSlowsDownWhatNeedsItAndNothingElse() {
    List<SlowLinks> slow = new ArrayList<>();
    Duration delay = Duration.ofMillis(200);
    underLoad(
        cluster.nodes(),
        () -> slow.add(SlowLinks.around(network, SLOW, 7600, delay)),
        () -> {
          assertThat(slow.get(0).passed()).as("bytes that went the slow way").isPositive();
          slow.get(0).close();
        });
    assertThat(succeeded.get()).isGreaterThan(answered.get() / 2);
  }

  @Test
  void everyFifthPacketLostLeavesEveryRequestItsAnswer() {
    underLoad(cluster.nodes(), () -> network.lose(0.2), () -> network.lose(0));
    assertThat(succeeded.get()).isGreaterThan(answered.get() / 2);
  }

  @Test
  void stalledDiskStallsNobodyElse() {
    TestNode stalled = cluster.node(SLOW);
    disk = StallableDisk.make();
    stalled.kill();
    DataCopy.of(stalled).placeInto(disk.folder());
    stalled.env().put("AITTA_DATA_DIR", disk.folder().toString());
    stalled.startAndAwaitReady();
    cluster.awaitAllUp();
    underLoad(
        cluster.nodes(),
        () -> {
          disk.stall();
          assertThat(IntStream.range(0, KEYS).mapToObj(this::writeToAllOwners))
              .as("writes that ask for the word of all owners")
              .contains(503);
        },
        disk::go);
    assertThat(succeeded.get()).isGreaterThan(answered.get() / 2);
  }

  /**
   * Has clients read and write through {@code nodes} while something is wrong, and checks that each
   * of their requests was answered in time.
   */
  private void underLoad(List<TestNode> nodes, Runnable begin, Runnable end) {
    Random random = Seeds.random("slow");
    long[] seeds = random.longs(CLIENTS).toArray();
    boolean begun = false;
    try (Work.Running<Integer> load =
        Work.start(CLIENTS, client -> ask(nodes, new Random(seeds[client])))) {
      awaitAnswers(load, REQUESTS / 10);
      begun = true;
      begin.run();
      answered.set(0);
      succeeded.set(0);
      long since = System.nanoTime();
      awaitAnswers(load, REQUESTS);
      await("the fault to be noticed")
          .atMost(WATCHED.multipliedBy(2))
          .until(() -> System.nanoTime() - since >= WATCHED.toNanos());
      over.set(true);
      load.join();
    } finally {
      if (begun) {
        end.run();
      }
    }
    System.out.printf(
        "%s of %s requests succeeded, the longest took %d ms%n",
        succeeded, answered, longestNanos.get() / 1_000_000);
    assertThat(Duration.ofNanos(longestNanos.get()))
        .as("the longest request")
        .isLessThan(TIMEOUT.plus(SLACK));
  }

  private void awaitAnswers(Work.Running<Integer> load, int count) {
    await("answers")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> load.isDone() || answered.get() >= count);
    if (load.isDone()) {
      load.join(); // tells why
    }
  }

  private int ask(List<TestNode> nodes, Random random) throws IOException {
    int count = 0;
    try (Session session = new Session()) {
      for (; !over.get(); count++) {
        TestNode node = nodes.get(random.nextInt(nodes.size()));
        String path =
            Paths.key("slow", "k" + random.nextInt(KEYS)) + "?timeout=" + TIMEOUT.toMillis() + "ms";
        byte[] value = ("v" + count).getBytes(StandardCharsets.US_ASCII);
        long start = System.nanoTime();
        Reply reply =
            random.nextBoolean()
                ? session.exchange(node, "GET", path, null)
                : session.exchange(node, "PUT", path, value);
        longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
        assertThat(reply.status()).as("%s", reply).isIn(200, 204, 300, 404, 429, 503);
        answered.incrementAndGet();
        if (reply.status() < 429) {
          succeeded.incrementAndGet();
        }
      }
    }
    return count;
  }

  private int writeToAllOwners(int key) {
    String path = Paths.key("slow", "k" + key) + "?w=all&strict=true&timeout=100ms";
    return cluster.client(0).put(path, "by all").status();
  }

  private static List<TestNode> healthy() {
    return IntStream.range(0, NODES).filter(i -> i != SLOW).mapToObj(cluster::node).toList();
  }
}
