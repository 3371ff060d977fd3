package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Nodes come and go while clients read and write. Every request is answered at the first try or the
 * second, strict reads are right all the time, and in the end each key lies on as many nodes as it
 * should. Listings and exports have each key once, also while nodes are killed.
 *
 * <p>{@code -Daitta.handovers=10} has more changes disturbed by kills than a build can spare the
 * time for, {@code -Daitta.seed=} repeats one.
 */
@AcceptanceTest
class HandoverIT {
  private static final int CLIENTS = 6;
  private static final int KEYS = 300;
  private static final int DISTURBED = Integer.getInteger("aitta.handovers", 3);
  private static final Duration LIMIT = Duration.ofSeconds(120);

  @Test
  @FaultyCluster(nodes = 3, settings = "AITTA_REPAIR_INTERVAL=5s")
  void nodesComeAndGoUnderLoadAndNoClientNotices(Faults faults) {
    TestCluster cluster = faults.cluster();
    fill(cluster);
    SteadyWorkload steady = new SteadyWorkload("steady", cluster.nodes());
    TestNode leaver = cluster.node(1);
    try (Work.Running<Integer> running = steady.start(CLIENTS, faults.random())) {
      TestNode fourth = join(cluster, steady, "n4");
      RingChecks.awaitAtTarget(fourth, Set.of("n1", "n2", "n3", "n4"));
      TestNode fifth = join(cluster, steady, "n5");
      RingChecks.awaitAtTarget(fifth, Set.of("n1", "n2", "n3", "n4", "n5"));
      fifth.client().post("/v1/cluster/nodes/n2/leave", "").expect(202);
      RingChecks.awaitAtTarget(fifth, Set.of("n1", "n3", "n4", "n5"));
      steady.avoid(leaver);
      assertThat(leaver.awaitExit(LIMIT)).as("exit code of the node that left").isZero();
      steady.finish(running);
    }
    assertThat(steady.failures()).isEmpty();
    assertThat(steady.violations()).isEmpty();
    assertThat(steady.operations()).isGreaterThan(CLIENTS);
    cluster.nodes().remove(leaver);
    expectEverything(cluster, steady);
    RingChecks.expectNoMoreCopiesThanShould(
        cluster.node(0), KEYS + steady.acknowledged().size(), "filled", "steady");

    oneDiesForGoodAndAnotherTakesItsPlace(faults);
    expectEverything(cluster, steady);
    RingChecks.expectNoMoreCopiesThanShould(
        cluster.node(0), KEYS + steady.acknowledged().size(), "filled", "steady");
  }

  /** Ranges are with their new owners before these have what is in them. */
  private static void oneDiesForGoodAndAnotherTakesItsPlace(Faults faults) {
    TestCluster cluster = faults.cluster();
    TestNode dead = cluster.nodes().remove(0);
    List<TestNode> known = new CopyOnWriteArrayList<>(cluster.nodes());
    ListingWorkload listings = new ListingWorkload("filled", filled(), () -> known, cluster.home());
    try (Work.Running<Integer> listing = listings.start(faults.random())) {
      dead.kill();
      TestNode witness = cluster.node(1);
      TestCluster.awaitUnreachable(witness, List.of(dead));
      witness.client().post("/v1/cluster/nodes/n1/remove", "").expect(202);
      TestNode sixth = cluster.addNode("n6");
      sixth.startAndAwaitReady();
      known.add(sixth);
      RingChecks.awaitAtTarget(witness, Set.of("n3", "n4", "n5", "n6"));
      listings.finish(listing);
    }
  }

