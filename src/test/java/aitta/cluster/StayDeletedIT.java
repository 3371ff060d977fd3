package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Keys are deleted while an owner is away that has them, and while a stand-in is away that keeps a
 * newer version for that owner. Whichever of the two returns first, before their deletes are
 * forgotten and after that: what was deleted stays so, and what was written again stays.
 */
@AcceptanceTest
class StayDeletedIT {
  private static final int KEYS = 6; // of each kind

  /** Time enough to forget, if it were allowed. */
  private static final Duration SOME_ROUNDS = Duration.ofSeconds(4);

  private final Map<String, String> untouched = new HashMap<>(); // contexts of keys nobody wrote
  private final List<String> deleted = new ArrayList<>();
  private final List<String> again = new ArrayList<>();

  @Test
  @FaultyCluster(
      nodes = 4,
      settings = {"AITTA_REPAIR_INTERVAL=2s", "AITTA_TOMBSTONE_GRACE=1s"},
      config = {"aitta.tombstone.settle-time = 1s", "aitta.hint.delivery-interval = 500ms"})
  void whatIsDeletedWhileAnOwnerAndItsStandInAreAwayStaysSoWhicheverReturnsFirst(Faults faults) {
    TestNode witness = faults.node(0);
    TestNode first = faults.node(2);
    TestNode second = faults.node(3);
    // Of these the first to return is an owner, and the second stands in for it; then vice versa.
    List<String> ofFirst = keys(witness, second, "a");
    List<String> ofSecond = keys(witness, first, "b");
    writeAll(witness, ofFirst, "old");
    writeAll(witness, ofSecond, "old");

    first.pause();
    TestCluster.awaitUnreachable(witness, List.of(first));
    writeAll(witness, ofFirst, "newer");
    awaitHeld(second, first);
    second.kill();
    TestCluster.awaitUnreachable(witness, List.of(second));
    first.resume();
    await("the first to be back")
        .atMost(TestCluster.HEAL_LIMIT)
        .until(() -> TestCluster.statuses(witness).get(first.id()).equals("up"));
    writeAll(witness, ofSecond, "newer");
    awaitHeld(first, second);
    first.kill();
    TestCluster.awaitUnreachable(witness, List.of(first));
    ofFirst.forEach(path -> witness.client().delete(path + "?timeout=10s").expect(204));
    ofSecond.forEach(path -> witness.client().delete(path + "?timeout=10s").expect(204));
    again.forEach(path -> witness.client().put(path, "again " + path).expect(204));
    expectStayed(List.of(witness, faults.node(1)));

    first.startAndAwaitReady();
    await("deletes to be remembered as long as one is away who could bring back what they deleted")
        .during(SOME_ROUNDS)
        .atMost(TestCluster.HEAL_LIMIT)
        .until(() -> deleted.stream().noneMatch(path -> isForgotten(witness, path)));
    expectStayed(List.of(witness, faults.node(1), first));

    second.startAndAwaitReady();
    expectStayed(faults.cluster().nodes());
    awaitForgotten(faults.cluster().nodes());
    expectStayed(faults.cluster().nodes());
  }

  /** Keys that all nodes own but one, half of them to be written again after the delete. */
  private List<String> keys(TestNode witness, TestNode noOwner, String prefix) {
    String bucket = Paths.fresh("stay-deleted");
    List<String> paths = new ArrayList<>();
    for (int i = 0; paths.size() < 2 * KEYS; i++) {
      if (!Holdings.owners(witness, bucket, prefix + i).contains(noOwner.id())) {
        String path = Paths.key(bucket, prefix + i);
        untouched.put(path, witness.client().get(path).expect(404).context());
        (paths.size() < KEYS ? deleted : again).add(path);
        paths.add(path);
      }
    }
    return paths;
  }

  private static void writeAll(TestNode node, List<String> paths, String value) {
    paths.forEach(
        path -> node.client().put(path + "?w=all&timeout=10s", value + " " + path).expect(204));
  }

  private static void awaitHeld(TestNode standIn, TestNode owner) {
    await(standIn.id() + " to keep what " + owner.id() + " misses")
        .atMost(TestCluster.HEAL_LIMIT)
        .until(() -> Holdings.hintsHeld(standIn, owner.id()) >= 2 * KEYS);
  }

  private void awaitForgotten(List<TestNode> nodes) {
    for (TestNode node : nodes) {
      await("deletes to be forgotten by the copy that " + node.id() + " asks")
          .atMost(TestCluster.HEAL_LIMIT)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> deleted.stream().allMatch(path -> isForgotten(node, path)));
    }
    for (String path : deleted) {
      assertThat(Holdings.of(nodes.get(0), path))
          .as("copies of %s", path)
          .hasSize(3)
          .allSatisfy(copy -> assertThat(copy.versions()).isEmpty());
    }
  }

  /** Whether a copy remembers shows in the context of its 404. */
  private boolean isForgotten(TestNode node, String path) {
    Reply reply = node.client().get(path + "?r=one");
    return reply.status() == 404 && reply.context().equals(untouched.get(path));
  }

  private void expectStayed(List<TestNode> nodes) {
    for (TestNode node : nodes) {
      deleted.forEach(path -> answer(node, path).expect(404));
      again.forEach(
          path -> assertThat(answer(node, path).expect(200).text()).isEqualTo("again " + path));
    }
  }

  /** One that has just come back says 503 until it has found its peers. */
  private static Reply answer(TestNode node, String path) {
    Reply[] answer = new Reply[1];
    await("an answer of " + node.id())
        .atMost(TestCluster.HEAL_LIMIT)
        .until(
            () -> {
              answer[0] = node.client().get(path);
              return answer[0].status() != 503;
            });
    return answer[0];
  }
}
