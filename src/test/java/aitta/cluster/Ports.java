package aitta.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Hands out TCP ports of the loopback address that nobody uses.
 *
 * <p>They lie below the range from which the system takes ports for outgoing connections: a node
 * that is down for a while must find its port free again, whatever connections were made meanwhile.
 */
final class Ports {
  private static final int FIRST = 15_000;
  private static final int END = 32_000;
  private static final Random CHOICE = new Random(); // two test runs at once must differ
  private static final Set<Integer> TAKEN = new HashSet<>();

  private Ports() {}

  static synchronized int free() {
    for (int tries = 0; tries < 1000; tries++) {
      int port = FIRST + CHOICE.nextInt(END - FIRST);
      if (!TAKEN.contains(port) && isFree(port)) {
        TAKEN.add(port);
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + FIRST + " to " + END);
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false; // in use: that is the question
    }
  }
}
