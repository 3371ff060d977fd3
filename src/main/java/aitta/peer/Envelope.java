package aitta.peer;

import aitta.model.NodeId;

/**
 * A message between nodes.
 *
 * @param from the sender
 * @param sentMillis the sender's wall clock, ms since 1970
 * @param budgetMillis how long the sender still waits for the reply when it sends; 0 where it waits
 *     for none
 */
public record Envelope(NodeId from, long sentMillis, int budgetMillis, PeerMessage message) {}
