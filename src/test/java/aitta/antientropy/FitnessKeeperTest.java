package aitta.antientropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.Key;
import aitta.peer.RangeMessage;
import aitta.replica.Fitness;
import aitta.replica.Writes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FitnessKeeperTest {
  private static final int RANGE = SimulatedNode.RANGE;
  private final SimulatedCluster cluster = new SimulatedCluster(3);
  private final SimulatedNode own = cluster.node("n1");
  private final AtomicInteger allFit = new AtomicInteger();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void copyThatNobodyHasSeenFurtherIsConfirmed() {
    own.be(RANGE, Fitness.UNCONFIRMED);
    start();
    passUntil("confirmed 3");
    await().until(this::tickedAllFit);
    assertThat(own.peers().openCount()).isZero();
  }

  @Test
  void copyThatSomebodyHasSeenFurtherIsDeniedAndCatchesUpWithBothOthers() {
    own.be(RANGE, Fitness.UNCONFIRMED);
    cluster.node("n3").seen.put(RANGE, new ConfirmAnswer.Seen(1, 11));
    cluster.node("n2").copy.join(Key.of("b", "two"), Writes.set(9, 1, "v"));
    cluster.node("n3").copy.join(Key.of("b", "three"), Writes.set(8, 1, "v"));
    start();
    passUntil("caught up 3");
    assertThat(own.said).containsExactly("denied 3", "caught up 3");
    assertThat(own.copy.sets).hasSize(2);
  }

  @Test
  void oneFitOwnerOfTwoOthersIsNotEnoughToCatchUpWith() {
    own.be(RANGE, Fitness.BEHIND);
    cluster.node("n3").be(RANGE, Fitness.BEHIND);
    start();
    await()
        .until(
            () -> {
              cluster.pass(Duration.ofMillis(500));
              return compared("n2") >= 1 && compared("n3") >= 3;
            });
    assertThat(own.said).isEmpty();
    assertThat(compared("n2")).as("exchanges with the one that counted").isEqualTo(1);
  }

  private long compared(String node) {
    return cluster.node(node).asked.stream().filter(RangeMessage.Compare.class::isInstance).count();
  }

  @Test
  void unansweredQuestionIsRepeated() {
    own.be(RANGE, Fitness.UNCONFIRMED);
    cluster.node("n2").silent = true;
    start();
    await().until(() -> asked("n3") && asked("n2"));
    cluster.node("n2").silent = false;
    passUntil("confirmed 3");
  }

  private boolean asked(String node) {
    cluster.pass(Duration.ofMillis(500));
    return cluster.node(node).asked.stream().anyMatch(RangeMessage.Confirm.class::isInstance);
  }

  private boolean tickedAllFit() {
    cluster.pass(Duration.ofMillis(500));
    return allFit.get() == 1;
  }

  private void passUntil(String said) {
    await()
        .until(
            () -> {
              cluster.pass(Duration.ofMillis(500));
              return own.said.contains(said);
            });
  }

  private void start() {
    ActorRef<RepairKeeper.Command> repairs =
        cluster.spawn(
            RepairKeeper.create(
                new RepairKeeper.Setup(
                    new RepairKeeper.Pace(cluster.shared(1 << 30, "n1"), () -> 2),
                    new RepairKeeper.Pace(cluster.shared(1 << 30, "n1"), () -> 2),
                    own,
                    own.copies(),
                    new Levels(),
                    Duration.ofHours(1))));
    cluster.spawn(
        FitnessKeeper.create(
            new FitnessKeeper.Setup(
                own.peers(),
                cluster.clock(),
                own,
                own.copies(),
                false,
                repairs,
                allFit::incrementAndGet)));
  }
}
