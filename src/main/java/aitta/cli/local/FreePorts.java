package aitta.cli.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Asks for trouble with ports before a node runs into it. */
final class FreePorts {
  private FreePorts() {}

  /**
   * @throws CannotStartException naming port, node and flag, if a port of {@code plan} is in use
   */
  static void check(ClusterPlan plan) {
    for (NodePlan node : plan.list()) {
      check(node.peerPort(), "for peers of " + node.id(), "--port", plan.nodes());
      check(node.httpPort(), "for HTTP of " + node.id(), "--http-port", plan.nodes());
    }
  }

  private static void check(int port, String purpose, String flag, int nodes) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(NodePlan.HOST))) {
      socket.getLocalPort();
    } catch (IOException e) {
      throw new CannotStartException(
          "port "
              + port
              + " ("
              + purpose
              + ") cannot be used: "
              + e.getMessage()
              + "; free it, or choose others with "
              + flag
              + " (the first of "
              + nodes
              + " in a row)",
          e);
    }
  }
}
