package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A cluster of child JVMs named {@code n1}, {@code n2}, …, all of them seeds of each other.
 *
 * <pre>{@code
 * try (TestCluster cluster = TestCluster.of("carts", 3).start()) {
 *   cluster.node(0).client().put(...);
 * }
 * }</pre>
 */
final class TestCluster implements AutoCloseable {
  /** What the jar's manifest says too; given here so that an exploded jar could be run as well. */
  private static final List<String> OPENS =
      List.of(
          "--add-opens",
          "java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens",
          "java.base/java.nio=ALL-UNNAMED");

  /** A peer that is back is seen by the others within a few heartbeats, and rejoins by itself. */
  static final Duration HEAL_LIMIT = Duration.ofSeconds(60);

  private final String name;
  private final int size;
  private final Map<String, String> settings = new TreeMap<>();
  private final List<TestNode> nodes = new ArrayList<>();
  private Path jar = Path.of(System.getProperty("aitta.jar", "target/aitta.jar")).toAbsolutePath();
  private String heap = "384m";
  private List<String> arguments = List.of();
  private List<String> config = List.of();
  private TestNetwork network;
  private Path home;

  private TestCluster(String name, int size) {
    this.name = name;
    this.size = size;
    // Few ranges: each costs actors on every owner, and the tests ask nothing of their number.
    settings.put("AITTA_RANGES", "16");
  }

  /**
   * @param name of the folder that its logs go to, hence unique among the tests
   */
  static TestCluster of(String name, int size) {
    return new TestCluster(name, size);
  }

  TestCluster jar(Path other) {
    jar = other.toAbsolutePath();
    return this;
  }

  /** An environment variable for every node. */
  TestCluster with(String variable, String value) {
    settings.put(variable, value);
    return this;
  }

  /** The JVM's {@code -Xmx}. */
  TestCluster heap(String size) {
    heap = size;
    return this;
  }

  /** What follows {@code node} on the command line. */
  TestCluster arguments(String... words) {
    arguments = List.of(words);
    return this;
  }

  /** Lines of a configuration file that every node reads; none for no file. */
  TestCluster config(String... lines) {
    config = List.of(lines);
    return this;
  }

  /** Puts each node into a network namespace of its own; the network is closed with the cluster. */
  TestCluster in(TestNetwork separate) {
    network = separate;
    settings.put("AITTA_INSECURE", "true"); // its addresses are not those of loopback
    return this;
  }

  /** Starts all nodes at once and waits until each of them serves. */
  TestCluster start() {
    try {
      prepare();
      nodes.forEach(TestNode::start);
      nodes.forEach(node -> node.awaitReady(TestNode.START_LIMIT));
      return this;
    } catch (RuntimeException | Error e) {
      ShowLogs.print("the start of cluster " + name); // while the nodes can tell that they run
      close();
      throw e;
    }
  }

  /** Makes the nodes' folders and settings without starting any of them. */
  TestCluster prepare() {
    assertThat(jar).as("the jar to test; 'mvn -DskipTests package' builds it").exists();
    try {
      home = Files.createTempDirectory("aitta-" + name + "-");
      if (!config.isEmpty()) {
        Path file = Files.write(home.resolve("nodes.conf"), config);
        arguments = List.of("--config", file.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < size; i++) {
      addNode("n" + (i + 1));
    }
    nodes.forEach(node -> node.env().put("AITTA_INITIAL_NODES", Integer.toString(size)));
    return this;
  }

  /** One more node that knows the others as its seeds; the caller starts it, close() ends it. */
  TestNode addNode(String id) {
    int index = nodes.size();
    String host = network == null ? "127.0.0.1" : network.address(index);
    int peerPort = network == null ? Ports.free() : 7600;
    int httpPort = network == null ? Ports.free() : 8080;
    Path log = Path.of("target", "cluster-logs", name, id + ".log").toAbsolutePath();
    TestNode node =
        new TestNode(id, host, peerPort, httpPort, home.resolve(id), log, command(index));
    node.env().putAll(settings);
    nodes.add(node);
    nodes.forEach(other -> other.env().put("AITTA_SEEDS", seeds()));
    try {
      Files.deleteIfExists(log); // of an earlier run
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return node;
  }

  private List<String> command(int index) {
    List<String> command = new ArrayList<>();
    if (network != null) {
      command.addAll(network.runIn(index));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPENS);
    command.addAll(QuickStart.flags(jar, OPENS));
    command.addAll(List.of("-Xmx" + heap, "-jar", jar.toString(), "node"));
    command.addAll(arguments);
    return command;
  }

  private String seeds() {
    return nodes.stream().map(TestNode::peerAddress).collect(Collectors.joining(","));
  }

  TestNode node(int index) {
    return nodes.get(index);
  }

  TestClient client(int index) {
    return nodes.get(index).client();
  }

  List<TestNode> nodes() {
    return nodes;
  }

  /** A folder of this cluster's own, deleted when it is closed. */
  Path home() {
    return home;
  }

  TestNetwork network() {
    return network;
  }

  /** Node id to status, as {@code witness} reports it. */
  static Map<String, String> statuses(TestNode witness) {
    Map<String, String> found = new HashMap<>();
    for (JsonNode node : witness.client().get("/v1/cluster").expect(200).json().path("nodes")) {
      found.put(node.path("id").asText(), node.path("status").asText());
    }
    return found;
  }

  /** Waits until every running node sees every node up. */
  void awaitAllUp() {
    List<TestNode> running = nodes.stream().filter(TestNode::isRunning).toList();
    for (TestNode witness : running) {
      await("all nodes up, as " + witness.id() + " sees them")
          .atMost(HEAL_LIMIT)
          .pollInterval(Duration.ofMillis(200))
          // One that joins another cluster begins anew, and answers nobody for a moment.
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .untilAsserted(
              () -> {
                Map<String, String> seen = statuses(witness);
                assertThat(seen).hasSize(nodes.size()).containsValue("up");
                assertThat(seen.values()).containsOnly("up");
              });
    }
  }

  /** Waits until no node keeps anything for another, by their own word. */
  void awaitHintsDelivered() {
    await("all hints to be delivered")
        .atMost(HEAL_LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> nodes.stream().allMatch(TestCluster::holdsNoHints));
  }

  private static boolean holdsNoHints(TestNode node) {
    for (JsonNode one : node.client().get("/v1/cluster").expect(200).json().path("nodes")) {
      if (one.path("id").asText().equals(node.id())) {
        return one.path("hintsHeld").asLong() == 0;
      }
    }
    return false;
  }

  /** Waits until {@code witness} sees each of {@code others} as unreachable. */
  static void awaitUnreachable(TestNode witness, List<TestNode> others) {
    await(witness.id() + " to find " + others + " unreachable")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              Map<String, String> seen = statuses(witness);
              assertThat(others)
                  .allSatisfy(other -> assertThat(seen).containsEntry(other.id(), "unreachable"));
            });
  }

  /** {@code kill -9} for all nodes in the same instant. */
  void killAll() {
    nodes.forEach(TestNode::sendKill);
    nodes.forEach(TestNode::kill);
  }

  /** Ends every process by its id, then removes what it left. Safe to call twice. */
  @Override
  public void close() {
    nodes.stream().filter(TestNode::isRunning).forEach(TestNode::kill);
    if (network != null) {
      network.close();
    }
    if (home != null) {
      TestNode.deleteTree(home);
    }
  }
}
