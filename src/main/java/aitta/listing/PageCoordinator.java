package aitta.listing;

import aitta.model.NodeId;
import aitta.peer.ListMessage;
import aitta.peer.PeerMessage;
import aitta.request.ListOutcome;
import aitta.request.ListRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** One page: asks as its {@link ListingRound} says, and answers by the deadline. */
final class PageCoordinator extends AbstractBehavior<PageCoordinator.Command> {
  sealed interface Command {}

  private record Replied(PeerMessage.Reply reply) implements Command {}

  private enum Slow implements Command {
    INSTANCE
  }

  private enum Late implements Command {
    INSTANCE
  }

  /** Others are asked in place of those that stay silent for this part of the time. */
  private static final int PATIENCE = 4;

  private final Listings.Shared shared;
  private final ListRequest request;
  private final ListingRound round;
  private final Consumer<ListOutcome> done;
  private final TimerScheduler<Command> timers;
  private final long deadlineNanos;
  private final Map<Long, Integer> open = new HashMap<>(); // portions by question

  private PageCoordinator(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Listings.Shared shared,
      ListRequest request,
      ListingRound round,
      Consumer<ListOutcome> done) {
    super(context);
    this.shared = shared;
    this.request = request;
    this.round = round;
    this.done = done;
    this.timers = timers;
    this.deadlineNanos = shared.clock().nanos() + request.timeout().toNanos();
    timers.startSingleTimer(Late.INSTANCE, request.timeout());
    timers.startTimerWithFixedDelay(Slow.INSTANCE, patience(request.timeout()));
  }

  private static Duration patience(Duration timeout) {
    Duration patience = timeout.dividedBy(PATIENCE);
    return patience.toMillis() < 1 ? Duration.ofMillis(1) : patience;
  }

  static Behavior<Command> create(
      Listings.Shared shared, ListRequest request, ListingRound round, Consumer<ListOutcome> done) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new PageCoordinator(context, timers, shared, request, round, done).follow()));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Replied.class, this::onReplied)
        .onMessage(Slow.class, message -> onSlow())
        .onMessage(Late.class, message -> end(round.late()))
        .onSignal(PostStop.class, signal -> onStop())
        .build();
  }

  private Behavior<Command> onReplied(Replied message) {
    PeerMessage.Reply reply = message.reply();
    Integer portion = open.remove(reply.id());
    if (portion == null) {
      return this;
    }
    shared.peers().close(reply.id());
    if (reply instanceof ListMessage.Rows rows) {
      round.answered(portion, rows);
    } else {
      round.failed(portion);
    }
    return follow();
  }

  private Behavior<Command> onSlow() {
    return round.slow() ? follow() : this;
  }

  private Behavior<Command> follow() {
    ListingRound.Step step = round.step();
    if (step instanceof ListingRound.Done over) {
      return end(over.outcome());
    }
    round.asks().forEach(this::ask);
    return this;
  }

  private void ask(ListingRound.Ask ask) {
    var self = getContext().getSelf();
    long id = shared.peers().open((from, reply) -> self.tell(new Replied(reply)));
    open.put(id, ask.portion());
    NodeId node = ask.node();
    ListMessage.ListRows question =
        new ListMessage.ListRows(
            id,
            ask.ranges(),
            ask.from(),
            request.to(),
            ask.limit(),
            ask.maxBytes(),
            request.show(),
            request.latest());
    long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - shared.clock().nanos());
    shared.peers().ask(node, question, (int) Math.max(1, left));
  }

  private Behavior<Command> end(ListOutcome outcome) {
    timers.cancelAll();
    done.accept(outcome);
    return Behaviors.stopped();
  }

  /** However it ends: nothing is left that would listen for replies. */
  private Behavior<Command> onStop() {
    open.keySet().forEach(shared.peers()::close);
    return this;
  }
}
