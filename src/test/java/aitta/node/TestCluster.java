package aitta.node;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Nodes {@code n1}, {@code n2}, … in one process, each the seed of all. */
final class TestCluster implements AutoCloseable {
  /** More than any of the waits in {@link TestNode} that a test may have to sit out. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path home;
  private final List<Integer> ports;
  private final String seeds;
  private final List<TestNode> nodes = new ArrayList<>();

  TestCluster(Path home, int size) {
    this.home = home;
    ports = freePorts(size);
    seeds = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    for (int i = 0; i < size; i++) {
      nodes.add(new TestNode(home, "n" + (i + 1), ports.get(i), seeds));
    }
  }

  TestCluster start() {
    nodes.forEach(TestNode::start);
    awaitReady();
    return this;
  }

  /** Node {@code n<number>}, from 1. */
  TestNode node(int number) {
    return nodes.get(number - 1);
  }

  List<TestNode> nodes() {
    return nodes;
  }

  String seeds() {
    return seeds;
  }

  Path home() {
    return home;
  }

  /** One more node, with the same seeds; stopped with the rest. */
  TestNode another(String id) {
    TestNode node = new TestNode(home, id, freePorts(1).get(0), seeds);
    node.with("AITTA_INITIAL_NODES", Integer.toString(ports.size()));
    nodes.add(node);
    return node;
  }

  void awaitReady() {
    nodes.forEach(TestCluster::awaitReady);
  }

  static void awaitReady(TestNode node) {
    await(node + " is ready").atMost(PATIENCE).until(node::isReady);
  }

  /** Until each of these sees all of these, and nobody else, as nodes to talk to. */
  void awaitTogether() {
    List<String> all =
        nodes.stream().filter(TestNode::isAlive).map(TestNode::toString).sorted().toList();
    for (TestNode node : nodes) {
      if (node.isAlive()) {
        await(node + " sees " + all)
            .atMost(PATIENCE)
            .until(() -> node.isReady() && node.reachable().equals(all));
      }
    }
  }

  static List<Integer> freePorts(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      held.forEach(TestCluster::release);
    }
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    nodes.forEach(TestNode::askToEnd);
    nodes.forEach(TestNode::close);
  }
}
