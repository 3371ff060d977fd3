package aitta.coordinator;

import aitta.coordinator.Coordinator.Event;
import java.util.function.BiConsumer;

/**
 * A request under way: who coordinates it, and when it wants to be woken. An actor of its own for
 * each request took a sixth of all CPU of a read, and a timer of its own would cost about as much
 * as the sweep over all of them.
 *
 * <p>Used by the thread of the actor that runs it, but for {@link #tell}.
 */
final class Running {
  private static final long NEVER = Long.MAX_VALUE;

  private final BiConsumer<Running, Event> told;
  private final Runnable failed;
  private Coordinator coordinator = Coordinator.ENDED;
  private long wakeAtNanos = NEVER;

  /**
   * @param told brings an event to the actor that runs the request; callable from any thread
   * @param failed run where it is given up
   */
  Running(BiConsumer<Running, Event> told, Runnable failed) {
    this.told = told;
    this.failed = failed;
  }

  /** Brings an event to the coordinator, later and on its thread. */
  void tell(Event event) {
    told.accept(this, event);
  }

  void wakeAt(long nanos) {
    wakeAtNanos = nanos;
  }

  /** True once when the time has come. */
  boolean isDue(long nowNanos) {
    if (wakeAtNanos == NEVER || nowNanos - wakeAtNanos < 0) {
      return false;
    }
    wakeAtNanos = NEVER;
    return true;
  }

  /** {@code next} goes on with the request. */
  void become(Coordinator next) {
    if (next != coordinator) {
      coordinator.close();
      coordinator = next;
    }
  }

  void on(Event event) {
    become(coordinator.told(event));
  }

  /** It ends here, done or not. */
  void end() {
    become(Coordinator.ENDED);
  }

  /** It is given up. */
  void fail() {
    end();
    failed.run();
  }

  boolean hasEnded() {
    return coordinator == Coordinator.ENDED;
  }
}
