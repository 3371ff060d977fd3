package aitta.simulation;

import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import aitta.simulation.Plan.Action;
import aitta.simulation.Plan.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * What waits for the owners of a range to come to a decision, and happens in that very moment:
 * there are few of them, so that a time that is fixed before would seldom meet one.
 */
final class Ambush {
  private static final long MILLI = 1_000_000;

  private final SimulatedCluster cluster;
  private final Faults faults;
  private final Consumer<Action> act;
  private final Map<Integer, Action> laid = new HashMap<>(); // by range, the newest

  /**
   * @param act has something happen, or a client do it
   */
  Ambush(SimulatedCluster cluster, Faults faults, Consumer<Action> act) {
    this.cluster = cluster;
    this.faults = faults;
    this.act = act;
  }

  void lay(Action action, int range) {
    laid.put(range, action);
  }

  /** {@code voter} tells {@code driver} that it has accepted this list. */
  void accepted(SimulatedNode voter, NodeId driver, RangeOwners next) {
    Action action = laid.get(next.range());
    RangeOwners before = cluster.agreements().newest(next.range());
    if (action == null
        || action.kind() != Kind.STRAGGLE
        || voter.id.equals(driver)
        || before.version() >= next.version()) {
      return;
    }
    for (SimulatedNode late : cluster.ownersOf(next.range())) {
      if (late != voter && !late.id.equals(driver)) {
        laid.remove(next.range());
        soon(() -> straggle(action, late, voter, driver));
        return;
      }
    }
  }

  /** {@code by} is the first to know that this list was decided after that one. */
  void decided(SimulatedNode by, RangeOwners before, RangeOwners next) {
    Action action = laid.get(next.range());
    if (action == null || action.kind() == Kind.STRAGGLE || !before.isOwner(by.id)) {
      return;
    }
    laid.remove(next.range());
    if (action.kind() == Kind.DECREE) {
      soon(() -> decree(action, before, next));
      return;
    }
    List<SimulatedNode> others = new ArrayList<>();
    int part = 0; // who decided, and newcomers
    for (SimulatedNode node : cluster.nodes()) {
      if (node == by || next.isOwner(node.id) && !before.isOwner(node.id)) {
        part |= bit(node);
      } else if (before.isOwner(node.id)) {
        others.add(node);
      }
    }
    int apart = part;
    soon(
        action.kind() == Kind.SPLIT
            ? () -> split(action, apart, by, others)
            : () -> startAgain(action, by, others));
  }

  /** Not in the middle of what a node does. */
  private void soon(Runnable what) {
    cluster.timeline().after(0, what);
  }

  private int bit(SimulatedNode node) {
    return 1 << cluster.nodes().indexOf(node);
  }

  private void later(
      Kind kind, SplittableRandom random, Action of, SimulatedNode who, long millis) {
    int node = Plan.itself(cluster.nodes().indexOf(who));
    Action action = new Action(0, kind, random.nextLong(), of.key(), node, of.lastsMillis());
    cluster.timeline().after(millis * MILLI, () -> act.accept(action));
  }

  /**
   * One who has voted for the next list is written to by one who has not heard of it, and hears of
   * the write late.
   */
  private void straggle(Action action, SimulatedNode late, SimulatedNode voter, NodeId driver) {
    SplittableRandom random = new SplittableRandom(action.number());
    cluster.tell(
        () -> late.id + " hears nothing of " + driver + ", and " + voter.id + " of it late");
    cluster.network().set(driver, late.id, true);
    cluster.network().set(late.id, driver, true);
    cluster.network().delay(late.id, voter.id, random.nextLong(600, 2_400));
    for (int writes = 1 + random.nextInt(3); writes > 0; writes--) {
      later(Kind.STRICT_WRITE, random, action, late, random.nextLong(20));
    }
    cluster
        .timeline()
        .after(
            random.nextLong(2_500, 5_000) * MILLI,
            () -> {
              cluster.network().mend(driver, late.id);
              cluster.network().mend(late.id, driver);
              cluster.network().delay(late.id, voter.id, 0);
            });
  }

  /**
   * Some go on under the next list; the others, who have not heard of it, are asked. Newcomers are
   * with those that go on, or within reach of all.
   */
  private void split(Action action, int part, SimulatedNode by, List<SimulatedNode> others) {
    SplittableRandom random = new SplittableRandom(action.number());
    long lasts = random.nextLong(300, 1_500) * MILLI;
    if (random.nextBoolean()) {
      faults.cut(part, lasts, false);
    } else {
      others.forEach(other -> apart(by, other, true));
      cluster.timeline().after(lasts, () -> others.forEach(other -> apart(by, other, false)));
    }
    for (int writes = 1 + random.nextInt(2); writes > 0; writes--) {
      later(Kind.STRICT_WRITE, random, action, by, random.nextLong(30));
    }
    for (SimulatedNode other : others) {
      for (int reads = 1 + random.nextInt(3); reads > 0; reads--) {
        later(Kind.STRICT_READ, random, action, other, 10 + random.nextLong(250));
      }
      for (int writes = random.nextInt(3); writes > 0; writes--) {
        later(Kind.STRICT_WRITE, random, action, other, 10 + random.nextLong(1_000));
      }
    }
  }

  private void apart(SimulatedNode one, SimulatedNode other, boolean cut) {
    cluster.network().set(one.id, other.id, cut);
    cluster.network().set(other.id, one.id, cut);
    cluster.tell(() -> one.id + (cut ? " is cut off from " : " hears again of ") + other.id);
    cluster.detect();
  }

  /**
   * One of two who are left is declared gone, and the other one hears only later of those who have
   * what it has missed.
   */
  private void decree(Action action, RangeOwners before, RangeOwners next) {
    SplittableRandom random = new SplittableRandom(action.number());
    SimulatedNode missing = cluster.nodes().get(Plan.NODES - action.owner());
    long lasts = random.nextLong(300, 1_500);
    for (SimulatedNode node : cluster.nodes()) {
      if (node != missing && before.isOwner(node.id)) {
        apart(missing, node, true);
        cluster.timeline().after(lasts * MILLI, () -> apart(missing, node, false));
      }
      if (node != missing && next.isOwner(node.id)) {
        later(Kind.EXPEL, random, action, node, random.nextLong(lasts));
      }
    }
    for (int reads = 3 + random.nextInt(6); reads > 0; reads--) {
      later(Kind.STRICT_READ, random, action, missing, random.nextLong(lasts + 500));
    }
  }

  /** Who decided is gone with that, and declared to be; all others start again. */
  private void startAgain(Action action, SimulatedNode by, List<SimulatedNode> others) {
    SplittableRandom random = new SplittableRandom(action.number());
    faults.cut(bit(by), random.nextLong(8_000, 14_000) * MILLI, false);
    for (SimulatedNode other : others) {
      Action crash =
          new Action(
              0,
              Kind.CRASH,
              random.nextLong(),
              action.key(),
              Plan.itself(cluster.nodes().indexOf(other)),
              20 + random.nextLong(100));
      act.accept(crash);
    }
    later(Kind.EXPEL, random, action, by, 150 + random.nextLong(600));
  }
}
