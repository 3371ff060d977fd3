package aitta.antientropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.NodeId;
import aitta.peer.RangeMessage;
import java.time.Duration;
import java.util.Random;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RangeStewardTest {
  private static final Duration INTERVAL = Duration.ofSeconds(100);
  private final SimulatedCluster cluster = new SimulatedCluster(3);
  private final SimulatedNode host = cluster.node("n3");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void eachOwnerButTheLastIsAskedOnceAnInterval() {
    start(7, 16);
    passIntervals(4);
    await()
        .untilAsserted(
            () -> {
              assertThat(asked("n1")).isBetween(3L, 6L);
              assertThat(asked("n2")).isBetween(3L, 6L);
            });
    assertThat(asked("n3")).isZero();
    assertThat(cluster.node("n1").asked)
        .allMatch(question -> ((RangeMessage.StartRepair) question).range() == 7);
  }

  @Test
  void ownerThatCannotBeReachedIsPassedOver() {
    host.unreachable.add(new NodeId("n1"));
    start(7, 16);
    passIntervals(2);
    await().until(() -> asked("n2") >= 1);
    assertThat(asked("n1")).isZero();
  }

  @Test
  void stewardOfSeveralRangesComesToAllOfThem() {
    start(1, 4); // of 16
    passIntervals(2);
    await()
        .untilAsserted(
            () ->
                assertThat(cluster.node("n1").asked)
                    .extracting(question -> ((RangeMessage.StartRepair) question).range())
                    .contains(1, 5, 9, 13)
                    .doesNotContain(0, 2, 3));
  }

  @Test
  void stewardStopsWhenItIsTold() {
    ActorRef<RangeSteward.Command> steward = start(7, 16);
    steward.tell(RangeSteward.Command.STOP);
    cluster.kit().createTestProbe().expectTerminated(steward);
  }

  private void passIntervals(int count) {
    for (int i = 0; i < 20 * count; i++) {
      cluster.pass(INTERVAL.dividedBy(20));
    }
  }

  private long asked(String node) {
    return cluster.node(node).asked.size();
  }

  private ActorRef<RangeSteward.Command> start(int index, int stewards) {
    return cluster.spawn(
        RangeSteward.create(
            new RangeSteward.Setup(host.peers(), host, 16, INTERVAL, new Random(1)::nextLong),
            index,
            stewards));
  }
}
