package aitta.membership;

import aitta.config.HostPort;
import aitta.model.NodeId;
import org.apache.pekko.actor.Address;

/**
 * A node as this one sees it, itself included.
 *
 * @param address where its actors are, or were last; null if it was never seen
 * @param http where clients reach it; null if it was never seen
 * @param start of its actor system; 0 while it is not a member
 * @param reachable whether messages are worth sending
 */
public record Peer(
    NodeId id,
    Address address,
    HostPort http,
    String zone,
    double weight,
    PeerStatus status,
    long start,
    boolean reachable) {

  /** As the API names it. */
  public enum PeerStatus {
    JOINING,
    UP,
    UNREACHABLE,
    LEAVING
  }
}
