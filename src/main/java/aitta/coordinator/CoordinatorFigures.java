package aitta.coordinator;

import aitta.clock.NodeClock;
import aitta.model.Key;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** What the coordinators of a node have done beside the usual. For any thread. */
public final class CoordinatorFigures {
  private final LongAdder hedges = new LongAdder();
  private final LongAdder standIns = new LongAdder();
  private final LongAdder readRepairs = new LongAdder();
  private final LongAdder forwards = new LongAdder();
  private final NodeClock clock;
  private final HotKeys hotKeys;

  public CoordinatorFigures(NodeClock clock) {
    this.clock = clock;
    this.hotKeys = new HotKeys(clock.nanos());
  }

  Optional<HotKeys.Hot> asked(Key key) {
    return hotKeys.asked(key, clock.nanos());
  }

  void hedged() {
    hedges.increment();
  }

  void standInAsked() {
    standIns.increment();
  }

  void repaired() {
    readRepairs.increment();
  }

  void forwarded() {
    forwards.increment();
  }

  /** Reads whose owners were slow, so that others were asked too. */
  public long hedges() {
    return hedges.sum();
  }

  /** Questions to nodes that stand in for an owner. */
  public long standIns() {
    return standIns.sum();
  }

  /** Stale copies that a read found and sent the newer versions to. */
  public long readRepairs() {
    return readRepairs.sum();
  }

  /** Writes that an owner was asked to coordinate. */
  public long forwards() {
    return forwards.sum();
  }

  /**
   * Share of the node's requests that one key takes, 0 to 1; 0 where none stands out. Within the
   * last half minute.
   */
  public double hottestKeyShare() {
    return hotKeys.share(clock.nanos());
  }
}
