package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Several changes of the members at once, while clients read and write: whatever comes in between,
 * the ring ends where its members put it, with enough of them, and nothing is missed.
 */
@AcceptanceTest
class ManyChangesIT {
  private static final int STEADY_CLIENTS = 4;
  private static final int SET_CLIENTS = 2;

  @Test
  void changesThatMeetEndInTheRingOfTheMembersThatAreLeft() {
    Random random = Seeds.random("many changes");
    try (TestCluster cluster = TestCluster.of("many-changes", 4).in(TestNetwork.open(7))) {
      cluster.with("AITTA_REPAIR_INTERVAL", "5s").start();
      cluster.awaitAllUp();
      SetWorkload sets = new SetWorkload(cluster);
      SteadyWorkload steady = new SteadyWorkload("steady", cluster.nodes().subList(2, 4));
      TestNode first;
      try (Work.Running<Integer> adding = sets.start(SET_CLIENTS, random)) {
        try (Work.Running<Integer> running = steady.start(STEADY_CLIENTS, random)) {
          first = twoAreAskedToLeaveAtOnce(cluster);
          twoJoinDuringALeaveAndOneIsKilled(cluster, steady, first);
          steady.finish(running);
        }
        leavesOnBothSidesOfAPartitionThatFallsIntoAHandOver(cluster, other(cluster, first));
        sets.finish(adding);
      }
      oneOfThreeLeaversIsHeldBackUntilAnotherNodeComes(cluster, other(cluster, first));
      expectNothingMissed(cluster.node(4), steady, sets);
    }
  }

  /** The node that goes: together they would be one too many. */
  private static TestNode twoAreAskedToLeaveAtOnce(TestCluster cluster) {
    CompletableFuture<Integer> one =
        CompletableFuture.supplyAsync(() -> leave(cluster.node(2), "n1"));
    CompletableFuture<Integer> two =
        CompletableFuture.supplyAsync(() -> leave(cluster.node(3), "n2"));
    List<Integer> answers = List.of(one.join(), two.join());
    assertThat(answers).as("answers to two leaves").contains(409).isSubsetOf(202, 409);
    if (answers.contains(202)) {
      return cluster.node(answers.indexOf(202));
    }
    assertThat(leave(cluster.node(2), "n1")).as("asked again").isEqualTo(202);
    return cluster.node(0);
  }

  private static TestNode other(TestCluster cluster, TestNode first) {
    return cluster.node(first == cluster.node(0) ? 1 : 0);
  }

  private static int leave(TestNode asked, String node) {
    return asked.client().post("/v1/cluster/nodes/" + node + "/leave", "").status();
  }

  private static void twoJoinDuringALeaveAndOneIsKilled(
      TestCluster cluster, SteadyWorkload steady, TestNode leaver) {
    TestNode fifth = cluster.addNode("n5");
    TestNode sixth = cluster.addNode("n6");
    fifth.start();
    sixth.start();
    fifth.awaitReady(TestNode.START_LIMIT);
    sixth.awaitReady(TestNode.START_LIMIT);
    awaitMoving(cluster.node(2), "n5");
    fifth.kill();
    fifth.startAndAwaitReady();
    steady.use(sixth);
    Set<String> members = Set.of(other(cluster, leaver).id(), "n3", "n4", "n5", "n6");
    RingChecks.awaitAtTarget(sixth, members);
    RingChecks.awaitAtTarget(cluster.node(2), members);
    expectLeft(leaver);
  }

