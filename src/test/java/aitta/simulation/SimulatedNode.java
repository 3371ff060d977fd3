package aitta.simulation;

import aitta.clock.NodeClock;
import aitta.membership.ClusterView;
import aitta.membership.Peer;
import aitta.model.Key;
import aitta.model.NodeId;
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
  private SimulatedDisk disk;
  private SimulatedDisk backup;
  private NodeProcess process; // null while it is down
  private ClusterView view;
  private int incarnations = 1;

  SimulatedNode(
      NodeId id,
      Machine machine,
      SimulatedCluster cluster,
      long skewMillis,
      SplittableRandom random) {
    this.id = id;
    this.machine = machine;
    this.cluster = cluster;
    this.skewMillis = skewMillis;
    this.random = random;
    this.disk = new SimulatedDisk(id + "-1");
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

  void start() {
    if (process == null) {
      disk.start++;
      OpenDisk open = new OpenDisk(disk);
      view = null;
      SplittableRandom latency = random.split();
      JournalWrites writes =
          new JournalWrites(disk, cluster.timeline(), () -> cluster.diskLatency(latency));
      machine.open(open, writes);
      process = new NodeProcess(this, cluster, open, writes, random.split());
      NodeProcess started = process;
      machine.order(context -> started.start(context));
    }
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
    incarnations++;
    disk = new SimulatedDisk(id + "-" + incarnations);
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
    backup.hasHints = process == null || process.hintCount() > 0 || process.unwrittenBytes() > 0;
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

  ClusterView view() {
    if (view == null) {
      Map<NodeId, Peer> peers = new HashMap<>();
      for (RingMember member : cluster.ring().members().values()) {
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
              id,
              disk.start,
              Optional.of(cluster.ring()),
              List.of(),
              peers,
              disk.isNew,
              disk.isCopied);
    }
    return view;
  }

  long skewMillis() {
    return skewMillis;
  }
}
