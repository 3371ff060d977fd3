package aitta.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that write, overwrite and read back with strict quorums while the cluster changes, each
 * the keys of its own, and try a request that failed once more through another node, as any client
 * would. What fails twice is a failure; a read that does not show the client's last acknowledged
 * write is a violation.
 */
final class SteadyWorkload {
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final int KEYS_PER_CLIENT = 200;
  private static final String STRICT = "?strict=true&timeout=5s";

  private final String bucket;
  private final List<TestNode> serving = new CopyOnWriteArrayList<>();
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final Set<String> writtenTwice =
      ConcurrentHashMap.newKeySet(); // paths, by the last write
  private final AtomicInteger retried = new AtomicInteger();
  private final Set<String> doubled = ConcurrentHashMap.newKeySet(); // reads, by what they showed
  private final AtomicInteger operations = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * @param bucket its keys are this workload's own
   * @param serving nodes that its clients know of at the start
   */
  SteadyWorkload(String bucket, List<TestNode> serving) {
    this.bucket = bucket;
    this.serving.addAll(serving);
  }

  /** Clients learn of another node. */
  void use(TestNode node) {
    serving.add(node);
  }

  /** Clients hear that a node is about to go. */
  void avoid(TestNode node) {
    serving.remove(node);
  }

  Work.Running<Integer> start(int clients, Random random) {
    long[] seeds = random.longs(clients).toArray();
    return Work.start(clients, client -> work(client, new Random(seeds[client])));
  }

  void finish(Work.Running<Integer> running) {
    over.set(true);
    running.join();
    System.out.printf(
        "steady: %s operations, %s tried twice, %s doubled, %s failed, %s keys%n",
        operations, retried, doubled.size(), failures.size(), acknowledged.size());
    if (doubled.size() > 1 + operations.get() / 10_000) {
      violations.add("written once, and often there twice: " + doubled);
    }
  }

  /** Requests that failed through two nodes, one after the other. */
  List<String> failures() {
    return new ArrayList<>(failures);
  }

  List<String> violations() {
    return new ArrayList<>(violations);
  }

  int operations() {
    return operations.get();
  }

  /** The value of each key that was acknowledged last, by the key's path. */
  Map<String, String> acknowledged() {
    return new HashMap<>(acknowledged);
  }

  private int work(int client, Random random) throws IOException {
    int done = 0;
    try (Session session = new Session(PATIENCE)) {
      for (; !over.get(); done++) {
        String path = Paths.key(bucket, client + "-" + random.nextInt(KEYS_PER_CLIENT));
        if (random.nextInt(3) == 0 && acknowledged.containsKey(path)) {
          read(session, path, random);
        } else {
          write(session, path, "value-" + done, random);
          read(session, path, random);
        }
      }
    }
    return done;
  }

  /**
   * Whether a read shows a key's acknowledged value, and nothing else. It may be there twice: where
   * the write was tried twice, as none of the tries knew of the other; and, seldom, where the node
   * that was asked heard nothing from an owner for a while, and asked the next.
   */
  boolean isShown(String path, Reply reply) {
    String value = acknowledged.get(path);
    if (reply.status() != 300) {
      return reply.status() == 200 && reply.text().equals(value);
    }
    if (!writtenTwice.contains(path)) {
      doubled.add(path + " " + value);
    }
    String encoded = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    Set<String> values = Set.copyOf(reply.json().path("siblings").findValuesAsText("value"));
    return values.equals(Set.of(encoded));
  }

  private void write(Session session, String path, String value, Random random) {
    byte[] body = value.getBytes(StandardCharsets.UTF_8);
    if (tryTwice(session, "PUT", path, body, random) != null) {
      acknowledged.put(path, value);
    } else {
      acknowledged.remove(path); // whether it took effect is open
    }
  }

  private void read(Session session, String path, Random random) {
    String expected = acknowledged.get(path);
    if (expected == null) {
      return;
    }
    Reply reply = tryTwice(session, "GET", path, null, random);
    if (reply != null && !isShown(path, reply)) {
      violations.add("instead of " + expected + ": " + reply);
    }
  }

  /** Null where both tries failed. */
  private Reply tryTwice(Session session, String method, String path, byte[] body, Random random) {
    operations.incrementAndGet();
    TestNode first = any(random, null);
    Reply reply = exchange(session, first, method, path, body);
    if (isAnswer(reply)) {
      if (body != null) {
        writtenTwice.remove(path);
      }
      return reply;
    }
    if (body != null) {
      writtenTwice.add(path);
    }
    retried.incrementAndGet();
    TestNode second = any(random, first);
    Reply again = exchange(session, second, method, path, body);
    if (isAnswer(again)) {
      return again;
    }
    failures.add(first + " said " + reply + ", then " + second + " said " + again);
    return null;
  }

  private static boolean isAnswer(Reply reply) {
    return reply != null && reply.status() < 429;
  }

  /** Null where there was no answer. */
  private static Reply exchange(
      Session session, TestNode node, String method, String path, byte[] body) {
    try {
      return session.exchange(node, method, path + STRICT, body);
    } catch (IOException e) {
      return null;
    }
  }

  private TestNode any(Random random, TestNode but) {
    List<TestNode> nodes = new ArrayList<>(serving);
    if (nodes.size() > 1) {
      nodes.remove(but);
    }
    return nodes.get(random.nextInt(nodes.size()));
  }
}
