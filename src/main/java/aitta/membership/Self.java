package aitta.membership;

import aitta.config.HostPort;
import aitta.model.NodeId;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * This node, as long as its actor system lives.
 *
 * @param at where its actor system listens now
 * @param uid of its actor system
 */
public record Self(Facts facts, Compat compat, HostPort at, long uid) {
  /** Made once the actor system knows its port. */
  public interface Factory {
    Self of(ActorSystem<?> system);
  }

  public NodeId node() {
    return facts.node();
  }
}
