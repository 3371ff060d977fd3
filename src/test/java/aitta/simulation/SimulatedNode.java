package aitta.simulation;

import aitta.clock.NodeClock;
import aitta.membership.ClusterView;
import aitta.membership.Peer;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import aitta.version.Siblings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A member of the ring: its disk, its clock, whom it believes to be away, and its process if it
 * runs.
 */
final class SimulatedNode {
  private static final long MILLI = 1_000_000;
  private static final long EPOCH_MILLIS = 1_700_000_000_000L;

  final NodeId id;
  final NodeClock clock;
  final Map<Key, Siblings> olderSets = new HashMap<>(); // for whoever mistakes them for the newest
  private final Machine machine;
  private final SimulatedCluster cluster;
  private final long skewMillis;
  private final SplittableRandom random;
  private final Set<NodeId> away = new HashSet<>();
  private RingRegister register; // of the last process
  private SimulatedDisk disk;
  private SimulatedDisk backup;
  private NodeProcess process; // null while it is down
  private ClusterView view;
  private int incarnations = 1;
  private long goneSince;
  private boolean absent;

  SimulatedNode(
      NodeId id,
      Machine machine,
      SimulatedCluster cluster,
      long skewMillis,
      SplittableRandom random,
      boolean absent) {
    this.id = id;
    this.machine = machine;
    this.cluster = cluster;
    this.skewMillis = skewMillis;
    this.random = random;
    this.absent = absent;
    this.disk = new SimulatedDisk(id + "-1");
    this.disk.ring = cluster.founded();
    Timeline timeline = cluster.timeline();
    this.clock =
        new NodeClock(
            () -> EPOCH_MILLIS + skewMillis + timeline.now() / MILLI,
            timeline::now,
            Duration.ofDays(1000));
  }

  boolean isUp() {
    return process != null;
  }

  boolean isFrozen() {
    return machine.lane().isFrozen();
  }

  /** Null while it is down. */
  NodeProcess process() {
    return process;
  }

  SimulatedDisk disk() {
    return disk;
  }

  RingRegister register() {
    return register;
  }

  /** Whether it is no part of the cluster: not yet, or not any more. */
  boolean isAbsent() {
    return absent;
  }

  /** It comes for the first time, or again as one that never was there. */
  void join() {
    if (absent) {
      newDisk();
      absent = false;
      start();
    }
  }

  /** It is gone for good, with all that it had, and knows nothing of it. */
  void leave() {
    crash();
    absent = true;
  }

  /** An operator has said so, whether or not it knows. */
  void isDeclaredGone() {
    goneSince = cluster.timeline().now();
  }

  /** Others have declared it gone: it sets aside what it has, and comes as a new one. */
  void isRemoved() {
    cluster
        .timeline()
        .after(
            MILLI,
            () -> {
              cluster.tell(() -> id + " hears that it was removed");
              if (process != null) {
                cluster.ledger().setAside(goneSince, key -> process.state().all(key));
              }
              leave();
              cluster.detect();
              cluster
                  .timeline()
                  .after(
                      1_000 * MILLI,
                      () -> {
                        join();
                        cluster.detect();
                      });
            });
  }

  void start() {
    if (process == null && !absent && adoptRing()) {
      disk.start++;
      OpenDisk open = new OpenDisk(disk);
      view = null;
      register = new RingRegister(this, cluster, disk, ringChance());
      SplittableRandom latency = random.split();
      JournalWrites writes =
          new JournalWrites(disk, cluster.timeline(), () -> cluster.diskLatency(latency));
      machine.open(open, writes);
      process = new NodeProcess(this, cluster, open, writes, random.split());
      NodeProcess started = process;
      machine.order(context -> started.start(context));
    } else if (process == null && !absent) {
      cluster.timeline().after(1_000 * MILLI, this::start); // nobody is there who has a ring
    }
  }

  /** Of its own, so that what happens to the ring changes nothing else. */
  private SplittableRandom ringChance() {
    return new SplittableRandom(cluster.seed() + 31L * id.hashCode() + disk.start);
  }

  /** Whether there is a ring in which it has a place: one that was never told of it asks others. */
  private boolean adoptRing() {
    if (disk.ring == null) {
      Ring others = cluster.someRing(ringChance());
      disk.ring = others == null ? null : others.withMember(new RingMember(id, "z", 1));
    } else if (disk.ring.isRemoved(id)) {
      absent = true; // it had left, and died before its process came to its end
    }
    return disk.ring != null && !absent;
  }

  /** As {@code kill -9} and a loss of power do: what was not on disk is gone. */
  void crash() {
    if (process != null) {
      NodeProcess killed = process;
      process = null;
      killed.kill(random);
      machine.open(null, null);
      machine.lane().thaw();
      machine.order(killed::stop);
    }
  }

  void freeze() {
    if (process != null) {
      machine.lane().freeze();
    }
  }

  void thaw() {
    machine.lane().thaw();
  }

  void run(Runnable what) {
    machine.lane().execute(what);
  }

  // Disks

  void disksAreFine() {
    if (process != null) {
      process.failNextWrite(null);
    }
  }

  void loseDisk() {
    crash();
    newDisk();
  }

  private void newDisk() {
    incarnations++;
    disk = new SimulatedDisk(id + "-" + incarnations);
    disk.ring = cluster.isMoving() ? null : cluster.founded();
    disk.isNew = true;
  }

  /** Null where none was made. */
  SimulatedDisk backup() {
    return backup;
  }

  /** Whether its clock, and that of all others, is right but for a moment. */
  boolean clocksAgree() {
    return cluster.clocksAgree();
  }

  /** A backup is made of what is on disk now. */
  void backUp() {
    backup = disk.copy();
    backup.hasHints =
        process == null || process.state().hintCount() > 0 || process.unwrittenBytes() > 0;
  }

  /**
   * @param noticed whether the directory is known to be a copy, as one is that was copied file by
   *     file
   */
  boolean restoreBackup(boolean noticed) {
    if (backup == null) {
      return false;
    }
    crash();
    disk = backup.copy();
    if (noticed) {
      incarnations++;
      disk.incarnation = id + "-" + incarnations;
      disk.isCopied = true;
    }
    return true;
  }

  // What it believes of others

  void sees(NodeId other, boolean reachable) {
    boolean changed = reachable ? away.remove(other) : away.add(other);
    if (changed) {
      view = null;
    }
  }

  boolean believesReachable(NodeId other) {
    return !away.contains(other);
  }

  /** What it knew of the ring is not the newest any more. */
  void viewIsOver() {
    view = null;
  }

  ClusterView view() {
    if (view == null) {
      Map<NodeId, Peer> peers = new HashMap<>();
      Ring ring = register.ring();
      for (RingMember member : ring.members().values()) {
        boolean reachable = !away.contains(member.id());
        peers.put(
            member.id(),
            new Peer(
                member.id(),
                null,
                null,
                member.zone(),
                member.weight(),
                reachable ? Peer.PeerStatus.UP : Peer.PeerStatus.UNREACHABLE,
                1,
                reachable));
      }
      view =
          new ClusterView(
              id, disk.start, Optional.of(ring), List.of(), peers, disk.isNew, disk.isCopied);
    }
    return view;
  }

  long skewMillis() {
    return skewMillis;
  }
}
