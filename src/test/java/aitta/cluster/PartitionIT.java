package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A network that falls apart: both sides go on, what both sides wrote is kept, and when it is whole
 * again the nodes are one cluster without a restart and without a human. Dynamo, section 4.6.
 *
 * <p>All tests harm the same five nodes, one after the other.
 */
@AcceptanceTest
class PartitionIT {
  private static final int KEYS = 30;

  /** "A node with data becomes ready without its peers or seeds: within 30 s it serves". */
  private static final Duration ALONE_LIMIT = Duration.ofSeconds(30);

  private static TestCluster cluster;
  private String bucket;
  private List<Long> processes;
  private List<Integer> lives;

  @BeforeAll
  static void start() {
    cluster = TestCluster.of("partition-5", 5).in(TestNetwork.open(5)).start();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void awaitOneCluster() {
    cluster.awaitAllUp();
    bucket = Paths.fresh("partition");
    processes = cluster.nodes().stream().map(TestNode::pid).toList();
    lives = lives();
  }

  @AfterEach
  void healAndStartAll() {
    cluster.network().heal();
    cluster.nodes().stream().filter(node -> !node.isRunning()).forEach(TestNode::start);
  }

  @Test
  void bothSidesTakeWritesAndEveryNodeShowsBothVersionsAfterwards() {
    for (int i = 0; i < KEYS; i++) {
      cluster.client(i % 5).put(path("split-", i), "before").expect(204);
    }
    List<TestNode> few = cluster.nodes().subList(0, 2);
    List<TestNode> many = cluster.nodes().subList(2, 5);
    cluster.network().cut(Set.of(0, 1), Set.of(2, 3, 4));
    // Nobody has been found unreachable yet: owners that do not answer are replaced meanwhile.
    writeAll(few, "at-once-", 5, "few");
    writeAll(many, "at-once-", 5, "many");
    few.forEach(witness -> TestCluster.awaitUnreachable(witness, many));
    many.forEach(witness -> TestCluster.awaitUnreachable(witness, few));
    writeAll(few, "split-", KEYS, "few");
    writeAll(many, "split-", KEYS, "many");

    cluster.network().heal();
    expectHealedWithoutRestart();
    for (TestNode node : cluster.nodes()) {
      awaitSiblings(node, "at-once-", 5);
      awaitSiblings(node, "split-", KEYS);
    }
  }

  @Test
  void nodeThatIsCutOffServesAloneAndMeetsTheOthersAgain() {
    TestNode alone = cluster.node(4);
    List<TestNode> others = cluster.nodes().subList(0, 4);
    cluster.network().cutOff(4);
    TestCluster.awaitUnreachable(alone, others);
    others.forEach(witness -> TestCluster.awaitUnreachable(witness, List.of(alone)));
    for (int i = 0; i < KEYS; i++) {
      String path = path("split-", i);
      alone.client().put(path + "?w=one", "few").expect(204);
      assertThat(alone.client().get(path + "?r=one").expect(200).text()).isEqualTo("few");
    }
    Reply refused = alone.client().put(path("refused-", 0), "few");
    refused.expectProblem(503, "quorum-not-met");
    assertThat(refused.json().path("required").asInt()).isEqualTo(2);
    assertThat(refused.json().path("received").asInt()).isEqualTo(1);
    alone.client().get(path("refused-", 0)).expectProblem(503, "quorum-not-met");
    writeAll(others, "split-", KEYS, "many");

    cluster.network().heal();
    expectHealedWithoutRestart();
    cluster.nodes().forEach(node -> awaitSiblings(node, "split-", KEYS));
  }

  @Test
  void linkThatIsOpenOneWayAloneCostsNothingThatWasAcknowledged() {
    RegisterWorkload registers = new RegisterWorkload(cluster, bucket, 3, false);
    try (Work.Running<Integer> running = registers.start(Seeds.random("one way"))) {
      cluster.network().cutOneWay(0, 1);
      await("one of them to miss the other")
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  TestCluster.statuses(cluster.node(2)).containsValue("unreachable")
                      || running.isDone());
      int before = registers.acknowledged();
      await("writes to go on")
          .atMost(Duration.ofSeconds(30))
          .until(() -> registers.acknowledged() > before + KEYS || running.isDone());
      cluster.network().heal();
      registers.finish(running);
    }
    expectHealedWithoutRestart();
    expectRight(registers);
  }

  @Test
  void linksThatComeAndGoCostNothingThatWasAcknowledged() {
    RegisterWorkload registers = new RegisterWorkload(cluster, bucket, 3, false);
    Random random = Seeds.random("flapping");
    long noticedMillis = FaultSchedule.Pace.DEFAULT.noticed().toMillis();
    List<FaultSchedule.Step> steps = new ArrayList<>();
    FaultSchedule.Fault split = new FaultSchedule.Split(Set.of(0, 1), Set.of(2, 3, 4));
    long at = 0;
    for (int i = 0; i < 8; i++) {
      at += random.nextLong(noticedMillis / 20, noticedMillis / 2);
      steps.add(new FaultSchedule.Step(at, split, true));
      at += random.nextLong(noticedMillis / 20, noticedMillis / 2);
      steps.add(new FaultSchedule.Step(at, split, false));
    }
    try (Work.Running<Integer> running = registers.start(random)) {
      new Faults(cluster, 0).play(new FaultSchedule(steps));
      registers.finish(running);
    }
    expectHealedWithoutRestart();
    expectRight(registers);
  }

