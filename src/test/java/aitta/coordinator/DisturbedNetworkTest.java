package aitta.coordinator;

import static aitta.coordinator.FakeCluster.beside;
import static aitta.coordinator.FakeCluster.latest;
import static aitta.coordinator.FakeCluster.put;
import static aitta.coordinator.FakeCluster.putIf;
import static aitta.coordinator.FakeCluster.read;
import static aitta.coordinator.FakeCluster.within;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.quorum.Level;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.version.Dot;
import aitta.version.Precondition;
import aitta.version.Siblings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisturbedNetworkTest {
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void everyRequestEndsOnceAndNoAcknowledgedWriteIsLost(long seed) {
    try (FakeCluster cluster = new FakeCluster(5, 3, seed, 1000)) {
      Random random = new Random(seed);
      cluster.network.disturb(0.15, 5000);
      List<CompletableFuture<Outcome>> running = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String through = String.valueOf((char) ('a' + random.nextInt(5)));
        running.add(cluster.node(through).submit(any(random, i)));
      }
      List<Outcome> outcomes = running.stream().map(FakeCluster::get).toList();
      cluster.settle();
      cluster.assertEveryRequestWasAnsweredOnce();
      Siblings everywhere = joined(cluster);
      assertThat(outcomes.stream().filter(Outcome.WriteDone.class::isInstance)).isNotEmpty();
      for (Outcome outcome : outcomes) {
        if (outcome instanceof Outcome.WriteDone done) {
          Dot dot = done.dot();
          assertThat(everywhere.context().covers(dot)).as("seed " + seed + ", " + dot).isTrue();
        }
      }
    }
  }

  private static Request any(Random random, int number) {
    Duration timeout = Duration.ofMillis(50 + random.nextInt(600));
    switch (random.nextInt(6)) {
      case 0:
        return within(beside("beside " + number), timeout);
      case 1:
        return within(latest("latest " + number), timeout);
      case 2:
        return within(putIf("if " + number, Precondition.SomethingLive.INSTANCE), timeout);
      case 3:
        return new Request.Read(
            FakeCluster.KEY, read(Level.QUORUM, false).r(), random.nextBoolean(), timeout);
      default:
        return within(put("plain " + number), timeout);
    }
  }

  private static Siblings joined(FakeCluster cluster) {
    Siblings all = Siblings.EMPTY;
    for (FakeCluster.Node node : cluster.nodes.values()) {
      all = all.join(node.replica.stored(FakeCluster.KEY));
      for (var owner : cluster.owners) {
        all = all.join(node.hints.heldFor(owner, FakeCluster.KEY));
      }
    }
    return all;
  }
}
