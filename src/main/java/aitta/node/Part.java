package aitta.node;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * A part of a node that lives as long as its actor system: it is made anew for each one.
 *
 * <p>{@link #start} is called once, on the thread of the guardian, which may spawn the part's
 * actors there. {@link #stop} is called once if {@code start} was, while the actor system still
 * runs; {@link #close} after that, when the actor system is gone.
 */
public interface Part {
  /** What the actor system itself must be made with. */
  default List<Setup> setups() {
    return List.of();
  }

  /** Settings of Pekko that follow from the node's own, over those of pekko.conf. */
  default Map<String, Object> pekkoSettings() {
    return Map.of();
  }

  /** The stage ends when the part is in service; a failure ends the process. */
  CompletionStage<Done> start(ActorContext<?> guardian, NodeContext context);

  /** Takes on nothing new, and ends when what was begun is finished. Bounded by the caller. */
  CompletionStage<Done> stop();

  /** Gives back what is not an actor: files, native memory. */
  void close();
}
