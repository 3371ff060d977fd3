package aitta.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The links between one host and all others, made slow both ways: kernels without {@code netem}
 * delay no packets, so connections between peers lead through a {@link DelayRelay} in the test JVM.
 * Open connections are reset, as they would go on without it.
 */
final class SlowLinks implements AutoCloseable {
  private final TestNetwork network;
  private final int peerPort;
  private final List<DelayRelay> relays = new ArrayList<>();

  private SlowLinks(TestNetwork network, int peerPort) {
    this.network = network;
    this.peerPort = peerPort;
  }

  /**
   * @param delay of each direction
   */
  static SlowLinks around(TestNetwork network, int slow, int peerPort, Duration delay) {
    SlowLinks links = new SlowLinks(network, peerPort);
    try {
      DelayRelay toSlow = links.relay(slow, delay);
      for (int other = 0; other < network.hosts(); other++) {
        if (other != slow) {
          links.redirect(slow, other, links.relay(other, delay));
          links.redirect(other, slow, toSlow);
        }
      }
      return links;
    } catch (IOException e) {
      links.close();
      assumeTrue(false, "cannot relay between network namespaces: " + e);
      throw new IllegalStateException(e);
    }
  }

  private DelayRelay relay(int target, Duration delay) throws IOException {
    InetSocketAddress peer = new InetSocketAddress(network.address(target), peerPort);
    DelayRelay relay = new DelayRelay(network.testAddress(), peer, delay);
    relays.add(relay);
    return relay;
  }

  private void redirect(int from, int to, DelayRelay relay) {
    String port = Integer.toString(peerPort);
    String there = network.testAddress() + ":" + relay.port();
    network.filter(
        from,
        "-t",
        "nat",
        "-A",
        "OUTPUT",
        "-p",
        "tcp",
        "-d",
        network.address(to),
        "--dport",
        port,
        "-j",
        "DNAT",
        "--to-destination",
        there);
    network.filter(
        from,
        "-A",
        "OUTPUT",
        "-p",
        "tcp",
        "-d",
        network.address(to),
        "--dport",
        port,
        "-j",
        "REJECT",
        "--reject-with",
        "tcp-reset");
  }

  /** Bytes that have gone the slow way. */
  long passed() {
    return relays.stream().mapToLong(DelayRelay::passed).sum();
  }

  /** The links are as fast as ever; connections that led through the relays are closed. */
  @Override
  public void close() {
    for (int host = 0; host < network.hosts(); host++) {
      network.filter(host, "-t", "nat", "-F", "OUTPUT");
      network.filter(host, "-F", "OUTPUT");
    }
    relays.forEach(DelayRelay::close);
  }
}
