package aitta.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hosts for nodes: a network namespace each, joined by a bridge in one more namespace, to which the
 * test JVM has a link too.
 *
 * <p>Nodes are cut off from each other by a permanent neighbour entry with a hardware address that
 * nobody has. Packets then leave and are lost without a word, as with a pulled cable: connections
 * neither break nor open, they hang. (A blackhole route would answer at once with an error.) The
 * way to the test JVM stays open on both sides.
 *
 * <p>Addresses come from 198.18.0.0/15, which RFC 2544 sets aside for tests between networks, so
 * they can't collide with those of the machine. Names carry the process id of the test JVM: two
 * runs don't meet, and what a killed run has left is known by its owner being gone.
 */
final class TestNetwork implements AutoCloseable {
  private static final String NOBODY = "02:00:00:00:de:ad";
  private static final Random CHOICE = new Random();

  private static final Pattern NAME = Pattern.compile("aitta(\\d+)x\\d+(-\\d+)?");
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final String bridge =
      "aitta" + ProcessHandle.current().pid() + "x" + COUNTER.incrementAndGet();
  private final String subnet = freeSubnet();
  private final List<String> namespaces = new ArrayList<>();
  private final int hosts;

  private TestNetwork(int hosts) {
    this.hosts = hosts;
  }

  /** Makes the network, or skips the test where the system does not permit it. */
  static TestNetwork open(int hosts) {
    TestNetwork network = new TestNetwork(hosts);
    Children.atEnd(network::close);
    try {
      removeLeftovers();
      network.make();
      return network;
    } catch (IOException e) {
      network.close();
      assumeTrue(false, "needs network namespaces (iproute2, root): " + e.getMessage());
      throw new UncheckedIOException(e);
    }
  }

  private void make() throws IOException {
    addNamespace(bridge);
    ip("-n", bridge, "link", "add", "br0", "type", "bridge");
    ip("-n", bridge, "link", "set", "br0", "up");
    ip("link", "add", bridge, "type", "veth", "peer", "name", "test", "netns", bridge);
    ip("addr", "add", subnet + ".1/24", "dev", bridge);
    ip("link", "set", bridge, "up");
    plugIn("test");
    for (int i = 0; i < hosts; i++) {
      addNamespace(host(i));
      ip("-n", host(i), "link", "set", "lo", "up");
      String plug = "h" + i;
      ip("-n", bridge, "link", "add", plug, "type", "veth", "peer", "eth0", "netns", host(i));
      ip("-n", host(i), "addr", "add", address(i) + "/24", "dev", "eth0");
      ip("-n", host(i), "link", "set", "eth0", "up");
      plugIn(plug);
    }
  }

  /** A run that was ended by force could not take its networks down. */
  private static void removeLeftovers() throws IOException {
    for (String line : ip("netns", "list").lines().toList()) {
      Matcher name = NAME.matcher(line.split(" ")[0]);
      if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
        ip("netns", "del", name.group());
      }
    }
  }

  private void addNamespace(String name) throws IOException {
    ip("netns", "add", name);
    namespaces.add(name);
  }

  private void plugIn(String plug) throws IOException {
    ip("-n", bridge, "link", "set", plug, "master", "br0");
    ip("-n", bridge, "link", "set", plug, "up");
  }

  private String host(int index) {
    return bridge + "-" + index;
  }

  String address(int index) {
    return subnet + "." + (index + 10);
  }

  /** What to put before a command so that it runs on the given host. The process id stays one. */
  List<String> runIn(int index) {
    return List.of("ip", "netns", "exec", host(index));
  }

  /** Loses every packet between the two sides, both ways; within a side nothing changes. */
  void cut(Set<Integer> left, Set<Integer> right) {
    for (int a : left) {
      for (int b : right) {
        cutOneWay(a, b);
        cutOneWay(b, a);
      }
    }
  }

  /**
   * Loses every packet on its way {@code from} one host {@code to} another; the other direction is
   * open, and of no use to a connection.
   */
  void cutOneWay(int from, int to) {
    run(
        "-n",
        host(from),
        "neigh",
        "replace",
        address(to),
        "lladdr",
        NOBODY,
        "dev",
        "eth0",
        "nud",
        "permanent");
  }

  /** Loses every packet between one host and all others, both ways. */
  void cutOff(int one) {
    Set<Integer> others = new HashSet<>();
    for (int host = 0; host < hosts; host++) {
      if (host != one) {
        others.add(host);
      }
    }
    cut(Set.of(one), others);
  }

  /** Lets everybody talk to everybody again. */
  void heal() {
    for (int from = 0; from < hosts; from++) {
      run("-n", host(from), "neigh", "flush", "dev", "eth0", "nud", "permanent");
    }
  }

  /**
   * Loses packets between hosts by chance, each way of each link, until told otherwise; or skips
   * the test where the system has not got what that takes.
   *
   * @param fraction of the packets; 0 ends it
   */
  void lose(double fraction) {
    for (int to = 0; to < hosts; to++) {
      filter(to, "-F", "INPUT");
      if (fraction > 0) {
        String chance = Double.toString(fraction);
        filter(
            to,
            List.of(
                "-A", "INPUT", "-m", "iprange", "--src-range", address(0) + "-" + subnet + ".254"),
            List.of("-m", "statistic", "--mode", "random", "--probability", chance, "-j", "DROP"));
      }
    }
  }

  /** The test JVM's own address in this network. */
  String testAddress() {
    return subnet + ".1";
  }

  int hosts() {
    return hosts;
  }

  /** A rule for the packets of one host; skips the test where there are no such rules. */
  void filter(int host, String... words) {
    filter(host, List.of(words), List.of());
  }

  private void filter(int host, List<String> words, List<String> more) {
    List<String> command = new ArrayList<>(runIn(host));
    command.addAll(List.of("iptables", "-w", "5"));
    command.addAll(words);
    command.addAll(more);
    try {
      Children.run(command);
    } catch (IOException e) {
      assumeTrue(false, "needs iptables in network namespaces: " + e.getMessage());
    }
  }

  /** Deleting a namespace takes its links along, and a link's other end goes with it. */
  @Override
  public synchronized void close() {
    for (String name : namespaces) {
      try {
        ip("netns", "del", name);
      } catch (IOException e) {
        // Must not hide why a test failed, nor keep the others.
        System.out.println("network namespace " + name + " was not removed: " + e.getMessage());
      }
    }
    namespaces.clear();
  }

  private static String freeSubnet() {
    Random choice = CHOICE;
    while (true) {
      String subnet = "198." + (18 + choice.nextInt(2)) + "." + choice.nextInt(256);
      if (!isUsed(subnet)) {
        return subnet;
      }
    }
  }

  private static boolean isUsed(String subnet) {
    try {
      for (NetworkInterface link : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InterfaceAddress address : link.getInterfaceAddresses()) {
          if (address.getAddress().getHostAddress().startsWith(subnet + ".")) {
            return true;
          }
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String... words) {
    try {
      ip(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ip(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    return Children.run(command);
  }
}