  /** Waits until ranges are on their way to a node. */
  private static void awaitMoving(TestNode witness, String to) {
    await("ranges to be on their way to " + to)
        .atMost(RingChecks.LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              for (JsonNode range :
                  witness.client().get("/v1/cluster/ring").expect(200).json().path("ranges")) {
                if (range.path("pending").toString().contains('"' + to + '"')
                    || range.path("owners").toString().contains('"' + to + '"')) {
                  return true;
                }
              }
              return false;
            });
  }

  private static void expectLeft(TestNode leaver) {
    assertThat(leaver.awaitExit(RingChecks.LIMIT)).as("exit code of %s", leaver.id()).isZero();
  }

  /**
   * One is leaving, the side of n3 lets n3 go, and the side of n4 lets n4 go. With all three two
   * nodes would be left: so one of them waits until another has come.
   */
  private static void leavesOnBothSidesOfAPartitionThatFallsIntoAHandOver(
      TestCluster cluster, TestNode leaver) {
    TestNode third = cluster.node(2);
    TestNode fourth = cluster.node(3);
    TestNode fifth = cluster.node(4);
    assertThat(leave(third, leaver.id())).isEqualTo(202);
    cluster.network().cut(Set.of(cluster.nodes().indexOf(leaver), 2), Set.of(3, 4, 5));
    TestCluster.awaitUnreachable(third, List.of(fourth, fifth));
    TestCluster.awaitUnreachable(fourth, List.of(leaver, third));
    assertThat(leave(third, "n3")).isEqualTo(202);
    assertThat(leave(fourth, "n4")).isEqualTo(202);
    cluster.network().heal();
    await("every range to be with three nodes")
        .atMost(RingChecks.LIMIT)
        .pollInterval(Duration.ofMillis(250))
        .until(() -> owners(fifth).size() == 3);
  }

  private static Set<String> owners(TestNode witness) {
    Set<String> owners = new TreeSet<>();
    for (JsonNode range :
        witness.client().get("/v1/cluster/ring").expect(200).json().path("ranges")) {
      range.path("owners").forEach(one -> owners.add(one.asText()));
    }
    return owners;
  }

  private static void oneOfThreeLeaversIsHeldBackUntilAnotherNodeComes(
      TestCluster cluster, TestNode leaver) {
    TestNode fifth = cluster.node(4);
    List<TestNode> leavers = List.of(leaver, cluster.node(2), cluster.node(3));
    TestNode held = awaitOneLeft(fifth, leavers);
    RingChecks.awaitAtTarget(fifth, Set.of(held.id(), "n5", "n6"));
    assertThat(TestCluster.statuses(fifth)).containsEntry(held.id(), "leaving");
    assertThat(held.logSinceStart()).contains("asked to leave and stays for now");
    leavers.stream().filter(node -> node != held).forEach(ManyChangesIT::expectLeft);

    cluster.addNode("n7").startAndAwaitReady();
    RingChecks.awaitAtTarget(fifth, Set.of("n5", "n6", "n7"));
    expectLeft(held);
  }

  private static TestNode awaitOneLeft(TestNode witness, List<TestNode> leavers) {
    List<TestNode> left = new ArrayList<>(leavers);
    await("one of " + leavers + " to be left")
        .atMost(RingChecks.LIMIT)
        .pollInterval(Duration.ofMillis(250))
        .until(
            () -> {
              Set<String> members = TestCluster.statuses(witness).keySet();
              left.removeIf(node -> !members.contains(node.id()));
              return left.size() == 1;
            });
    return left.get(0);
  }

  private static void expectNothingMissed(
      TestNode witness, SteadyWorkload steady, SetWorkload sets) {
    assertThat(steady.failures()).isEmpty();
    assertThat(steady.violations()).isEmpty();
    assertThat(steady.operations()).isGreaterThan(STEADY_CLIENTS);
    for (String path : steady.acknowledged().keySet()) {
      Reply reply = RingChecks.answer(witness, path + "?r=all&strict=true");
      assertThat(steady.isShown(path, reply)).as("%s", reply).isTrue();
    }
    SetLedger ledger = sets.ledger();
    List<String> wrong = new ArrayList<>();
    for (String key : ledger.keys()) {
      Reply reply = RingChecks.answer(witness, SetWorkload.path(key) + "?r=all&strict=true");
      wrong.addAll(ledger.violations(key, SetWorkload.elements(reply)));
    }
    assertThat(wrong).isEmpty();
    assertThat(ledger.acknowledgedCount()).isGreaterThan(SET_CLIENTS);
    RingChecks.expectNoMoreCopiesThanShould(
        witness, steady.acknowledged().size(), "steady", "sets");
  }
}
