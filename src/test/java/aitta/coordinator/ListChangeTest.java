package aitta.coordinator;

import static aitta.coordinator.FakeCluster.KEY;
import static aitta.coordinator.FakeCluster.beside;
import static aitta.coordinator.FakeCluster.put;
import static aitta.coordinator.FakeCluster.putIf;
import static aitta.coordinator.FakeCluster.read;
import static aitta.coordinator.FakeCluster.valuesOf;
import static aitta.coordinator.FakeCluster.within;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.quorum.Level;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.ring.RangeOwners;
import aitta.version.Precondition;
import aitta.version.Siblings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that meet a change of the owners; nodes a, b, c are owners, d comes in. */
class ListChangeTest {
  private static final RangeOwners FIRST_REPLACED = list("d", "b", "c");
  private static final RangeOwners LAST_REPLACED = list("a", "b", "d");

  private final FakeCluster cluster = new FakeCluster(4, 3);

  @AfterEach
  void end() {
    cluster.close();
  }

  private static RangeOwners list(String... owners) {
    return new RangeOwners(0, 2, Stream.of(owners).map(NodeId::new).toList());
  }

  /** These nodes have heard of the list, and the newcomer has what was written before. */
  private void change(RangeOwners list, String... heard) {
    Siblings held = cluster.node("b").replica.stored(KEY);
    cluster
        .node("d")
        .replica
        .answer(new PeerMessage.Store(0, KEY, held), Long.MAX_VALUE / 2, reply -> {});
    for (String node : heard) {
      cluster.node(node).learn(list);
    }
  }

  private void seal(boolean sealed) {
    cluster.nodes.values().forEach(node -> node.sealed = sealed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c", "d"})
  void readFindsTheOwnersOfNowThroughWhicheverNode(String through) {
    cluster.node("a").ask(put("value"));
    change(FIRST_REPLACED, "b", "c", "d");
    Outcome outcome = cluster.node(through).ask(read(Level.QUORUM, true));
    assertThat(valuesOf(((Outcome.ReadDone) outcome).siblings())).containsExactly("value");
    assertThat(cluster.node(through).list).isEqualTo(FIRST_REPLACED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c", "d"})
  void plainWritesGoToTheOwnersOfNowAndSupersedeEachOther(String through) {
    cluster.node("a").ask(put("old"));
    change(FIRST_REPLACED, "b", "c", "d");
    assertThat(cluster.node(through).ask(put("new"))).isInstanceOf(Outcome.WriteDone.class);
    cluster.settle();
    for (String owner : List.of("b", "c", "d")) {
      assertThat(valuesOf(cluster.node(owner).replica.stored(KEY))).containsExactly("new");
    }
    assertThat(valuesOf(cluster.node("a").replica.stored(KEY))).containsExactly("old");
  }

  /** Acknowledgements under two lists would make a quorum of neither. */
  @Test
  void versionThatWasMintedUnderTheOldListIsSentToAllOwnersOfTheNewOne() {
    change(LAST_REPLACED, "b", "d");
    cluster.node("c").sealed = true; // as most owners of the old list are then
    Outcome outcome = cluster.node("a").ask(beside("value"));
    assertThat(((Outcome.WriteDone) outcome).siblings().versions()).hasSize(1);
    cluster.settle();
    for (String owner : List.of("a", "b", "d")) {
      Siblings stored = cluster.node(owner).replica.stored(KEY);
      assertThat(valuesOf(stored)).as(owner).containsExactly("value");
      assertThat(stored.versions()).as(owner).hasSize(1);
    }
  }

  @Test
  void conditionalWriteGoesToTheFirstOwnerOfNow() {
    change(FIRST_REPLACED, "b", "c", "d");
    Outcome outcome = cluster.node("a").ask(putIf("first", Precondition.NothingLive.INSTANCE));
    assertThat(outcome).isInstanceOf(Outcome.WriteDone.class);
    Outcome second = cluster.node("c").ask(putIf("second", Precondition.NothingLive.INSTANCE));
    assertThat(second).isInstanceOf(Outcome.PreconditionFailed.class);
  }

  @Test
  void requestsWaitForTheDecisionThatEndsASeal() {
    cluster.node("a").ask(put("value"));
    seal(true);
    CompletableFuture<Outcome> reading = cluster.node("a").submit(read(Level.QUORUM, true));
    CompletableFuture<Outcome> writing = cluster.node("b").submit(put("new"));
    CompletableFuture<Outcome> forwarded = cluster.node("d").submit(put("newer"));
    assertThat(reading).isNotDone();
    change(LAST_REPLACED, "a", "b", "c", "d");
    assertThat(FakeCluster.get(reading)).isInstanceOf(Outcome.ReadDone.class);
    assertThat(FakeCluster.get(writing)).isInstanceOf(Outcome.WriteDone.class);
    assertThat(FakeCluster.get(forwarded)).isInstanceOf(Outcome.WriteDone.class);
    cluster.settle();
    cluster.assertEveryRequestWasAnsweredOnce();
  }

  @Test
  void sealThatLastsEndsWithAnAnswerByTheTimeout() {
    seal(true);
    Request.Write write = within(put("value"), Duration.ofMillis(150));
    assertThat(cluster.node("a").ask(write)).isInstanceOf(Outcome.QuorumNotMet.class);
    Request.Read reading = new Request.Read(KEY, Level.QUORUM, true, Duration.ofMillis(150));
    assertThat(cluster.node("b").ask(reading)).isInstanceOf(Outcome.QuorumNotMet.class);
    cluster.settle();
    cluster.assertEveryRequestWasAnsweredOnce();
  }
}
