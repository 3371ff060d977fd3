package aitta.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code -Daitta.simulation.schedules=N} runs more seeds; {@link LongRun} runs as many as are
 * wanted, and prints what it finds.
 */
class SimulationTest {
  private static final long SCHEDULES = Long.getLong("aitta.simulation.schedules", 20_000);
  private static final int THREADS = 2;

  @BeforeAll
  static void beQuiet() {
    Quiet.logs();
  }

  @Test
  void whatWasPromisedHoldsWhateverBreaks() throws InterruptedException {
    AtomicLong next = new AtomicLong(1);
    ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(new Thread(() -> run(next, wrong)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).as("%s", wrong.peek()).isEmpty();
    assertThat(next.get()).isGreaterThan(SCHEDULES);
  }

  private static void run(AtomicLong next, ConcurrentLinkedQueue<String> wrong) {
    try (World world = new World()) {
      for (long seed = next.getAndIncrement();
          seed <= SCHEDULES && wrong.isEmpty();
          seed = next.getAndIncrement()) {
        Simulation.Result result = Simulation.run(world, Plan.of(seed), Flaw.NONE);
        if (result.isWrong()) {
          wrong.add(Shrinker.shrink(world, Flaw.NONE, result).describe());
        }
      }
    } catch (RuntimeException e) {
      wrong.add(e.toString());
    }
  }

  @Test
  void aSeedReplaysExactly() {
    List<Simulation.Result> first = new ArrayList<>();
    try (World world = new World()) {
      for (long seed = 1; seed <= 10; seed++) {
        first.add(Simulation.run(world, Plan.of(seed), Flaw.NONE));
      }
    }
    try (World world = new World()) {
      for (long seed = 10; seed >= 1; seed--) {
        Simulation.Result again = Simulation.run(world, Plan.of(seed), Flaw.NONE);
        assertThat(again.story()).isEqualTo(first.get((int) seed - 1).story());
        assertThat(again.figures()).isEqualTo(first.get((int) seed - 1).figures());
      }
    }
  }
}
