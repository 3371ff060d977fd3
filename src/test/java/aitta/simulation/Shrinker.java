package aitta.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Leaves out of a plan that goes wrong what it goes wrong without: actions by halves, quarters and
 * so on, then nodes and keys. Bounded by a number of runs.
 */
final class Shrinker {
  private static final int MAX_RUNS = 400;

  private final World world;
  private final Flaw flaw;
  private Simulation.Result smallest;
  private int runs;

  private Shrinker(World world, Flaw flaw, Simulation.Result wrong) {
    this.world = world;
    this.flaw = flaw;
    this.smallest = wrong;
  }

  /** The smallest that was found and still goes wrong, in whatever way. */
  static Simulation.Result shrink(World world, Flaw flaw, Simulation.Result wrong) {
    Shrinker shrinker = new Shrinker(world, flaw, wrong);
    int before;
    do {
      before = shrinker.smallest.plan().size();
      shrinker.leaveOutActions();
      shrinker.leaveOutNodesAndKeys();
    } while (shrinker.smallest.plan().size() < before && shrinker.runs < MAX_RUNS);
    return shrinker.smallest;
  }

  private void leaveOutActions() {
    int chunk = Math.max(1, smallest.plan().actions().size() / 2);
    while (chunk > 0 && runs < MAX_RUNS) {
      for (int at = 0; at < smallest.plan().actions().size(); ) {
        List<Plan.Action> fewer = new ArrayList<>(smallest.plan().actions());
        fewer.subList(at, Math.min(fewer.size(), at + chunk)).clear();
        at += isWrong(smallest.plan().with(fewer)) ? 0 : chunk;
      }
      chunk /= 2;
    }
  }

  private void leaveOutNodesAndKeys() {
    Plan plan = smallest.plan();
    if (plan.nodes() > 3) {
      isWrong(plan.withSize(plan.nodes() - 1, plan.keys().size()));
    }
    if (smallest.plan().keys().size() > 1) {
      isWrong(smallest.plan().withSize(smallest.plan().nodes(), plan.keys().size() - 1));
    }
  }

  private boolean isWrong(Plan plan) {
    runs++;
    Simulation.Result result = Simulation.run(world, plan, flaw);
    if (result.isWrong()) {
      smallest = result;
    }
    return result.isWrong();
  }
}
