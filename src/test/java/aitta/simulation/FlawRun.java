package aitta.simulation;

import java.lang.management.ManagementFactory;
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
      for (String name : Flaws.names()) {
        if (args.length == 1 || Stream.of(args).skip(1).anyMatch(name::contains)) {
          System.out.println(name + ": " + find(world, Flaws.all().get(name), most));
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
