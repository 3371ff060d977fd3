package aitta.cluster;

import static org.awaitility.Awaitility.await;

import aitta.cluster.FaultSchedule.Fault;
import aitta.cluster.FaultSchedule.Killed;
import aitta.cluster.FaultSchedule.OneWay;
import aitta.cluster.FaultSchedule.Paused;
import aitta.cluster.FaultSchedule.Split;
import aitta.cluster.FaultSchedule.Step;
import java.time.Duration;
import java.util.Random;

/**
 * A cluster of real nodes and what can be done to it; a test that is annotated with {@link
 * FaultyCluster} is given one. What it started it ends, however the test ends.
 *
 * <p>Nodes are ended, frozen and wiped through {@link TestNode}, their directories changed through
 * {@link DataCopy}, their links cut and made lossy through {@link TestNetwork}.
 */
final class Faults implements AutoCloseable {
  private final TestCluster cluster;
  private final long seed;
  private final Random random;

  Faults(TestCluster cluster, long seed) {
    this.cluster = cluster;
    this.seed = seed;
    this.random = new Random(seed);
  }

  TestCluster cluster() {
    return cluster;
  }

  TestNetwork network() {
    return cluster.network();
  }

  TestNode node(int index) {
    return cluster.node(index);
  }

  /** Chance that the seed repeats. Used by one thread; others take a seed of their own from it. */
  Random random() {
    return random;
  }

  long seed() {
    return seed;
  }

  /** Lets the faults take place, each at its time. Returns when all have ended. */
  void play(FaultSchedule schedule) {
    long start = System.nanoTime();
    for (Step step : schedule.steps()) {
      // Times make the story here: the faults do not wait for what the nodes make of them.
      await("the next fault")
          .atMost(Duration.ofMinutes(10))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> System.nanoTime() - start >= step.atMillis() * 1_000_000);
      System.out.printf(
          "%6.1f s: %s %s%n",
          (System.nanoTime() - start) / 1e9, step.begins() ? "begins" : "ends", step.fault());
      if (step.begins()) {
        begin(step.fault());
      } else {
        end(step.fault());
      }
    }
  }

  /** Lets time pass that belongs to the story, and waits for nothing in particular. */
  static void pass(Duration time) {
    long start = System.nanoTime();
    await("time to pass")
        .atMost(time.plusSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> System.nanoTime() - start >= time.toNanos());
  }

  private void begin(Fault fault) {
    if (fault instanceof Killed killed) {
      node(killed.node()).kill();
    } else if (fault instanceof Paused paused) {
      node(paused.node()).pause();
    } else if (fault instanceof Split split) {
      network().cut(split.left(), split.right());
    } else if (fault instanceof OneWay oneWay) {
      network().cutOneWay(oneWay.from(), oneWay.to());
    }
  }

  private void end(Fault fault) {
    if (fault instanceof Killed killed) {
      node(killed.node()).start();
    } else if (fault instanceof Paused paused) {
      node(paused.node()).resume();
    } else {
      network().heal(); // at most one fault of links at a time
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
