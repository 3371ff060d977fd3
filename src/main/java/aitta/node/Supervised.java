package aitta.node;

import java.time.Duration;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** How the parts of a node are kept running. */
final class Supervised {
  /** Of what may wait for a disk. */
  static final DispatcherSelector STORAGE =
      DispatcherSelector.fromConfig("aitta.storage-dispatcher");

  private Supervised() {}

  /** Begins again after a failure, later each time. */
  static <T> Behavior<T> restarting(Behavior<T> behavior) {
    return Behaviors.supervise(behavior)
        .onFailure(
            SupervisorStrategy.restartWithBackoff(
                Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
  }

  /** Calls the action again and again, never twice at once; it may wait for a disk. */
  static Cancellable every(ActorSystem<?> system, Duration interval, Runnable action) {
    return system
        .scheduler()
        .scheduleWithFixedDelay(interval, interval, action, system.dispatchers().lookup(STORAGE));
  }
}
