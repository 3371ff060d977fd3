package aitta.simulation;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.Stream;

/** Prints by which seed each deliberate mistake is found, and as what. */
public final class FlawRun {
  private FlawRun() {}

  /**
   * @param args how many seeds at most; then, if wanted, parts of the names of those to try
   */
  public static void main(String[] args) {
    Quiet.logs();
    int most = Integer.parseInt(args[0]);
    try (World world = new World()) {
      Map<String, Flaw> all = Flaws.all();
      for (Map.Entry<String, Flaw> one : all.entrySet()) {
        if (args.length == 1 || Stream.of(args).skip(1).anyMatch(one.getKey()::contains)) {
          System.out.println(one.getKey() + ": " + find(world, one.getValue(), most));
        }
      }
    }
    System.out.println(
        "processor: "
            + ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000
            + " ms");
  }

  private static String find(World world, Flaw flaw, int most) {
    for (long seed = 0; seed < most; seed++) {
      Simulation.Result result = Simulation.run(world, Plan.of(seed), flaw);
      if (result.isWrong()) {
        return "seed " + seed + ", " + result.wrong().get(0);
      }
    }
    return "NOT FOUND";
  }
}
