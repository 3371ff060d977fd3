package aitta.simulation;

import java.util.List;
import java.util.SplittableRandom;

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

  void act(Plan.Kind kind, SplittableRandom random) {
    List<SimulatedNode> nodes = cluster.nodes();
    SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
    switch (kind) {
      case CRASH -> crash(node, random);
      case FREEZE -> freeze(node, random);
      case CUT -> cut(random);
      case DISTURB -> disturb(random);
      case SUSPECT -> {
        SimulatedNode other = nodes.get(random.nextInt(nodes.size()));
        if (other != node) {
          cluster.tell(node.id + " believes that " + other.id + " is away");
          node.sees(other.id, false);
          cluster.detect();
        }
      }
      case DISK_FAILS -> {
        if (node.isUp()) {
          boolean written = random.nextBoolean();
          cluster.tell(
              "the next write of " + node.id + " fails" + (written ? ", but is there" : ""));
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
        cluster.tell("a backup of " + node.id);
        node.backUp();
      }
      case RESTORE -> restore(node, random);
      case LOSE_DISK -> loseDisk(node, random);
      case REPAIR -> {
        if (node.isUp()) {
          node.process().repairAll();
        }
      }
      default -> throw new IllegalArgumentException(kind + " is no fault");
    }
  }

  private void crash(SimulatedNode node, SplittableRandom random) {
    if (node.isUp()) {
      cluster.tell(node.id + " crashes");
      node.crash();
      startLater(node, random);
    }
  }

  private void startLater(SimulatedNode node, SplittableRandom random) {
    cluster.detect();
    long down =
        random.nextInt(3) == 0
            ? random.nextLong(20, 500) * MILLI
            : random.nextLong(500, 12_000) * MILLI;
    cluster.timeline().after(down, () -> start(node));
  }

  private void start(SimulatedNode node) {
    if (!node.isUp()) {
      cluster.tell(node.id + " starts");
      node.start();
      cluster.detect();
    }
  }

  private void freeze(SimulatedNode node, SplittableRandom random) {
    if (node.isUp() && !node.isFrozen()) {
      cluster.tell(node.id + " is stopped");
      node.freeze();
      cluster.detect();
      cluster.timeline().after(random.nextLong(50, 15_000) * MILLI, () -> thaw(node));
    }
  }

  private void thaw(SimulatedNode node) {
    if (node.isFrozen()) {
      cluster.tell(node.id + " goes on");
      node.thaw();
      cluster.detect();
    }
  }

  /** One node from all others, two parts from each other, or one direction of one link. */
  private void cut(SplittableRandom random) {
    List<SimulatedNode> nodes = cluster.nodes();
    int parts = random.nextInt(1, 1 << nodes.size());
    boolean oneWay = random.nextInt(4) == 0;
    StringBuilder text = new StringBuilder(oneWay ? "one way from" : "cut off:");
    for (int i = 0; i < nodes.size(); i++) {
      text.append((parts >> i & 1) == 1 ? " " + nodes.get(i).id : "");
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
    cluster.tell(text.toString());
    cluster.detect();
    cluster.timeline().after(random.nextLong(200, 12_000) * MILLI, () -> mend(parts));
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
    cluster.tell("links are mended");
    cluster.detect();
  }

  private void disturb(SplittableRandom random) {
    double loss = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.2;
    cluster.tell("links lose " + Math.round(100 * loss) + " % from now on");
    cluster
        .network()
        .disturb(
            loss,
            random.nextDouble() * 0.1,
            random.nextDouble() * 0.3,
            random.nextInt(2) == 0 ? 200 : 4_000);
  }

  /** One a run: of more at a time no quorum would survive. */
  private void loseDisk(SimulatedNode node, SplittableRandom random) {
    if (!lostDisk) {
      lostDisk = true;
      cluster.tell(node.id + " loses its disk");
      node.loseDisk();
      startLater(node, random);
    }
  }

  private void restore(SimulatedNode node, SplittableRandom random) {
    boolean noticed = random.nextBoolean();
    if (!lostDisk && node.restoreBackup(noticed)) {
      lostDisk = true;
      cluster.tell(
          node.id + " is set back to its backup" + (noticed ? "" : ", and does not know it"));
      startLater(node, random);
    }
  }

  void heal() {
    cluster.network().calm();
    cluster.slowDisks(0);
    for (SimulatedNode node : cluster.nodes()) {
      thaw(node);
      start(node);
    }
    cluster.detect();
  }
}
