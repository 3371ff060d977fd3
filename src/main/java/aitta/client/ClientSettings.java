package aitta.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How a client behaves; made by {@link ClientBuilder}.
 *
 * @param nodes addresses that it was given, without a slash at the end
 * @param followsRing whether it learns the ring, to send each request to an owner
 * @param ringInterval how old what it knows of the cluster may grow while it is used
 * @param deadline by which each call ends
 */
record ClientSettings(
    List<URI> nodes, boolean followsRing, Duration ringInterval, Duration deadline) {
  ClientSettings {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a client needs the address of at least one node");
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("a deadline must be above zero, not " + deadline);
    }
  }
}
