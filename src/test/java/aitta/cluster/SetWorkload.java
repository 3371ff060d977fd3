package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that add elements of their own to sets they share: read, merge what was found, add one,
 * write back with the context of the read. They go through whichever node chance says, and try each
 * element once, whatever becomes of it.
 */
final class SetWorkload {
  /** Past the default timeout of a request nobody has to answer; a frozen node never does. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** Then its next set is begun: the cost of an element must not grow with the length of a run. */
  private static final int ELEMENTS_PER_SET = 60;

  /** Sets that grow at the same time. */
  private static final int SETS = 4;

  private final TestCluster cluster;
  private final SetLedger ledger = new SetLedger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger[] tries = new AtomicInteger[SETS];

  SetWorkload(TestCluster cluster) {
    this.cluster = cluster;
    for (int i = 0; i < SETS; i++) {
      tries[i] = new AtomicInteger();
    }
  }

  SetLedger ledger() {
    return ledger;
  }

  /** Sets the clients to work until {@link #finish}. */
  Work.Running<Integer> start(int clients, Random random) {
    long[] seeds = random.longs(clients).toArray();
    return Work.start(clients, client -> work(client, new Random(seeds[client])));
  }

  void finish(Work.Running<Integer> running) {
    over.set(true);
    running.join();
  }

  private int work(int client, Random random) throws IOException {
    int number = 0;
    try (Session session = new Session(PATIENCE)) {
      while (!over.get()) {
        int set = random.nextInt(SETS);
        int generation = tries[set].getAndIncrement() / ELEMENTS_PER_SET;
        add(session, "set-" + set + "-" + generation, "e" + client + "-" + number++, random);
      }
    }
    return number;
  }

  private void add(Session session, String key, String element, Random random) {
    String path = path(key);
    try {
      Reply found = session.exchange(any(random), "GET", path, null);
      assertThat(found.status()).as("%s", found).isIn(200, 300, 404, 429, 503);
      if (found.status() == 503 || found.status() == 429) {
        return;
      }
      Set<String> elements = new TreeSet<>(elements(found));
      elements.add(element);
      byte[] body = String.join("\n", elements).getBytes(StandardCharsets.UTF_8);
      ledger.attempt(key, element);
      String context = found.context();
      Reply written = session.exchange(any(random), "PUT", path, body, "Aitta-Context", context);
      assertThat(written.status()).as("%s", written).isIn(204, 429, 503);
      if (written.status() == 204) {
        ledger.acknowledge(key, element);
      }
    } catch (IOException e) {
      // The node died or was frozen under the request; whether the element got in is open.
    }
  }

  private TestNode any(Random random) {
    return cluster.node(random.nextInt(cluster.nodes().size()));
  }

  static String path(String key) {
    return Paths.key("sets", key);
  }

  /** All elements in all versions. */
  static Collection<String> elements(Reply reply) {
    if (reply.status() == 404) {
      return List.of();
    }
    Set<String> merged = new TreeSet<>();
    List<String> versions = reply.status() == 300 ? reply.siblingTexts() : List.of(reply.text());
    versions.forEach(version -> version.lines().forEach(merged::add));
    return merged;
  }
}
