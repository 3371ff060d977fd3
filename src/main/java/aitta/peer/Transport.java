package aitta.peer;

import aitta.model.NodeId;

/** The way to other nodes. */
public interface Transport {
  /**
   * Sends without waiting; what cannot be delivered is lost, and whoever asked has a deadline.
   *
   * @return false where the node is not known, so nothing was sent
   */
  boolean send(NodeId to, Envelope envelope);
}
