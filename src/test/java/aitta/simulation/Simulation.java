package aitta.simulation;

import aitta.model.Key;
import aitta.version.Siblings;
import aitta.version.Version;
import java.util.List;
import java.util.SplittableRandom;

/** One run: a plan is carried out, then everything heals and has to come to rest. */
final class Simulation {
  /**
   * What came of it.
   *
   * @param figures the same for two runs in which the same happened
   */
  record Result(Plan plan, List<String> wrong, Story told, String figures) {
    boolean isWrong() {
      return !wrong.isEmpty();
    }

    List<String> story() {
      return told.lines();
    }

    /** What went wrong, how to see it again, and what happened. */
    String describe() {
      return String.join("\n", wrong)
          + "\nseed "
          + plan.seed()
          + ", "
          + plan.nodes()
          + " nodes, "
          + plan.founders()
          + " of them founders, "
          + plan.replicas()
          + " owners, keys "
          + plan.keys()
          + "; what is left of it:\n"
          + String.join("\n", story());
    }
  }

  private static final long MILLI = 1_000_000;
  private static final long REST_STEP = 2_000 * MILLI;
  private static final int MAX_REST_STEPS = 150;

  private final World world;
  private final Plan plan;
  private final SimulatedCluster cluster;
  private final Clients clients;
  private final Faults faults;
  private final Operator operator;
  private final Ambush ambush;

  private Simulation(World world, Plan plan, Flaw flaw) {
    this.world = world;
    this.plan = plan;
    this.cluster = new SimulatedCluster(world, plan, flaw);
    this.faults = new Faults(cluster);
    this.operator = new Operator(cluster, faults);
    this.clients = new Clients(cluster, plan, faults);
    this.ambush = new Ambush(cluster, faults, this::begin);
    cluster.setAmbush(ambush);
  }

  static Result run(World world, Plan plan, Flaw flaw) {
    Simulation simulation = new Simulation(world, plan, flaw);
    try {
      return simulation.run();
    } finally {
      simulation.end();
    }
  }

  private Result run() {
    Timeline timeline = world.timeline();
    cluster.network().calm();
    cluster.nodes().forEach(SimulatedNode::start); // those who are there
    timeline.runUntil(500 * MILLI);
    for (Plan.Action action : plan.actions()) {
      timeline.runUntil((500 + action.atMillis()) * MILLI);
      act(action);
      cluster.watch().lookAtAll();
      if (!cluster.wrong().isEmpty()) {
        return result();
      }
    }
    timeline.runUntil((500 + plan.endMillis()) * MILLI);
    rest();
    return result();
  }

  private void act(Plan.Action action) {
    begin(action);
    world.timeline().drain();
  }

  private void begin(Plan.Action action) {
    SplittableRandom random = new SplittableRandom(action.number());
    if (action.kind().isAmbush()) {
      ambush.lay(action, cluster.keyOf(action, random).range(SimulatedCluster.RANGES));
    } else if (action.kind().isOfClient()) {
      clients.act(action, random);
    } else if (action.kind().isMove()) {
      operator.act(action, random);
    } else {
      faults.act(action, random);
    }
  }

  private void rest() {
    cluster.tell(() -> "everything heals");
    faults.heal();
    int steps = 0;
    while (cluster.wrong().isEmpty() && steps < MAX_REST_STEPS && whatIsUnsettled() != null) {
      world.timeline().runUntil(world.timeline().now() + REST_STEP);
      steps++;
      if (cluster.isMoving() && steps % 5 == 0) {
        operator.tidy();
      }
      boolean lostToo = faults.hasLostDisk() && (cluster.isMoving() || plan.replicas() == 2);
      boolean few = lostToo || cluster.isMoving() && plan.replicas() == 2;
      if (steps >= MAX_REST_STEPS / 3 && few) {
        // One has lost everything, or has taken another's place where there are two, and too few
        // are left who could confirm the others.
        cluster.watch().lossIsAccepted();
        present().stream()
            .filter(SimulatedNode::isUp)
            .forEach(node -> node.process().acceptLossWhereItIsNotFit());
      }
    }
    String unsettled = whatIsUnsettled();
    if (unsettled != null && cluster.wrong().isEmpty()) {
      for (SimulatedNode node : present()) {
        String standings = node.isUp() ? node.process().state().standings() : "is down";
        cluster.tell(() -> node.id + " " + standings);
      }
      cluster.wrong("it has not come to rest: " + unsettled);
    }
    if (cluster.wrong().isEmpty()) {
      checkAtRest();
    }
  }

  private List<SimulatedNode> present() {
    return cluster.nodes().stream().filter(node -> !node.isAbsent()).toList();
  }

  /** Null where nothing is left to be done. */
  private String whatIsUnsettled() {
    for (SimulatedNode node : present()) {
      String unsettled =
          node.isUp() ? node.process().state().whatIsUnsettled() : node.id + " is down";
      if (unsettled != null) {
        return unsettled;
      }
    }
    String moving = cluster.isMoving() ? operator.whatIsOnItsWay() : null;
    if (moving != null) {
      return moving;
    }
    for (Key key : plan.keys()) {
      List<SimulatedNode> owners = cluster.ownersOf(key);
      Siblings first = held(owners.get(0), key);
      for (SimulatedNode owner : owners) {
        if (!held(owner, key).equals(first)) {
          return owners.get(0).id
              + " holds "
              + Ledger.describe(first)
              + " of "
              + key
              + ", "
              + owner.id
              + " holds "
              + Ledger.describe(held(owner, key));
        }
      }
      if (plan.waitsForReclaims() && isDead(first)) {
        return "what is left of " + key + " is not reclaimed: " + Ledger.describe(first);
      }
    }
    return clients.whoWaits();
  }

  private static boolean isDead(Siblings held) {
    return !held.isEmpty() && held.versions().stream().allMatch(Version::deleted);
  }

  private static Siblings held(SimulatedNode node, Key key) {
    return node.process().state().held(key);
  }

  private void checkAtRest() {
    for (Key key : plan.keys()) {
      Siblings held = held(cluster.ownersOf(key).get(0), key);
      cluster.ledger().atRest(key, held, faults.hasLostDisk());
      clients.checkAtRest(key, held);
    }
  }

  private Result result() {
    Ledger ledger = cluster.ledger();
    String figures =
        ledger.acknowledgedCount()
            + " acknowledged of "
            + ledger.mintedCount()
            + " minted, "
            + ledger.reclaimedCount()
            + " reclaimed, "
            + cluster.network().sent
            + " messages, "
            + cluster.agreements().changes()
            + " changes of owners, "
            + world.timeline().now() / 1_000_000_000
            + " s";
    return new Result(plan, List.copyOf(cluster.wrong()), cluster.story(), figures);
  }

  private void end() {
    cluster.nodes().forEach(SimulatedNode::crash);
    world.timeline().reset();
  }
}
