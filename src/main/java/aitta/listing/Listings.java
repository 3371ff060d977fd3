package aitta.listing;

import aitta.clock.NodeClock;
import aitta.coordinator.Route;
import aitta.model.NodeId;
import aitta.peer.Peers;
import aitta.request.ListOutcome;
import aitta.request.ListRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Starts a {@link PageCoordinator} for each page, up to a bound. */
public final class Listings extends AbstractBehavior<Listings.Submit> {
  private static final int MAX_RUNNING = 64;

  /**
   * A page is wanted.
   *
   * @param done called once, on a coordinator's thread
   */
  public record Submit(ListRequest request, Consumer<ListOutcome> done) {}

  /**
   * What all pages share.
   *
   * @param routes of all ranges, in their order, as they are now
   */
  public record Shared(NodeId self, Peers peers, NodeClock clock, Supplier<List<Route>> routes) {}

  private final Shared shared;
  private int running;

  private Listings(ActorContext<Submit> context, Shared shared) {
    super(context);
    this.shared = shared;
  }

  public static Behavior<Submit> create(Shared shared) {
    return Behaviors.setup(context -> new Listings(context, shared));
  }

  @Override
  public Receive<Submit> createReceive() {
    return newReceiveBuilder()
        .onMessage(Submit.class, this::onList)
        .onSignal(Terminated.class, signal -> onEnded())
        .build();
  }

  private Behavior<Submit> onList(Submit message) {
    if (running >= MAX_RUNNING) {
      message
          .done()
          .accept(new ListOutcome.Overloaded("this node makes " + running + " pages already"));
      return this;
    }
    ListRequest request = message.request();
    ListingRound round =
        new ListingRound(
            new ListingRound.Plan(
                request.from(), request.to(), request.limit(), request.maxBytes()),
            owners());
    running++;
    getContext()
        .watch(
            getContext()
                .spawnAnonymous(PageCoordinator.create(shared, request, round, message.done())));
    return this;
  }

  private Behavior<Submit> onEnded() {
    running--;
    return this;
  }

  /** Of each range those that can be reached, this node first where it is one. */
  private List<List<NodeId>> owners() {
    List<List<NodeId>> owners = new ArrayList<>();
    for (Route route : shared.routes().get()) {
      List<NodeId> order = new ArrayList<>(route.owners());
      order.removeIf(owner -> !route.reachable().contains(owner));
      if (order.remove(shared.self())) {
        order.add(0, shared.self());
      }
      owners.add(order);
    }
    return owners;
  }
}
