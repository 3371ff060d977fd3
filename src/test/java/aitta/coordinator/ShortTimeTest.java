package aitta.coordinator;

import static aitta.coordinator.FakeCluster.KEY;
import static aitta.coordinator.FakeCluster.put;
import static aitta.coordinator.FakeCluster.valuesOf;
import static aitta.coordinator.FakeCluster.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.request.Outcome;
import aitta.request.Request;
import aitta.version.Precondition;
import aitta.version.Seen;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Writes with little time while owners are silent and nobody knows it yet: whoever is asked first,
 * time is left for those asked next, and for stand-ins.
 */
class ShortTimeTest {
  private static final Duration STAND_IN_AFTER = Duration.ofSeconds(1);

  /** Two silent owners that are waited for so long would leave nothing of it. */
  private static final Duration TIMEOUT = Duration.ofMillis(1900);

  private FakeCluster cluster = new FakeCluster(5, 3, 1, 1000, STAND_IN_AFTER);

  @AfterEach
  void everyRequestEndsOnceAndLeavesNothing() {
    cluster.settle();
    cluster.assertEveryRequestWasAnsweredOnce();
    cluster.close();
  }

  /** Which owners are silent, and through whom it is written. */
  static Stream<List<String>> silentOwners() {
    return Stream.of(
        List.of("b", "c", "d"),
        List.of("a", "c", "d"),
        List.of("a", "b", "d"),
        List.of("b", "c", "a"),
        List.of("a", "b", "e"));
  }

  @ParameterizedTest
  @MethodSource("silentOwners")
  void oneLivingOwnerOfThreeIsEnough(List<String> names) {
    Outcome.WriteDone first = (Outcome.WriteDone) cluster.node("e").ask(put("first"));
    cluster.network.silence(cluster.node(names.get(0)).id);
    cluster.network.silence(cluster.node(names.get(1)).id);
    FakeCluster.Node through = cluster.node(names.get(2));
    through.forgetHealth();
    Outcome outcome = through.ask(within(after("second", first.seen()), TIMEOUT));
    assertThat(outcome).isInstanceOf(Outcome.WriteDone.class);
    assertThat(((Outcome.WriteDone) outcome).answered()).isEqualTo(2);
    assertThat(cluster.readAt(names.get(2))).containsExactly("second");
  }

  private static Request.Write after(String value, Seen seen) {
    return FakeCluster.after(value, seen);
  }

  /** Every order in which owners can be asked comes up. */
  @Test
  void aPlainWriteThroughANodeThatIsNoOwnerPassesOverTheSilent() {
    cluster.node("e").ask(put("first"));
    cluster.network.silence(cluster.node("a").id);
    cluster.network.silence(cluster.node("b").id);
    for (int i = 0; i < 3; i++) {
      cluster.node("d").forgetHealth();
      cluster.node("c").forgetHealth();
      Outcome outcome = cluster.node("d").ask(within(put("v" + i), TIMEOUT));
      assertThat(outcome).as("write " + i).isInstanceOf(Outcome.WriteDone.class);
    }
  }

  /** The owner has said that it is at work, and is stopped then. */
  @Test
  void anOwnerThatIsStoppedAtWorkIsPassedOverInTime() {
    cluster.network.holdWhere((to, envelope) -> FakeNetwork.isStore(envelope));
    cluster.network.silence(cluster.node("b").id);
    cluster.network.silence(cluster.node("c").id);
    var written = cluster.node("d").submit(within(put("v"), Duration.ofSeconds(4)));
    await().until(() -> valuesOf(cluster.node("a").replica.stored(KEY)).contains("v"));
    cluster.network.silence(cluster.node("a").id);
    assertThat(FakeCluster.get(written)).isInstanceOf(Outcome.WriteDone.class);
    cluster.network.lose();
  }

  @Test
  void aConditionalWriteOfASilentFirstOwnerEndsByItsTime() {
    cluster.network.silence(cluster.node("a").id);
    var write = FakeCluster.putIf("v", Precondition.NothingLive.INSTANCE);
    Outcome outcome = cluster.node("d").ask(within(write, Duration.ofMillis(300)));
    assertThat(((Outcome.QuorumNotMet) outcome).detail()).contains("first owner");
  }
}
