package aitta.coordinator;

import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Begins a request anew, a moment later: it was asked under a list of owners that is being replaced
 * or has been. Nothing of it was done.
 */
final class Again implements Coordinator {
  /** A new list is agreed on and known in about that time. */
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Supplier<Coordinator> next;

  private Again(Supplier<Coordinator> next) {
    this.next = next;
  }

  /**
   * @param next made when the time has come, for the owners of then
   */
  static Coordinator create(Coordination shared, Running running, Supplier<Coordinator> next) {
    running.wakeAt(at(shared));
    return new Again(next);
  }

  /** To the first attempt, and late. */
  @Override
  public Coordinator onReplied(Replied message) {
    return this;
  }

  @Override
  public Coordinator onWake() {
    return next.get();
  }

  @Override
  public void close() {}

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
