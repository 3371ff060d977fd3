package aitta.coordinator;

import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Begins a request anew, a moment later: it was asked under a list of owners that is being replaced
 * or has been. Nothing of it was done.
 */
final class Again {
  /** A new list is agreed on and known in about that time. */
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Again() {}

  /**
   * @param next made when the time has come, for the owners of then
   */
  static Behavior<Coordinators.Job> create(
      Coordination shared, Alarm alarm, Supplier<Behavior<Coordinators.Job>> next) {
    alarm.set(at(shared));
    return Behaviors.receiveMessage(
        message ->
            message instanceof Coordinators.Wake
                ? next.get()
                : Behaviors.same()); // a late reply to the first attempt
  }

  /** When to begin anew. */
  static long at(Coordination shared) {
    return shared.clock().nanos() + PAUSE.toNanos();
  }

  /** Whether there is time for another attempt. */
  static boolean isTime(Coordination shared, long deadlineNanos) {
    return at(shared) - deadlineNanos < 0;
  }

  /** Whether a replica refused because of the list under which it was asked; learns a newer one. */
  static boolean isDue(Coordination shared, PeerMessage.Reply reply) {
    if (reply instanceof OwnerMessage.ListIs is) {
      shared.routes().learn(is.list());
      return true;
    }
    return reply instanceof PeerMessage.Refused refused && isDue(refused.reason());
  }

  static boolean isDue(PeerMessage.Reason reason) {
    return reason == PeerMessage.Reason.SEALED
        || reason == PeerMessage.Reason.UNAWARE
        || reason == PeerMessage.Reason.NOT_OWNER;
  }
}
