package aitta.simulation;

import aitta.model.Key;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What breaks, and heals again. */
final class Faults {
  private static final long MILLI = 1_000_000;

  private final SimulatedCluster cluster;
  private boolean lostDisk;

  Faults(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  /** Whether what one node had on disk was lost, all of it or the newest part. */
  boolean hasLostDisk() {
    return lostDisk;
  }

  void act(Plan.Action action, SplittableRandom random) {
    SimulatedNode node = cluster.nodeOf(action, random);
    if (node.isAbsent()) {
      return;
    }
    switch (action.kind()) {
      case CRASH -> crash(node, lasts(action, random));
      case FREEZE -> freeze(node, lasts(action, random));
      case CUT -> cut(random, random.nextInt(1, 1 << cluster.nodes().size()));
      case ISOLATE -> cut(1 << cluster.nodes().indexOf(node), lasts(action, random), false);
      case CUT_OFF_STAND_INS ->
          cutOffStandIns(node, cluster.keyOf(action, random), lasts(action, random));
      case DISTURB -> disturb(random);
      case SUSPECT -> {
        SimulatedNode other = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
        if (other != node) {
          cluster.tell(() -> node.id + " believes that " + other.id + " is away");
          node.sees(other.id, false);
          cluster.detect();
        }
      }
      case DISK_FAILS -> {
        if (node.isUp()) {
          boolean written = random.nextBoolean();
          cluster.tell(
              () -> "the next write of " + node.id + " fails" + (written ? ", but is there" : ""));
          node.process()
              .failNextWrite(
                  written
                      ? JournalWrites.Failure.WRITTEN_ALL_THE_SAME
                      : JournalWrites.Failure.NOT_WRITTEN);
        }
      }
      case SLOW_DISKS -> cluster.slowDisks(random.nextDouble() * 0.5);
      case FLUSH -> {
        if (node.isUp()) {
          node.process().flush();
        }
      }
      case BACK_UP -> {
        cluster.tell(() -> "a backup of " + node.id);
        node.backUp();
      }
      case RESTORE -> restore(node, random.nextBoolean(), lasts(action, random));
      case LOSE_DISK -> loseDisk(node, lasts(action, random));
      case REPAIR -> {
        if (node.isUp()) {
          node.process().repairAll();
        }
      }
      default -> throw new IllegalArgumentException(action.kind() + " is no fault");
    }
  }

  /** As long as the plan says; else short, long enough to be noticed, or long. */
  private static long lasts(Plan.Action action, SplittableRandom random) {
    long open = random.nextInt(3) == 0 ? random.nextLong(20, 500) : random.nextLong(500, 12_000);
    return MILLI * (action.lastsMillis() == Plan.ANY ? open : action.lastsMillis());
  }

  private void crash(SimulatedNode node, long down) {
    if (node.isUp()) {
      cluster.tell(() -> node.id + " crashes");
      node.crash();
      startLater(node, down);
    }
  }

  private void startLater(SimulatedNode node, long down) {
    cluster.detect();
    cluster.timeline().after(down, () -> start(node));
  }

  private void start(SimulatedNode node) {
    if (!node.isUp()) {
      cluster.tell(() -> node.id + " starts");
      node.start();
      cluster.detect();
    }
  }

  private void freeze(SimulatedNode node, long lasts) {
    if (node.isUp() && !node.isFrozen()) {
      cluster.tell(() -> node.id + " is stopped");
      node.freeze();
      cluster.detect();
      cluster.timeline().after(lasts, () -> thaw(node));
    }
  }

  private void thaw(SimulatedNode node) {
    if (node.isFrozen()) {
      cluster.tell(() -> node.id + " goes on");
      node.thaw();
      cluster.detect();
    }
  }

  private void cut(SplittableRandom random, int parts) {
    cut(parts, random.nextLong(200, 12_000) * MILLI, random.nextInt(4) == 0);
  }

  /**
   * One node from all others, two parts from each other, or one direction of one link.
   *
   * @param parts a bit for each node of the first part
   */
  void cut(int parts, long lasts, boolean oneWay) {
    List<SimulatedNode> nodes = cluster.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      for (int j = 0; j < nodes.size(); j++) {
        boolean apart = (parts >> i & 1) == 1 && (parts >> j & 1) == 0;
        if (apart) {
          cluster.network().cut(nodes.get(i).id, nodes.get(j).id);
          if (!oneWay) {
            cluster.network().cut(nodes.get(j).id, nodes.get(i).id);
          }
        }
      }
    }
    cluster.tell(
        () ->
            (oneWay ? "one way from " : "cut off: ")
                + IntStream.range(0, nodes.size())
                    .filter(i -> (parts >> i & 1) == 1)
                    .mapToObj(i -> nodes.get(i).id.toString())
                    .collect(Collectors.joining(" ")));
    cluster.detect();
    cluster.timeline().after(lasts, () -> mend(parts));
  }

