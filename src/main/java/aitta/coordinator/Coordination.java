package aitta.coordinator;

import aitta.clock.NodeClock;
import aitta.model.NodeId;
import aitta.peer.Peers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What all coordinators of a node share.
 *
 * @param hedgeAfterMin least silence after which a read asks one more
 * @param standInAfter silence of an owner after which a write goes to a stand-in
 */
public record Coordination(
    NodeId self,
    Peers peers,
    NodeClock clock,
    Route.Routes routes,
    Minter minter,
    PeerHealth health,
    Duration hedgeAfterMin,
    Duration standInAfter,
    CoordinatorFigures figures) {

  /** The same, with figures that nobody reads. */
  public Coordination(
      NodeId self,
      Peers peers,
      NodeClock clock,
      Route.Routes routes,
      Minter minter,
      PeerHealth health,
      Duration hedgeAfterMin,
      Duration standInAfter) {
    this(
        self,
        peers,
        clock,
        routes,
        minter,
        health,
        hedgeAfterMin,
        standInAfter,
        new CoordinatorFigures(clock));
  }

  /** How long an asker with this deadline still waits, in ms: at least 1. */
  int budgetMillis(long deadlineNanos) {
    long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - clock.nanos());
    return (int) Math.max(1, Math.min(left, Integer.MAX_VALUE));
  }
}
