package aitta.peer;

import aitta.model.NodeId;

/**
 * A message between nodes.
 *
 * @param from the sender
 * @param startMillis the sender's clock at its start, ms since 1970
 * @param sentMillis counted steadily from then on
 * @param budgetMillis how long the sender still waits for the reply when it sends; 0 where it waits
 *     for none
 */
public record Envelope(
    NodeId from, long startMillis, long sentMillis, int budgetMillis, PeerMessage message)
    implements Parcel {}
