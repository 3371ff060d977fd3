package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The shopping cart of the paper (Dynamo, section 4.4): clients read, merge what they find, add an
 * item and write back what they have, while nodes die under them. No "add to cart" is forgotten.
 */
@AcceptanceTest
class CartIT {
  private static final int CLIENTS = 8;
  private static final int CARTS = 2;

  /**
   * Then the clients take the next cart: the cost of an item must not grow with the test's time.
   */
  private static final int ITEMS_PER_CART = 200;

  private static final int DEATHS = 5;

  private final Map<String, Set<String>> attempted = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger[] tries = {new AtomicInteger(), new AtomicInteger()};
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicBoolean closing = new AtomicBoolean();
  private TestCluster cluster;

  @BeforeEach
  void start() {
    cluster = TestCluster.of("carts", 3).start();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void noAcknowledgedItemIsMissingAndNoneIsInventedWhileNodesDieInTurn() {
    Random random = Seeds.random("carts");
    long[] seeds = random.longs(CLIENTS).toArray();
    try (Work.Running<Integer> shopping =
        Work.start(CLIENTS, client -> shop(client, new Random(seeds[client])))) {
      for (int death = 0; death < DEATHS; death++) {
        // Moments are counted in items, not seconds: a slow machine sees the same story.
        awaitItems(shopping, 10 + random.nextInt(40));
        TestNode victim = cluster.node(random.nextInt(3));
        victim.kill();
        awaitItems(shopping, 10 + random.nextInt(40));
        victim.startAndAwaitReady();
        cluster.awaitAllUp(); // one at a time: the next may be another one
      }
      closing.set(true);
      shopping.join();
    }
    System.out.println("items acknowledged: " + count);
    for (String cart : attempted.keySet()) {
      for (TestNode node : cluster.nodes()) {
        await("an answer").until(() -> node.client().get(cart + "?r=quorum").status() != 503);
        Collection<String> items = items(node.client().get(cart + "?r=quorum"));
        assertThat(items)
            .as("%s at %s", cart, node.id())
            .containsAll(named(acknowledged, cart))
            .isSubsetOf(attempted.get(cart));
      }
    }
  }

  private void awaitItems(Work.Running<Integer> shopping, int more) {
    int target = count.get() + more;
    await("items to be added")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> shopping.isDone() || count.get() >= target);
    if (shopping.isDone()) {
      shopping.join(); // tells why
    }
  }

  /** Adds one item after the other until told to stop; tries each just once. */
  private int shop(int client, Random random) {
    int group = client % CARTS;
    int number = 0;
    while (!closing.get()) {
      int round = tries[group].getAndIncrement() / ITEMS_PER_CART;
      String cart = Paths.key("carts", "cart-" + group + "-" + round);
      String item = "item-" + client + "-" + number++;
      if (isAdded(cart, item, random)) {
        named(acknowledged, cart).add(item);
        count.incrementAndGet();
      }
    }
    return number;
  }

  /** One round of read, merge, write; false where a node on the way was dead or had no quorum. */
  private boolean isAdded(String cart, String item, Random random) {
    try {
      Reply found = cluster.client(random.nextInt(3)).trySend("GET", cart, null);
      if (found.status() == 503) {
        return false;
      }
      Set<String> items = new TreeSet<>(items(found));
      items.add(item);
      named(attempted, cart).add(item);
      byte[] body = String.join("\n", items).getBytes(StandardCharsets.UTF_8);
      String context = found.context();
      Reply written =
          cluster.client(random.nextInt(3)).trySend("PUT", cart, body, "Aitta-Context", context);
      assertThat(written.status()).as("%s", written).isIn(204, 503);
      return written.status() == 204;
    } catch (IOException e) {
      return false; // the node was killed; whether the item got in is open
    }
  }

  private static Collection<String> items(Reply reply) {
    assertThat(reply.status()).as("%s", reply).isIn(200, 300, 404);
    if (reply.status() == 404) {
      return List.of();
    }
    List<String> versions = reply.status() == 200 ? List.of(reply.text()) : reply.siblingTexts();
    Set<String> merged = new TreeSet<>();
    versions.forEach(version -> version.lines().forEach(merged::add));
    return merged;
  }

  private static Set<String> named(Map<String, Set<String>> items, String cart) {
    return items.computeIfAbsent(cart, name -> ConcurrentHashMap.newKeySet());
  }
}
