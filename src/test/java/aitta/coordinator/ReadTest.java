package aitta.coordinator;

import static aitta.coordinator.FakeCluster.KEY;
import static aitta.coordinator.FakeCluster.beside;
import static aitta.coordinator.FakeCluster.put;
import static aitta.coordinator.FakeCluster.putAt;
import static aitta.coordinator.FakeCluster.read;
import static aitta.coordinator.FakeCluster.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.NodeId;
import aitta.peer.PeerMessage.Reason;
import aitta.quorum.Level;
import aitta.request.Outcome;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadTest {
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");
  private final FakeCluster cluster = new FakeCluster(5, 3);

  @AfterEach
  void everyRequestEndsOnceAndLeavesNothing() {
    cluster.settle();
    cluster.assertEveryRequestWasAnsweredOnce();
    cluster.close();
  }

  @Test
  void aReadIsAnsweredOnceROwnersHaveAnswered() {
    cluster.node("a").ask(putAt("v", Level.ALL, true));
    for (Level r : List.of(Level.ONE, Level.QUORUM, Level.ALL)) {
      for (String through : List.of("a", "e")) {
        Outcome.ReadDone found = (Outcome.ReadDone) cluster.node(through).ask(read(r, true));
        assertThat(found.answered()).isBetween(r.of(3), 3);
        assertThat(valuesOf(found.siblings())).containsExactly("v");
      }
    }
  }

  @Test
  void aReadMergesWhatOwnersHoldAndRepairsThem() {
    cluster.network.silence(C);
    cluster.node("a").ask(putAt("one", Level.QUORUM, true));
    cluster.network.wake(C);
    cluster.network.silence(B);
    cluster.node("c").ask(beside("two"));
    cluster.network.wake(B);
    Outcome.ReadDone all = (Outcome.ReadDone) cluster.node("d").ask(read(Level.ALL, true));
    assertThat(valuesOf(all.siblings())).containsExactly("one", "two");
    await()
        .untilAsserted(
            () ->
                assertThat(cluster.owners)
                    .allMatch(
                        owner ->
                            valuesOf(cluster.nodes.get(owner).replica.stored(KEY)).size() == 2));
  }

  @Test
  void aSilentOwnerIsHedged() {
    cluster.node("a").ask(putAt("v", Level.ALL, true));
    cluster.network.silence(B);
    assertThat(cluster.readAt("a")).containsExactly("v");
    assertThat(cluster.readAt("c")).containsExactly("v");
    assertThat(cluster.readAt("e")).containsExactly("v");
  }

  @Test
  void anOwnerThatRefusesIsReplacedByAnother() {
    cluster.node("a").ask(putAt("v", Level.ALL, true));
    cluster.node("a").replica.refuse(Reason.STARTING);
    assertThat(cluster.readAt("a")).containsExactly("v");
  }

  @Test
  void standInsCountWhileOwnersAreAway() {
    List.of("a", "b", "c").forEach(cluster::takeAway);
    cluster.node("d").ask(put("v"));
    assertThat(cluster.readAt("e")).containsExactly("v");
    assertThat(cluster.node("d").ask(read(Level.QUORUM, true)))
        .isInstanceOf(Outcome.QuorumNotMet.class);
  }

  @Test
  void absenceNeedsTheWordOfAnOwner() {
    List.of("a", "b", "c").forEach(cluster::takeAway);
    assertThat(cluster.node("d").ask(read(Level.QUORUM, false)))
        .isInstanceOf(Outcome.QuorumNotMet.class);
    cluster.bringBack("a");
    Outcome.ReadDone none = (Outcome.ReadDone) cluster.node("d").ask(read(Level.QUORUM, false));
    assertThat(none.siblings().isEmpty()).isTrue();
  }

  @Test
  void tooFewOwnersAreToldWithHowManyAnswered() {
    cluster.takeAway("b");
    cluster.takeAway("c");
    Outcome outcome = cluster.node("a").ask(read(Level.QUORUM, true));
    assertThat(outcome).isInstanceOf(Outcome.QuorumNotMet.class);
    assertThat(((Outcome.QuorumNotMet) outcome).required()).isEqualTo(2);
    assertThat(((Outcome.QuorumNotMet) outcome).received()).isEqualTo(1);
  }

  @Test
  void whoIsCatchingUpCountsForNoStrictReadAndIsNamed() {
    cluster.node("a").ask(putAt("v", Level.ALL, true));
    cluster.node("b").replica.wipe();
    for (String through : List.of("a", "b", "e")) {
      Outcome.ReadDone found =
          (Outcome.ReadDone) cluster.node(through).ask(read(Level.QUORUM, true));
      assertThat(valuesOf(found.siblings())).containsExactly("v");
      assertThat(found.answered()).isEqualTo(2);
      cluster.node("b").replica.wipe(); // undoes the repair
    }
    cluster.node("c").replica.setFit(false);
    var missed = (Outcome.QuorumNotMet) cluster.node("e").ask(read(Level.QUORUM, true));
    assertThat(missed.received()).isEqualTo(1);
    assertThat(missed.detail()).contains("2 more answered").contains("b").contains("c");
    assertThat(cluster.readAt("e")).containsExactly("v");
  }
}
