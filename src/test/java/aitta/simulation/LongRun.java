package aitta.simulation;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Runs as many seeds as it is told to, and prints those in which something went wrong. */
public final class LongRun {
  private static final int MAX_FAILURES = 20;

  private LongRun() {}

  /**
   * @param args the first seed, how many, by how many threads; a fourth one prints the story of the
   *     first
   */
  public static void main(String[] args) throws InterruptedException {
    long first = Long.parseLong(args[0]);
    long count = Long.parseLong(args[1]);
    int threads = Integer.parseInt(args[2]);
    boolean tell = args.length > 3;
    long report = Math.max(100, Math.min(10_000, count / 10));
    Quiet.logs();
    AtomicLong next = new AtomicLong(first);
    AtomicInteger failures = new AtomicInteger();
    long started = System.nanoTime();
    Thread[] all = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      all[i] =
          new Thread(
              () -> {
                try (World world = new World()) {
                  long seed = next.getAndIncrement();
                  while (seed < first + count && failures.get() < MAX_FAILURES) {
                    Simulation.Result result = Simulation.run(world, Plan.of(seed), Flaw.NONE);
                    if (result.isWrong()) {
                      failures.incrementAndGet();
                      System.out.println(
                          Shrinker.shrink(world, Flaw.NONE, result).describe() + "\n");
                    }
                    if (tell) {
                      result.story().forEach(System.out::println);
                      System.out.println(result.figures());
                    }
                    long done = seed - first + 1;
                    if (done % report == 0) {
                      System.out.printf(
                          "%d seeds, %.1f s, processor of this thread %.1f s%n",
                          done,
                          (System.nanoTime() - started) / 1e9,
                          ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9);
                    }
                    seed = next.getAndIncrement();
                  }
                }
              });
      all[i].start();
    }
    for (Thread thread : all) {
      thread.join();
    }
    System.out.printf(
        "%d seeds, %d of them wrong, %.1f s%n",
        Math.min(next.get() - first, count), failures.get(), (System.nanoTime() - started) / 1e9);
  }
}
