package aitta.listing;

import aitta.clock.NodeClock;
import aitta.peer.ListMessage;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.storage.StateStore;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Routers;

/**
 * Answers for this node's copies, beside the replicas: reads the store, whose snapshots need no
 * writer's consent. Two at a time, each for a bounded number of rows, on the storage dispatcher:
 * the replicas keep threads of their own.
 */
public final class RowLister {
  private static final int AT_ONCE = 2;
  private static final int MAX_WAITING = 256;
  private static final int MAX_ROWS = 10_000;

  /**
   * @param deadlineNanos on the monotonic clock; past it nobody waits for the reply
   * @param reply called once
   */
  public record Answer(
      ListMessage.ListRows question, long deadlineNanos, Consumer<PeerMessage.Reply> reply) {}

  private RowLister() {}

  /**
   * @param tables where a range's rows lie; null where they may not be shown
   */
  public static Behavior<Answer> create(
      StateStore store, NodeClock clock, IntFunction<TableId> tables) {
    return Behaviors.setup(
        context -> {
          AtomicInteger waiting = new AtomicInteger();
          Behavior<Answer> worker =
              Behaviors.supervise(
                      Behaviors.receiveMessage(
                          (Answer message) -> {
                            waiting.decrementAndGet();
                            message.reply().accept(answer(store, clock, tables, message));
                            return Behaviors.same();
                          }))
                  .onFailure(SupervisorStrategy.restart());
          var pool =
              context.spawnAnonymous(
                  Routers.pool(AT_ONCE, worker)
                      .withRouteeProps(
                          org.apache.pekko.actor.typed.DispatcherSelector.fromConfig(
                              "aitta.storage-dispatcher")));
          return Behaviors.receiveMessage(
              message -> {
                if (waiting.incrementAndGet() > MAX_WAITING) {
                  waiting.decrementAndGet();
                  message.reply().accept(refused(message, Reason.OVERLOADED, "listings wait"));
                } else {
                  pool.tell(message);
                }
                return Behaviors.same();
              });
        });
  }

  private static PeerMessage.Reply answer(
      StateStore store, NodeClock clock, IntFunction<TableId> tables, Answer message) {
    if (message.deadlineNanos() - clock.nanos() < 0) {
      return refused(message, Reason.LATE, "a listing");
    }
    try {
      return RowMerge.answer(store, tables, message.question(), clock.millis(), MAX_ROWS);
    } catch (StorageException e) {
      return refused(message, Reason.DISK, e.getMessage());
    }
  }

  private static PeerMessage.Refused refused(Answer message, Reason reason, String detail) {
    return new PeerMessage.Refused(message.question().id(), reason, detail);
  }
}
