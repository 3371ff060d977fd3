package aitta.simulation;

import aitta.model.NodeId;
import aitta.ring.Departure;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import java.util.List;
import java.util.SplittableRandom;

/** Who has members come and go, by asking whichever of them is there. */
final class Operator {
  private static final long MILLI = 1_000_000;
  private static final int MAX_ATTEMPTS = 60;

  private final SimulatedCluster cluster;
  private final Faults faults;

  Operator(SimulatedCluster cluster, Faults faults) {
    this.cluster = cluster;
    this.faults = faults;
  }

  void act(Plan.Action action, SplittableRandom random) {
    SimulatedNode node = cluster.nodeOf(action, random);
    switch (action.kind()) {
      case JOIN -> join();
      case LEAVE -> leave(node, random, false);
      case LEAVE_BY_FORCE -> leave(node, random, true);
      case REMOVE -> remove(node, random);
      case EXPEL -> expel(node, random);
      default -> throw new IllegalArgumentException(action.kind() + " is no move");
    }
  }

  private void join() {
    cluster.nodes().stream()
        .filter(SimulatedNode::isAbsent)
        .findFirst()
        .filter(node -> cluster.nodes().stream().anyMatch(SimulatedNode::isUp))
        .ifPresent(
            node -> {
              cluster.tell(() -> node.id + " joins");
              node.join();
              cluster.detect();
            });
  }

  private void leave(SimulatedNode node, SplittableRandom random, boolean byForce) {
    SimulatedNode asked = someoneBut(null, random);
    boolean force = random.nextInt(6) == 0 || byForce;
    if (asked == null || node.isAbsent() || !someoneStays(node)) {
      return;
    }
    Ring before = asked.register().ring();
    if (Departure.judgeLeave(before, node.id, force) instanceof Departure.Granted) {
      cluster.tell(
          () ->
              node.id + " is asked to leave, by way of " + asked.id + (force ? ", by force" : ""));
      NodeProcess process = asked.process();
      asked.register().change(ring -> Departure.leaving(ring, node.id, force));
      if (!force) {
        cluster
            .timeline()
            .after(
                2_500 * MILLI,
                () -> {
                  if (asked.process() == process) {
                    asked.register().change(ring -> Departure.unlessTooMany(ring, before, node.id));
                  }
                });
      }
    }
  }

  /**
   * Null where nobody answers. Of those who are about to go, none does: who is asked has told
   * others before it answers, and here it would be gone by then.
   */
  private SimulatedNode someoneBut(SimulatedNode one, SplittableRandom random) {
    List<SimulatedNode> up =
        cluster.nodes().stream()
            .filter(node -> node != one && node.isUp() && !node.isFrozen())
            .filter(node -> !node.register().ring().isRemoved(node.id))
            .toList();
    return up.isEmpty() ? null : up.get(random.nextInt(up.size()));
  }

  private void remove(SimulatedNode node, SplittableRandom random) {
    if (mayGo(node)) {
      cluster.tell(() -> node.id + " is gone for good");
      node.leave();
      cluster.detect();
      later(node, random, 1);
    }
  }

  /** Of what only one node had no more than once a run, and not what all depend on. */
  private boolean mayGo(SimulatedNode node) {
    boolean may =
        !faults.hasLostDisk()
            && faults.isHeldTwice()
            && !node.isAbsent()
            && cluster.ring().members().size() > 2
            && someoneStays(node);
    if (may) {
      faults.loseWhatOneHas();
    }
    return may;
  }

  /** Where nobody is left who could take what the ring holds, only another node would help. */
  private boolean someoneStays(SimulatedNode but) {
    Ring ring = cluster.ring();
    return cluster.nodes().stream()
        .anyMatch(
            node ->
                node != but
                    && !node.isAbsent()
                    && ring.members().containsKey(node.id)
                    && !ring.isLeaving(node.id));
  }

  private void later(SimulatedNode node, SplittableRandom random, int attempt) {
    cluster
        .timeline()
        .after(
            (attempt == 1 ? 4_500 : 2_000) * MILLI,
            () -> {
              if (!declareGone(node, random, attempt > 3) && attempt < MAX_ATTEMPTS) {
                later(node, random, attempt + 1);
              }
            });
  }

  private void expel(SimulatedNode node, SplittableRandom random) {
    if (mayGo(node)) {
      declareGone(node, random, true);
    }
  }

  private boolean declareGone(SimulatedNode node, SplittableRandom random, boolean force) {
    SimulatedNode asked = someoneBut(node, random);
    if (asked == null) {
      return false;
    }
    Ring ring = cluster.withoutUnused(asked.register().ring(), asked.id);
    boolean alive = asked.believesReachable(node.id);
    Departure.Verdict verdict = Departure.judgeRemoval(ring, node.id, alive, force);
    if (verdict instanceof Departure.Granted granted) {
      node.isDeclaredGone();
      cluster.tell(
          () ->
              node.id
                  + " is declared gone, by way of "
                  + asked.id
                  + (granted.decreed().isEmpty() ? "" : ", with decrees for " + granted.decreed()));
      asked
          .register()
          .change(
              newest ->
                  force
                      ? cluster.withUnused(
                          Departure.removedByDecree(
                              cluster.withoutUnused(newest, asked.id), node.id))
                      : Departure.removed(newest, node.id));
    }
    return verdict == Departure.Unknown.INSTANCE || verdict instanceof Departure.Granted;
  }

  /** Who has left unheard, cut off from all others, is declared gone. */
  void tidy() {
    SplittableRandom random = new SplittableRandom(cluster.timeline().now());
    Ring ring = cluster.ring();
    cluster.nodes().stream()
        .filter(node -> node.isAbsent() && ring.members().containsKey(node.id))
        .forEach(node -> declareGone(node, random, false));
  }

  /** Null where all members are there, and all ranges where they should be, as all know. */
  String whatIsOnItsWay() {
    Ring ring = cluster.ring();
    for (SimulatedNode node : cluster.nodes()) {
      boolean member = ring.members().containsKey(node.id);
      if (member == node.isAbsent()) {
        return node.id + (member ? " is still a member" : " is no member yet");
      }
      if (ring.isLeaving(node.id) && !ring.isHeldBack(node.id)) {
        return node.id + " is still leaving";
      }
      if (member && !node.register().ring().equals(ring)) {
        return node.id + " has not heard of the newest ring";
      }
    }
    for (int range : cluster.ranges()) {
      RangeOwners list = cluster.agreements().newest(range);
      List<NodeId> target = ring.target().get(range);
      if (!list.owners().equals(target)) {
        return list + " is not at its target " + target;
      }
      for (SimulatedNode node : cluster.nodes()) {
        if (node.isUp() && !isSettled(node.process().state(), list, node.id)) {
          return node.id + " is not done with " + list;
        }
      }
    }
    return null;
  }

  private static boolean isSettled(NodeState state, RangeOwners list, NodeId id) {
    int range = list.range();
    return state.listOf(range).equals(list)
        && state.hasCopy(range) == list.isOwner(id)
        && state.tables(range) == (list.isOwner(id) ? 1 : 0)
        && !state.isSealed(range);
  }
}
