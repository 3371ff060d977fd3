package aitta.antientropy;

import aitta.model.NodeId;
import aitta.peer.Peers;
import aitta.peer.RangeMessage;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ShardedDaemonProcess;

/**
 * Schedules the exchanges of a key range, wherever in the cluster it lives: asks the owners in turn
 * to compare their copies, so that each pair is compared once an interval. It only proposes; two of
 * them do no harm, and without one the owners go on alone, see {@link RepairKeeper}.
 */
public final class RangeSteward {
  /** What a steward is told. */
  public enum Command {
    /** It is the next owner's turn. */
    TURN,
    /** Another node takes over. */
    STOP
  }

  /**
   * @param random for what must not happen everywhere at once
   */
  public record Setup(
      Peers peers, Owners owners, int ranges, Duration interval, LongSupplier random) {}

  private static final String NAME = "range-steward";

  /** With more ranges than this each steward takes care of several. */
  private static final int MAX_STEWARDS = 256;

  private final Setup setup;
  private final TimerScheduler<Command> timers;
  private final int index;
  private final int stewards;
  private int range;
  private int place; // of the owner whose turn is next

  private RangeSteward(Setup setup, TimerScheduler<Command> timers, int index, int stewards) {
    this.setup = setup;
    this.timers = timers;
    this.index = index;
    this.stewards = stewards;
    this.range = index;
  }

  /**
   * Has the cluster keep the stewards of all ranges alive, some of them here. May wait for a
   * moment.
   */
  public static void keepAlive(ActorSystem<?> system, Setup setup) {
    int stewards = Math.min(setup.ranges(), MAX_STEWARDS);
    ShardedDaemonProcess.get(system)
        .init(Command.class, NAME, stewards, index -> create(setup, index, stewards), Command.STOP);
  }

  /**
   * @param index of the first of its ranges; the others follow in steps of {@code stewards}
   */
  public static Behavior<Command> create(Setup setup, int index, int stewards) {
    return Behaviors.withTimers(
        timers -> {
          RangeSteward steward = new RangeSteward(setup, timers, index, stewards);
          steward.timers.startSingleTimer(
              Command.TURN, steward.share(setup.interval(), setup.random().getAsLong()));
          return Behaviors.receiveMessage(steward::onCommand);
        });
  }

  /** Somewhere within {@code time}. */
  private Duration share(Duration time, long random) {
    long nanos = time.toNanos();
    return Duration.ofNanos(Math.max(1, Math.floorMod(random, nanos)));
  }

  private Behavior<Command> onCommand(Command command) {
    if (command == Command.STOP) {
      return Behaviors.stopped();
    }
    takeTurn();
    timers.startSingleTimer(Command.TURN, untilNextTurn());
    return Behaviors.same();
  }

  /** The last owner in the list has been compared with all others when it would be its turn. */
  private void takeTurn() {
    List<NodeId> owners = setup.owners().of(range);
    if (place < owners.size() - 1) {
      NodeId owner = owners.get(place);
      if (setup.owners().isReachable(owner)) {
        setup.peers().ask(owner, new RangeMessage.StartRepair(0, range), 0);
      }
    }
    place++;
    if (place >= owners.size() - 1) {
      place = 0;
      range += stewards;
      range = range < setup.ranges() ? range : index;
    }
  }

  /** Three to four quarters of what would make it exactly once an interval. */
  private Duration untilNextTurn() {
    int turns = Math.max(1, setup.owners().of(range).size() - 1);
    int ranges = (setup.ranges() - index + stewards - 1) / stewards;
    Duration turn = setup.interval().dividedBy((long) turns * ranges);
    Duration least = turn.multipliedBy(3).dividedBy(4);
    return least.plus(share(turn.dividedBy(4).plusNanos(1), setup.random().getAsLong()));
  }
}