  @Test
  void nodeRestartsWhileAnotherIsCutOff() {
    for (int i = 0; i < KEYS; i++) {
      cluster.client(i % 5).put(path("k", i), "v" + i).expect(204);
    }
    cluster.network().cutOff(4);
    TestCluster.awaitUnreachable(cluster.node(0), List.of(cluster.node(4)));
    TestNode back = cluster.node(3);
    back.kill();
    back.start();
    back.awaitReady(ALONE_LIMIT);
    for (int i = 0; i < KEYS; i++) {
      String path = path("k", i);
      // Its first moments are those in which it finds its peers.
      await("reading k" + i)
          .atMost(ALONE_LIMIT)
          .until(() -> back.client().get(path).status() == 200);
      back.client().put(path("new", i), "by " + back.id()).expect(204);
    }
    assertThat(TestCluster.statuses(back)).containsEntry("n5", "unreachable");
    cluster.network().heal();
    cluster.awaitAllUp();
  }

  @Test
  void clustersThatFormApartAfterAnOutageBecomeOneOnceTheyReachEachOther() {
    for (int i = 0; i < KEYS; i++) {
      cluster.client(i % 5).put(path("k", i) + "?w=all&timeout=10s", "v" + i).expect(204);
    }
    cluster.killAll();
    cluster.network().cut(Set.of(0, 1), Set.of(2, 3, 4));
    cluster.nodes().forEach(TestNode::start);
    cluster.nodes().forEach(node -> node.awaitReady(TestNode.START_LIMIT));
    List<TestNode> few = cluster.nodes().subList(0, 2);
    List<TestNode> many = cluster.nodes().subList(2, 5);
    // Each side has two nodes at least, and finds them by and by.
    few.forEach(node -> awaitSeesUp(node, few));
    many.forEach(node -> awaitSeesUp(node, many));
    writeAll(few, "split-", KEYS, "few");
    writeAll(many, "split-", KEYS, "many");

    cluster.network().heal();
    cluster.awaitAllUp();
    assertThat(cluster.nodes()).allMatch(TestNode::isRunning);
    for (TestNode node : cluster.nodes()) {
      awaitSiblings(node, "split-", KEYS);
      for (int i = 0; i < KEYS; i++) {
        assertThat(node.client().get(path("k", i)).expect(200).text()).isEqualTo("v" + i);
      }
    }
  }

  private static void awaitSeesUp(TestNode node, List<TestNode> all) {
    await(node.id() + " to see " + all)
        .atMost(TestCluster.HEAL_LIMIT)
        .untilAsserted(
            () ->
                assertThat(all)
                    .allSatisfy(
                        other ->
                            assertThat(TestCluster.statuses(node))
                                .containsEntry(other.id(), "up")));
  }

  private void expectHealedWithoutRestart() {
    cluster.awaitAllUp();
    assertThat(cluster.nodes()).allMatch(TestNode::isRunning);
    assertThat(cluster.nodes().stream().map(TestNode::pid)).isEqualTo(processes);
    assertThat(lives()).as("actor systems of each node").isEqualTo(lives);
  }

  /** How many actor systems each process has had. */
  private static List<Integer> lives() {
    return cluster.nodes().stream()
        .map(node -> node.logSinceStart().split("Starting the actor system anew", -1).length)
        .toList();
  }

  /** Once what stand-ins kept is where it belongs, every read sees what was acknowledged. */
  private void expectRight(RegisterWorkload registers) {
    cluster.awaitHintsDelivered();
    for (TestNode node : cluster.nodes()) {
      assertThat(registers.readAll(node)).isEqualTo(registers.size());
    }
    assertThat(registers.violations()).isEmpty();
  }

  private void writeAll(List<TestNode> side, String prefix, int count, String value) {
    for (int i = 0; i < count; i++) {
      side.get(i % side.size()).client().put(path(prefix, i) + "?timeout=10s", value).expect(204);
    }
  }

  private void awaitSiblings(TestNode node, String prefix, int count) {
    await("both versions at " + node.id())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                IntStream.range(0, count)
                    .forEach(
                        i ->
                            assertThat(
                                    node.client().get(path(prefix, i)).expect(300).siblingTexts())
                                .as("%s%d at %s", prefix, i, node.id())
                                .containsExactly("few", "many")));
  }

  private String path(String prefix, int i) {
    return Paths.key(bucket, prefix + i);
  }
}
