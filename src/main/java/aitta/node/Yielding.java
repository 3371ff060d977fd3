package aitta.node;

import aitta.clock.NodeClock;
import aitta.pace.Giving;
import aitta.pace.Rate;
import aitta.pace.WaitProbe;
import aitta.tuning.Tunable;
import aitta.tuning.Tuning;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.typed.ActorSystem;
import scala.concurrent.ExecutionContext;

/**
 * What yields to the requests of one node, and how it hears of them. Safe for use by many threads.
 */
final class Yielding {
  private final LongAdder requests = new LongAdder();
  private final Tuning tuning;
  private final Rate handover;
  private final Rate repair;
  private final Rate hints;
  private final Giving giving;

  private Yielding(ActorSystem<?> system, NodeClock clock, Tuning tuning) {
    this.tuning = tuning;
    WaitProbe probe =
        new WaitProbe(
            List.of(system.executionContext(), system.dispatchers().lookup(Supervised.STORAGE)),
            requests::sum,
            clock::nanos);
    this.handover = yielding(probe, Tunable.HANDOVER_RATE);
    this.repair = yielding(probe, Tunable.REPAIR_RATE);
    this.hints = yielding(probe, Tunable.HINT_RATE);
    // Who asks keeps to its own settings; here it is only put off.
    Rate given =
        probe.yielding(
            () ->
                Math.max(
                    tuning.bytesPerSecond(Tunable.HANDOVER_RATE),
                    tuning.bytesPerSecond(Tunable.REPAIR_RATE)));
    this.giving =
        new Giving(
            given,
            clock::nanos,
            (wait, answer) ->
                system.scheduler().scheduleOnce(wait, answer, system.executionContext()));
    system
        .scheduler()
        .scheduleWithFixedDelay(
            WaitProbe.INTERVAL,
            WaitProbe.INTERVAL,
            probe::tick,
            ExecutionContext.fromExecutor(Runnable::run));
  }

  static Yielding start(ActorSystem<?> system, NodeClock clock, Tuning tuning) {
    return new Yielding(system, clock, tuning);
  }

  private Rate yielding(WaitProbe probe, Tunable setting) {
    return probe.yielding(() -> tuning.bytesPerSecond(setting));
  }

  /** A request of a client has come, or a part of one from another node. */
  void requested() {
    requests.increment();
  }

  /** Of ranges on their way to this node or from it. */
  Rate handover() {
    return handover;
  }

  /** Of ranges that this node owns. */
  Rate repair() {
    return repair;
  }

  /** Of hints to one target. */
  Rate hints() {
    return hints;
  }

  /** Of what others ask this node for. */
  Giving giving() {
    return giving;
  }
}
