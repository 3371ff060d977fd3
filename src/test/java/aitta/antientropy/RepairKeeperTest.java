package aitta.antientropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.RangeMessage;
import aitta.peer.RangeMessage.RangeRepair;
import aitta.replica.Fitness;
import aitta.replica.Writes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepairKeeperTest {
  private static final int RANGE = SimulatedNode.RANGE;
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private final SimulatedCluster cluster = new SimulatedCluster(3);

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void ownerComparesWithThoseBehindItInTheListAlone() {
    ActorRef<RepairKeeper.Command> keeper = start("n2");
    keeper.tell(new RepairKeeper.Begin(RANGE));
    await().until(() -> compared("n3") == 1);
    assertThat(compared("n1")).isZero();
    assertThat(report(keeper).inSync()).isTrue();
    assertThat(report(keeper).keysCompared()).isZero();
  }

  @Test
  void ownersThatCannotBeReachedAreLeftOut() {
    cluster.node("n1").unreachable.add(new NodeId("n2"));
    ActorRef<RepairKeeper.Command> keeper = start("n1");
    keeper.tell(new RepairKeeper.Begin(-1));
    await().until(() -> compared("n3") == 1);
    assertThat(compared("n2")).isZero();
  }

  @Test
  void whatWasRepairedIsReportedAndStaysWhenThereIsNothingMore() {
    cluster.node("n2").copy.join(Key.of("b", "k"), Writes.set(9, 1, "v"));
    ActorRef<RepairKeeper.Command> keeper = start("n1");
    keeper.tell(new RepairKeeper.Begin(RANGE));
    await()
        .until(
            () -> {
              cluster.pass(Duration.ofMillis(500));
              return report(keeper).keysRepaired() == 2; // itself, and n3 from it
            });
    long compared = report(keeper).keysCompared();
    keeper.tell(new RepairKeeper.Begin(RANGE));
    await().until(() -> compared("n3") >= 3);
    await().until(() -> report(keeper).inSync());
    assertThat(report(keeper).keysRepaired()).isEqualTo(2);
    assertThat(report(keeper).keysCompared()).isEqualTo(compared);
  }

  @Test
  void withoutAWordFromItsStewardForThreeIntervalsTheOwnerBeginsAndGoesOnUntilThereIsOne() {
    ActorRef<RepairKeeper.Command> keeper = start("n1");
    report(keeper); // an actor that has not begun to count misses the time that passes
    cluster.pass(INTERVAL);
    cluster.pass(INTERVAL);
    await().during(Duration.ofMillis(100)).until(() -> compared("n2") == 0);
    cluster.pass(INTERVAL);
    await().until(() -> compared("n2") == 1 && compared("n3") == 1);
    cluster.pass(INTERVAL);
    await().until(() -> compared("n2") == 2 && compared("n3") == 2);
    keeper.tell(new RepairKeeper.Begin(RANGE));
    await().until(() -> compared("n2") == 3 && compared("n3") == 3);
    cluster.pass(INTERVAL);
    await().during(Duration.ofMillis(100)).until(() -> compared("n2") == 3);
  }

  @Test
  void aWordFromTheStewardKeepsTheOwnerQuiet() {
    ActorRef<RepairKeeper.Command> keeper = start("n1");
    for (int i = 1; i <= 4; i++) {
      int begun = i;
      keeper.tell(new RepairKeeper.Begin(RANGE));
      await().until(() -> compared("n2") == begun && compared("n3") == begun);
      cluster.pass(INTERVAL);
    }
    await().during(Duration.ofMillis(100)).until(() -> compared("n2") == 4);
  }

  @Test
  void copyThatWasAwayWhileKeysWereReclaimedIsSetAside() {
    cluster.node("n2").copy.mark = 7;
    start("n1").tell(new RepairKeeper.Begin(RANGE));
    await().until(() -> cluster.node("n1").said.contains("set aside 3 for 7"));
    assertThat(cluster.node("n1").copies.get(RANGE).fitness()).isEqualTo(Fitness.FIT);
  }

  @Test
  void rangeOnItsWayHereWaitsForNoneThatIsCompared() {
    cluster.node("n1").foreign.add(RANGE + 1);
    cluster.node("n2").silent = true;
    ActorRef<RepairKeeper.Command> keeper = start("n1");
    keeper.tell(new RepairKeeper.Begin(RANGE));
    await().until(() -> compared("n2") == 1); // and takes the only place
    TestProbe<RangeExchanger.Ended> ended = cluster.kit().createTestProbe();
    RangeExchanger.Task fill = new RangeExchanger.Task(RANGE + 1, new NodeId("n3"), true);
    keeper.tell(new RepairKeeper.CatchUp(fill, ended.ref()));
    assertThat(ended.receiveMessage().end()).isInstanceOf(Step.Completed.class);
    assertThat(cluster.node("n3").asked)
        .filteredOn(question -> question instanceof RangeMessage.Compare)
        .hasSize(1);
  }

  private RangeRepair report(ActorRef<RepairKeeper.Command> keeper) {
    CompletableFuture<List<RangeRepair>> report = new CompletableFuture<>();
    keeper.tell(new RepairKeeper.Report(report::complete));
    return report.join().get(0);
  }

  private long compared(String node) {
    return cluster.node(node).asked.stream()
        .filter(
            question ->
                question instanceof RangeMessage.Compare compare && compare.mine().life() != 0)
        .count();
  }

  private ActorRef<RepairKeeper.Command> start(String node) {
    return cluster.spawn(
        RepairKeeper.create(
            new RepairKeeper.Setup(
                new RepairKeeper.Pace(cluster.shared(1 << 30, node), () -> 1),
                new RepairKeeper.Pace(cluster.shared(1 << 30, node), () -> 1),
                cluster.node(node),
                cluster.node(node).copies(),
                new Levels(),
                INTERVAL)));
  }
}