  private void cutOffStandIns(SimulatedNode node, Key key, long lasts) {
    cluster.tell(() -> "cut off: " + node.id + " from all but the owners of " + key);
    cutOffStandIns(node, key, true);
    cluster.timeline().after(lasts, () -> cutOffStandIns(node, key, false));
  }

  private void cutOffStandIns(SimulatedNode node, Key key, boolean cut) {
    List<SimulatedNode> owners = cluster.ownersOf(key);
    for (SimulatedNode other : cluster.nodes()) {
      if (!owners.contains(other) && other != node) {
        cluster.network().set(node.id, other.id, cut);
        cluster.network().set(other.id, node.id, cut);
      }
    }
    cluster.detect();
  }

  private void mend(int parts) {
    List<SimulatedNode> nodes = cluster.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      for (int j = 0; j < nodes.size(); j++) {
        if ((parts >> i & 1) != (parts >> j & 1)) {
          cluster.network().mend(nodes.get(i).id, nodes.get(j).id);
        }
      }
    }
    cluster.tell(() -> "links are mended");
    cluster.detect();
  }

  private void disturb(SplittableRandom random) {
    double loss = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.2;
    cluster.tell(() -> "links lose " + Math.round(100 * loss) + " % from now on");
    cluster
        .network()
        .disturb(
            loss,
            random.nextDouble() * 0.1,
            random.nextDouble() * 0.3,
            random.nextInt(2) == 0 ? 200 : 4_000);
  }

  /** One a run: of more at a time no quorum would survive. */
  private void loseDisk(SimulatedNode node, long down) {
    if (!lostDisk && isHeldTwice()) {
      loseWhatOneHas();
      cluster.tell(() -> node.id + " loses its disk");
      node.loseDisk();
      startLater(node, down);
    }
  }

  private void restore(SimulatedNode node, boolean noticed, long down) {
    boolean silent = !noticed && Setback.isFoundOut(cluster, node);
    boolean sound = Setback.isExact(node) && Setback.asksOthers(cluster, node);
    if (!lostDisk && isHeldTwice() && sound && node.restoreBackup(!silent)) {
      loseWhatOneHas();
      cluster.tell(
          () -> node.id + " is set back to its backup" + (silent ? ", and does not know it" : ""));
      startLater(node, down);
    }
  }

  /** What only one node had may be gone from now on. */
  void loseWhatOneHas() {
    lostDisk = true;
    cluster.ledger().diskIsLost();
  }

  /** Whether no range has one owner alone. */
  boolean isHeldTwice() {
    return IntStream.of(cluster.ranges()).allMatch(range -> cluster.ownersOf(range).size() > 1);
  }

  void heal() {
    cluster.network().calm();
    cluster.slowDisks(0);
    for (SimulatedNode node : cluster.nodes()) {
      node.disksAreFine();
      thaw(node);
      start(node);
    }
    cluster.detect();
  }
}
