package aitta.membership;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;

/**
 * What the nodes of a cluster tell each other of their rings, through Distributed Data. Whatever
 * comes back is run by the actor that it was made for, as one of its messages.
 */
final class RingGossip<T> {
  /** For others to be told of a change before it is said to be made. */
  private static final Duration WAIT = Duration.ofSeconds(2);

  /** Past it the actor fails, and the machine was only slow. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final ActorContext<T> context;
  private final Function<Runnable, T> message;
  private final ReplicatorMessageAdapter<T, RingRegistry> replicator;

  /**
   * @param message of the actor, which runs what is in it
   * @param news told of what all nodes know, whenever that changes
   */
  RingGossip(ActorContext<T> context, Function<Runnable, T> message, Consumer<RingRegistry> news) {
    this.context = context;
    this.message = message;
    replicator =
        new ReplicatorMessageAdapter<>(
            context, DistributedData.get(context.getSystem()).replicator(), PATIENCE);
    replicator.subscribe(
        RingRegistry.KEY,
        response ->
            message.apply(
                () -> {
                  if (response instanceof Replicator.Changed<RingRegistry> changed) {
                    news.accept(changed.get(RingRegistry.KEY));
                  }
                }));
  }

  /** Sooner or later all nodes will have heard of it. */
  void spread(RingState ring) {
    spread(ring, Replicator.writeLocal(), told -> {});
  }

  /**
   * @param then told whether all nodes of the cluster have it; those that cannot be told in time
   *     will hear of it later
   */
  void tellAll(RingState ring, Consumer<Boolean> then) {
    spread(ring, new Replicator.WriteAll(WAIT), then);
  }

  /** The same of any one other node. */
  void tellAnother(RingState ring, Consumer<Boolean> then) {
    spread(ring, new Replicator.WriteTo(2, WAIT), then); // this node is one of them
  }

  private void spread(
      RingState ring, Replicator.WriteConsistency consistency, Consumer<Boolean> then) {
    replicator.askUpdate(
        replyTo ->
            new Replicator.Update<>(
                RingRegistry.KEY,
                RingRegistry.EMPTY,
                consistency,
                replyTo,
                registry -> registry.with(ring)),
        response -> message.apply(() -> then.accept(isTold(response))));
  }

  private boolean isTold(Replicator.UpdateResponse<RingRegistry> response) {
    boolean told = response instanceof Replicator.UpdateSuccess<RingRegistry>;
    if (response instanceof Replicator.UpdateTimeout<RingRegistry>) {
      context.getLog().info("Some nodes cannot be told at once of the newest ring");
    } else if (!told) {
      context.getLog().warn("The ring was not spread: {}", response);
    }
    return told;
  }

  /**
   * @param found told what this node has heard by now, if anything
   * @param then run after that
   */
  void look(Consumer<RingRegistry> found, Runnable then) {
    replicator.askGet(
        replyTo -> new Replicator.Get<>(RingRegistry.KEY, Replicator.readLocal(), replyTo),
        response ->
            message.apply(
                () -> {
                  if (response instanceof Replicator.GetSuccess<RingRegistry> known) {
                    found.accept(known.get(RingRegistry.KEY));
                  }
                  then.run();
                }));
  }
}
