package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writers that overwrite, delete and re-create keys of their own, without a context, and read them
 * back through another node; and readers that read the keys of all. Reads are judged by the {@link
 * RegisterLedger} of their key: with strict quorums each of them, with sloppy ones only those after
 * the last write, as an owner may not have yet what a stand-in keeps for it.
 */
final class RegisterWorkload {
  /** Past the default timeout of a request nobody has to answer; a frozen node never does. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final int KEYS_PER_WRITER = 5;

  /** One write of so many is a delete. */
  private static final int DELETES = 5;

  private final TestCluster cluster;
  private final boolean strict;
  private final List<RegisterLedger> ledgers = new ArrayList<>();
  private final int writers;
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicBoolean finished = new AtomicBoolean();

  /**
   * @param bucket its keys are this workload's own
   * @param strict whether every request asks for a strict quorum
   */
  RegisterWorkload(TestCluster cluster, String bucket, int writers, boolean strict) {
    this(cluster, bucket, writers, strict, strict);
  }

  /**
   * @param supersedes whether a quorum of owners that know what was acknowledged can be reached at
   *     all times, so that no older write is seen beside a newer one
   */
  RegisterWorkload(
      TestCluster cluster, String bucket, int writers, boolean strict, boolean supersedes) {
    this.cluster = cluster;
    this.strict = strict;
    this.writers = writers;
    for (int i = 0; i < writers * KEYS_PER_WRITER; i++) {
      ledgers.add(new RegisterLedger(Paths.key(bucket, "register-" + i), supersedes));
    }
  }

  /** Sets writers and as many readers to work until {@link #finish}. */
  Work.Running<Integer> start(Random random) {
    long[] seeds = random.longs(2L * writers).toArray();
    return Work.start(
        2 * writers,
        worker -> {
          Random own = new Random(seeds[worker]);
          try (Session session = new Session(PATIENCE)) {
            int done = 0;
            for (; !over.get(); done++) {
              if (worker < writers) {
                change(session, worker, done, own);
              } else {
                read(session, any(own), ledgers.get(own.nextInt(ledgers.size())));
              }
            }
            return done;
          }
        });
  }

  void finish(Work.Running<Integer> running) {
    over.set(true);
    running.join();
    finished.set(true);
    System.out.printf("registers: %s writes acknowledged, %s reads judged%n", acknowledged, reads);
  }

  int acknowledged() {
    return acknowledged.get();
  }

  int reads() {
    return reads.get();
  }

  /** What was wrong with reads so far. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  /** Reads every key through one node; how many of the reads had an answer that tells. */
  int readAll(TestNode node) {
    int before = reads.get();
    try (Session session = new Session(PATIENCE)) {
      ledgers.forEach(ledger -> read(session, node, ledger));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return reads.get() - before;
  }

  int size() {
    return ledgers.size();
  }

  private void change(Session session, int writer, int count, Random random) {
    RegisterLedger ledger = ledgers.get(writer * KEYS_PER_WRITER + random.nextInt(KEYS_PER_WRITER));
    boolean deletes = random.nextInt(DELETES) == 0;
    String value = "value-" + count;
    int number = deletes ? ledger.delete() : ledger.write(value);
    try {
      byte[] body = value.getBytes(StandardCharsets.UTF_8);
      Reply reply =
          deletes
              ? session.exchange(any(random), "DELETE", ledger.key() + query("w"), null)
              : session.exchange(any(random), "PUT", ledger.key() + query("w"), body);
      assertThat(reply.status()).as("%s", reply).isIn(204, 429, 503);
      if (reply.status() == 204) {
        ledger.acknowledge(number);
        acknowledged.incrementAndGet();
        read(session, any(random), ledger);
      } else if (reply.status() == 429 || reply.text().contains("/problems/not-ready")) {
        ledger.refuse(number);
      }
    } catch (IOException e) {
      // The node died or was frozen under the request; whether the write took effect is open.
    }
  }

  private void read(Session session, TestNode node, RegisterLedger ledger) {
    int before = ledger.lastAcknowledged();
    try {
      Reply reply = session.exchange(node, "GET", ledger.key() + query("r"), null);
      assertThat(reply.status()).as("%s", reply).isIn(200, 300, 404, 429, 503);
      if (reply.status() < 429 && (strict || finished.get())) {
        reads.incrementAndGet();
        for (String wrong : ledger.violations(before, live(reply))) {
          violations.add(wrong + ", says " + node.id() + ": " + reply);
        }
      }
    } catch (IOException e) {
      // Nobody answered: nothing was said that could be wrong.
    }
  }

  private static List<String> live(Reply reply) {
    if (reply.status() == 404) {
      return List.of();
    }
    return reply.status() == 200
        ? List.of(reply.text())
        : reply.siblings().stream().filter(s -> !s.deleted()).map(Reply.Sibling::text).toList();
  }

  private String query(String level) {
    return strict ? "?strict=true&" + level + "=quorum" : "";
  }

  private TestNode any(Random random) {
    return cluster.node(random.nextInt(cluster.nodes().size()));
  }
}
