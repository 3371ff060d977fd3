package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The main job: real data in through all nodes at once, and out again, whatever dies meanwhile. */
@AcceptanceTest
class RealDataIT {
  private static final int WORKERS = 16;

  /** Every fourth record: enough to have a node die in the middle, quick enough to do it twice. */
  private static final int SOME = 4;

  /** A restarted node is offered its hints, or compares, within this. */
  private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(60);

  private static TestCluster cluster;
  private static List<RealRecord> records;
  private static List<RealRecord> some;

  @BeforeAll
  static void start() throws IOException {
    records = RealRecord.all();
    some = new ArrayList<>();
    for (int i = 0; i < records.size(); i += SOME) {
      some.add(records.get(i));
    }
    cluster = TestCluster.of("real-data", 3).start();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void everyRecordIsReadBackByteForByteThroughAnotherNode() {
    forEach(
        records,
        (session, i) -> {
          RealRecord record = records.get(i);
          String path = record.pathIn("");
          session
              .exchange(node(i), "PUT", path, record.value(), "Content-Type", record.contentType())
              .expect(204);
        });
    forEach(
        records,
        (session, i) -> {
          RealRecord record = records.get(i);
          Reply reply = session.exchange(node(i + 1), "GET", record.pathIn(""), null).expect(200);
          assertThat(reply.body()).as("%s", reply).isEqualTo(record.value());
          assertThat(reply.need("Content-Type").replace(" ", ""))
              .isEqualToIgnoringCase(record.contentType().replace(" ", ""));
        });
  }

  @Test
  void killedNodeCostsOneRetryOfWhatItHadInHandAndCatchesUpByItself() {
    TestNode victim = cluster.node(2);
    Set<Integer> retried = loadWhileOneDies("kill-", victim);
    // A worker has one request in hand, and turns to the others from then on.
    assertThat(retried).as("requests that had to be repeated").hasSizeBetween(1, WORKERS);

    victim.start();
    victim.awaitReady(Duration.ofSeconds(30));
    long deadline = System.nanoTime() + CATCH_UP_LIMIT.toNanos();
    awaitFreshSampleAt(victim, "kill-", deadline);
    Set<Integer> wrong = wrongAt(victim, "kill-", range(some.size()));
    // What a client has asked for once may be asked for again; most keys never get here.
    await("records that " + victim.id() + " missed")
        .atMost(Duration.ofNanos(Math.max(1_000_000_000L, deadline - System.nanoTime())))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              wrong.retainAll(wrongAt(victim, "kill-", wrong));
              assertThat(wrong).as("records that %s has not got", victim.id()).isEmpty();
            });
  }

  @Test
  void allNodesKilledAtOnceLoseNothingThatWasAcknowledged() {
    int[] attempted = new int[some.size()];
    int[] acknowledged = new int[some.size()];
    loadUntilAllAreKilled("crash-", attempted, acknowledged);

    // A write that two owners have is acknowledged; the third has to get it by comparing. The usual
    // interval of that is longer than this test.
    cluster.nodes().forEach(node -> node.env().put("AITTA_REPAIR_INTERVAL", "10s"));
    cluster.nodes().forEach(TestNode::start);
    cluster.nodes().forEach(node -> node.awaitReady(TestNode.START_LIMIT));
    cluster.awaitAllUp();

    forEach(
        some,
        (session, i) -> {
          Reply reply = answered(session, node(i), some.get(i).pathIn("crash-") + "?r=quorum");
          assertThat(isWhatMayBeLeft(reply, some.get(i), acknowledged[i], attempted[i]))
              .as("after %d of %d writes: %s", acknowledged[i], attempted[i], reply)
              .isTrue();
        });
    for (TestNode owner : cluster.nodes()) {
      Set<Integer> wrong = ConcurrentHashMap.newKeySet();
      wrong.addAll(range(some.size()));
      await("every record at " + owner.id())
          .atMost(CATCH_UP_LIMIT)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                dropWhatIsThere(owner, wrong, acknowledged, attempted);
                assertThat(wrong).as("records that %s has not got", owner.id()).isEmpty();
              });
    }
  }

  /** Loads some records through all nodes; kills one after a third. Returns what was sent twice. */
  private Set<Integer> loadWhileOneDies(String prefix, TestNode victim) {
    AtomicInteger done = new AtomicInteger();
    AtomicBoolean victimGone = new AtomicBoolean();
    Set<Integer> retried = ConcurrentHashMap.newKeySet();
    Step step =
        (session, i) -> {
          String path = some.get(i).pathIn(prefix);
          TestNode first = node(i) == victim && victimGone.get() ? node(i + 1) : node(i);
          Reply reply;
          try {
            reply = session.exchange(first, "PUT", path, some.get(i).value());
          } catch (IOException e) {
            assertThat(first).as("the node that failed a request: %s", e).isSameAs(victim);
            victimGone.set(true);
            retried.add(i);
            reply = session.exchange(node(i + 1), "PUT", path, some.get(i).value());
          }
          reply.expect(204);
          done.incrementAndGet();
        };
    try (Work.Running<Integer> load = Work.start(WORKERS, worker -> steps(some, worker, step))) {
      await("a third of the records")
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> load.isDone() || done.get() > some.size() / 3);
      victim.kill();
      load.join();
    }
    return retried;
  }

  private void loadUntilAllAreKilled(String prefix, int[] attempted, int[] acknowledged) {
    AtomicInteger done = new AtomicInteger();
    AtomicBoolean killing = new AtomicBoolean();
    Step step =
        (session, i) -> {
          for (int version = 1; version <= 2 && !killing.get(); version++) {
            attempted[i] = version;
            byte[] value = some.get(i).value(version);
            if (!isAcknowledged(session, node(i + version), prefix, i, value, killing)) {
              return;
            }
            acknowledged[i] = version;
            done.incrementAndGet();
          }
        };
    try (Work.Running<Integer> load = Work.start(WORKERS, worker -> steps(some, worker, step))) {
      await("half of the writes")
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> load.isDone() || done.get() > some.size());
      killing.set(true);
      cluster.killAll();
      load.join();
    }
    System.out.println("acknowledged before all nodes were killed: " + done);
  }

  private boolean isAcknowledged(
      Session session, TestNode node, String prefix, int i, byte[] value, AtomicBoolean killing) {
    try {
      Reply reply = session.exchange(node, "PUT", some.get(i).pathIn(prefix), value);
      assertThat(reply.status() == 204 || killing.get()).as("%s", reply).isTrue();
      return reply.status() == 204;
    } catch (IOException e) {
      assertThat(killing).as("nodes are being killed, thus %s", e).isTrue();
      return false;
    }
  }

  /** Looks at keys nobody has read yet, a few at a time, until a whole handful is there. */
  private void awaitFreshSampleAt(TestNode node, String prefix, long deadline) {
    List<Integer> unread = new ArrayList<>(range(some.size()));
    Random random = Seeds.random("sample of keys");
    Collections.shuffle(unread, random);
    await("records that " + node.id() + " missed, see " + node.log())
        .atMost(Duration.ofNanos(deadline - System.nanoTime()))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              List<Integer> fresh = unread.subList(0, Math.min(100, unread.size()));
              boolean allThere = wrongAt(node, prefix, fresh).isEmpty();
              fresh.clear();
              return allThere;
            });
  }

  /** Those of {@code indexes} whose record the node's own copy has not, or has otherwise. */
  private Set<Integer> wrongAt(TestNode node, String prefix, Iterable<Integer> indexes) {
    List<Integer> asked = new ArrayList<>();
    indexes.forEach(asked::add);
    ConcurrentLinkedQueue<Integer> wrong = new ConcurrentLinkedQueue<>();
    forEach(
        asked,
        (session, k) -> {
          RealRecord record = some.get(asked.get(k));
          Reply reply = session.exchange(node, "GET", record.pathIn(prefix) + "?r=one", null);
          if (!isOnly(reply, record.value())) {
            wrong.add(asked.get(k));
          }
        });
    Set<Integer> found = ConcurrentHashMap.newKeySet();
    found.addAll(wrong);
    return found;
  }

  private void dropWhatIsThere(
      TestNode owner, Set<Integer> wrong, int[] acknowledged, int[] attempted) {
    List<Integer> asked = new ArrayList<>(wrong);
    forEach(
        asked,
        (session, k) -> {
          int i = asked.get(k);
          Reply reply =
              session.exchange(owner, "GET", some.get(i).pathIn("crash-") + "?r=one", null);
          if (isWhatMayBeLeft(reply, some.get(i), acknowledged[i], attempted[i])) {
            wrong.remove(i);
          }
        });
  }

  /** A range may need a moment to make sure of its copy after a crash, and says 503 until then. */
  private static Reply answered(Session session, TestNode node, String path) throws IOException {
    Reply first = session.exchange(node, "GET", path, null);
    if (first.status() != 503) {
      return first;
    }
    return await("an answer to " + path)
        .atMost(CATCH_UP_LIMIT)
        .until(() -> session.exchange(node, "GET", path, null), reply -> reply.status() != 503);
  }

  /** The last acknowledged write, or the one in hand when the nodes died, or both. */
  private static boolean isWhatMayBeLeft(
      Reply reply, RealRecord record, int acknowledged, int attempted) {
    if (acknowledged == attempted && acknowledged > 0) {
      return reply.status() == 200 && Arrays.equals(reply.body(), record.value(acknowledged));
    }
    if (reply.status() == 404) {
      return acknowledged == 0;
    }
    if (reply.status() == 300) {
      return reply.siblings().stream()
          .allMatch(
              sibling ->
                  Arrays.equals(sibling.value(), record.value(attempted))
                      || Arrays.equals(sibling.value(), record.value(acknowledged)));
    }
    return reply.status() == 200
        && (Arrays.equals(reply.body(), record.value(attempted))
            || acknowledged > 0 && Arrays.equals(reply.body(), record.value(acknowledged)));
  }

  /** One version with these bytes, or several: a repeated write may stand beside its first try. */
  private static boolean isOnly(Reply reply, byte[] value) {
    if (reply.status() == 300) {
      return reply.siblings().stream().allMatch(s -> Arrays.equals(s.value(), value));
    }
    return reply.status() == 200 && Arrays.equals(reply.body(), value);
  }

  private interface Step {
    void take(Session session, int index) throws IOException;
  }

  private static void forEach(List<?> items, Step step) {
    Work.inParallel(WORKERS, worker -> steps(items, worker, step));
  }

  private static int steps(List<?> items, int worker, Step step) throws IOException {
    int done = 0;
    try (Session session = new Session()) {
      for (int i = worker; i < items.size(); i += WORKERS) {
        step.take(session, i);
        done++;
      }
    }
    return done;
  }

  private static TestNode node(int index) {
    return cluster.node(index % 3);
  }

  private static List<Integer> range(int size) {
    List<Integer> numbers = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      numbers.add(i);
    }
    return numbers;
  }
}