  @Test
  @FaultyCluster(nodes = 4, settings = "AITTA_REPAIR_INTERVAL=5s")
  void handOversSurviveTheDeathOfAnyOfTheirNodes(Faults faults) {
    TestCluster cluster = faults.cluster();
    fill(cluster);
    SetWorkload sets = new SetWorkload(cluster);
    Random random = faults.random();
    Set<String> members = new HashSet<>(Set.of("n1", "n2", "n3", "n4"));
    List<TestNode> known = new CopyOnWriteArrayList<>(cluster.nodes());
    ListingWorkload listings = new ListingWorkload("filled", filled(), () -> known, cluster.home());
    try (Work.Running<Integer> adding = sets.start(3, random);
        Work.Running<Integer> listing = listings.start(random)) {
      for (int change = 0; change < DISTURBED; change++) {
        boolean grows = change % 2 == 0;
        if (grows) {
          String id = "m" + change;
          members.add(id);
          cluster.addNode(id).startAndAwaitReady();
          known.add(cluster.node(cluster.nodes().size() - 1));
        } else {
          TestNode leaver = cluster.node(random.nextInt(cluster.nodes().size()));
          members.remove(leaver.id());
          known.remove(leaver);
          TestNode asked = cluster.nodes().stream().filter(n -> n != leaver).findFirst().get();
          asked.client().post("/v1/cluster/nodes/" + leaver.id() + "/leave", "").expect(202);
        }
        TestNode victim = cluster.node(random.nextInt(cluster.nodes().size()));
        Faults.pass(Duration.ofMillis(random.nextInt(3000)));
        System.out.printf("change %d: %s is killed%n", change, victim.id());
        if (victim.isRunning()) {
          victim.kill();
          victim.startAndAwaitReady();
        }
        TestNode witness =
            cluster.nodes().stream().filter(n -> members.contains(n.id())).findFirst().get();
        RingChecks.awaitAtTarget(witness, members);
        cluster.nodes().removeIf(node -> isGone(node, members));
      }
      listings.finish(listing);
      sets.finish(adding);
    }
    List<String> wrong = new ArrayList<>();
    SetLedger ledger = sets.ledger();
    assertThat(ledger.acknowledgedCount()).isGreaterThan(DISTURBED);
    for (String key : ledger.keys()) {
      Reply reply =
          RingChecks.answer(cluster.node(0), SetWorkload.path(key) + "?r=all&strict=true");
      wrong.addAll(ledger.violations(key, SetWorkload.elements(reply)));
    }
    assertThat(wrong).isEmpty();
    for (int i = 0; i < KEYS; i++) {
      String path = Paths.key("filled", "k" + i) + "?r=all&strict=true";
      assertThat(RingChecks.answer(cluster.node(i % cluster.nodes().size()), path).text())
          .isEqualTo("v" + i);
    }
  }

  @Test
  @FaultyCluster(nodes = 5, settings = "AITTA_REPAIR_INTERVAL=5s")
  void oneNodeAfterTheOtherIsRestartedAndNoClientNotices(Faults faults) {
    TestCluster cluster = faults.cluster();
    JsonNode ring = cluster.client(0).get("/v1/cluster/ring").expect(200).json();
    SteadyWorkload steady = new SteadyWorkload("steady", cluster.nodes());
    try (Work.Running<Integer> running = steady.start(CLIENTS, faults.random())) {
      for (TestNode node : cluster.nodes()) {
        assertThat(node.term()).as("exit code of %s after SIGTERM", node.id()).isZero();
        node.startAndAwaitReady();
        cluster.awaitAllUp();
        awaitCaughtUp(node);
      }
      steady.finish(running);
    }
    assertThat(steady.failures()).isEmpty();
    assertThat(steady.violations()).isEmpty();
    assertThat(cluster.client(4).get("/v1/cluster/ring").expect(200).json())
        .as("a restart is not a leave")
        .isEqualTo(ring);
  }

  /** Else the next one would be the second of three owners that cannot answer. */
  private static void awaitCaughtUp(TestNode node) {
    await(node.id() + " to have caught up")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              for (JsonNode one :
                  node.client().get("/v1/cluster").expect(200).json().path("nodes")) {
                if (one.path("id").asText().equals(node.id())) {
                  return one.path("catchingUp").asInt(1) == 0;
                }
              }
              return false;
            });
  }

  /** A node that left ends by itself. */
  private static boolean isGone(TestNode node, Set<String> members) {
    if (members.contains(node.id())) {
      return false;
    }
    assertThat(node.awaitExit(LIMIT)).as("exit code of %s", node.id()).isZero();
    return true;
  }

  private static void fill(TestCluster cluster) {
    int at = 0;
    for (Map.Entry<String, String> one : filled().entrySet()) {
      String path = Paths.key("filled", one.getKey()) + "?w=all&timeout=10s";
      cluster.client(at++ % 3).put(path, one.getValue()).expect(204);
    }
  }

  private static Map<String, String> filled() {
    return IntStream.range(0, KEYS).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v" + i));
  }

  private static TestNode join(TestCluster cluster, SteadyWorkload steady, String id) {
    TestNode node = cluster.addNode(id);
    node.startAndAwaitReady();
    steady.use(node);
    return node;
  }

  private static void expectEverything(TestCluster cluster, SteadyWorkload steady) {
    int at = 0;
    for (int i = 0; i < KEYS; i++) {
      String path = Paths.key("filled", "k" + i) + "?r=all&strict=true";
      assertThat(RingChecks.answer(any(cluster, at++), path).text()).isEqualTo("v" + i);
    }
    for (String path : steady.acknowledged().keySet()) {
      Reply reply = RingChecks.answer(any(cluster, at++), path + "?r=all&strict=true");
      assertThat(steady.isShown(path, reply)).as("%s", reply).isTrue();
    }
  }

  private static TestNode any(TestCluster cluster, int number) {
    return cluster.node(number % cluster.nodes().size());
  }
}
