package aitta.antientropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.RangeMessage;
import aitta.peer.RangeMessage.DeadKey;
import aitta.replica.Writes;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReclaimerTest {
  private static final Key KEY = Key.of("b", "dead");
  private final SimulatedCluster cluster = new SimulatedCluster(3);
  private final SimulatedNode first = cluster.node("n1");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void deadKeyGoesFromAllOwnersOnceEverythingHasSettled() {
    holdEverywhere();
    start("n1");
    pass(1);
    await().until(() -> approvals() == 3);
    await().during(Duration.ofMillis(100)).until(() -> held() == 3);
    passUntilGone();
    assertThat(List.of("n1", "n2", "n3")).allMatch(node -> cluster.node(node).copy.mark == 1);
    await().until(() -> first.peers().openCount() == 0);
  }

  @Test
  void onlyTheFirstOwnerReclaims() {
    holdEverywhere();
    cluster.node("n2").dead = first.dead;
    start("n2");
    pass(5);
    await().during(Duration.ofMillis(100)).until(() -> approvals() == 0);
  }

  @Test
  void nothingIsReclaimedWhileAMemberOfTheRingIsAway() {
    holdEverywhere();
    first.unreachable.add(new NodeId("n3"));
    start("n1");
    pass(5);
    await().during(Duration.ofMillis(100)).until(() -> approvals() == 0);
    first.unreachable.clear();
    passUntilGone();
  }

  @Test
  void roundThatBeganUnderAnotherListOfOwnersIsGivenUpAndBegunAnew() {
    holdEverywhere();
    start("n1");
    pass(1);
    await().until(() -> approvals() == 3);
    first.list = 2;
    pass(3);
    await().during(Duration.ofMillis(100)).until(() -> asked(RangeMessage.HintsAbout.class) == 0);
    assertThat(held()).isEqualTo(3);
    passUntilGone();
  }

  @Test
  void keyOfWhichAHintIsKeptStays() {
    holdEverywhere();
    cluster.node("n2").hints = new int[] {0};
    start("n1");
    await()
        .until(
            () -> {
              pass(5);
              return asked(RangeMessage.HintsAbout.class) >= 6;
            });
    assertThat(held()).isEqualTo(3);
  }

  @Test
  void ownerThatFallsSilentLeavesEverythingAsItWas() {
    holdEverywhere();
    cluster.node("n3").silent = true;
    start("n1");
    await()
        .until(
            () -> {
              pass(5);
              return approvals() >= 6;
            });
    assertThat(held()).isEqualTo(3);
    assertThat(asked(RangeMessage.HintsAbout.class)).isZero();
  }

  private void passUntilGone() {
    await()
        .until(
            () -> {
              pass(1);
              return held() == 0;
            });
  }

  private void pass(int seconds) {
    cluster.pass(Duration.ofSeconds(seconds));
  }

  private long approvals() {
    return asked(RangeMessage.ApproveReclaim.class);
  }

  private long asked(Class<?> question) {
    return List.of("n1", "n2", "n3").stream()
        .flatMap(node -> cluster.node(node).asked.stream())
        .filter(question::isInstance)
        .count();
  }

  private long held() {
    return List.of("n1", "n2", "n3").stream()
        .filter(
            node -> {
              SimulatedCopy copy = cluster.node(node).copy;
              synchronized (copy) {
                return !copy.get(KEY).isEmpty();
              }
            })
        .count();
  }

  private void holdEverywhere() {
    List.of("n1", "n2", "n3")
        .forEach(node -> cluster.node(node).copy.join(KEY, Writes.set(9, 1, "v")));
    first.dead = List.of(new DeadKey(KEY, first.copy.get(KEY).summary()));
  }

  private void start(String name) {
    SimulatedNode node = cluster.node(name);
    cluster.spawn(
        Reclaimer.create(
            new Reclaimer.Setup(
                node.peers(),
                cluster.clock(),
                node,
                node.copies(),
                new SplittableRandom(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3))));
  }
}
