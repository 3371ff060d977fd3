package aitta.cli.local;

import aitta.config.SecuritySettings;
import aitta.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which nodes a local cluster has, and what each is told.
 *
 * @param nodes 1 to 9
 * @param firstPeerPort the port for peers of n1; the others have the next ones
 * @param firstHttpPort likewise for HTTP
 * @param data the folder of all nodes' folders
 * @param authorities by whom the nodes' certificates are signed; null where nothing is encrypted
 * @param asksForTokens whether the nodes let only those in who have one
 */
public record ClusterPlan(
    int nodes,
    int firstPeerPort,
    int firstHttpPort,
    Path data,
    Path authorities,
    boolean asksForTokens) {
  public static final int MAX_NODES = 9;

  /** Enough that one of them is up when a node comes back. */
  private static final int SEEDS = 3;

  /**
   * @throws IllegalArgumentException naming the flag, if a number is out of bounds
   */
  public ClusterPlan {
    if (nodes < 1 || nodes > MAX_NODES) {
      throw new IllegalArgumentException("--nodes must be from 1 to " + MAX_NODES);
    }
    checkPorts("--port", firstPeerPort, nodes);
    checkPorts("--http-port", firstHttpPort, nodes);
    if (Math.abs(firstPeerPort - firstHttpPort) < nodes) {
      throw new IllegalArgumentException(
          "--port and --http-port must be at least " + nodes + " apart for " + nodes + " nodes");
    }
  }

  /** Of nodes that let everybody in. */
  public ClusterPlan(int nodes, int firstPeerPort, int firstHttpPort, Path data) {
    this(nodes, firstPeerPort, firstHttpPort, data, null, false);
  }

  private static void checkPorts(String flag, int first, int count) {
    if (first < 1 || first + count - 1 > 65535) {
      throw new IllegalArgumentException(
          flag + " must be from 1 to " + (65536 - count) + " for " + count + " nodes");
    }
  }

  /** In the order of their numbers. */
  public List<NodePlan> list() {
    return IntStream.range(0, nodes)
        .mapToObj(
            i -> {
              String id = "n" + (i + 1);
              return new NodePlan(
                  id, firstPeerPort + i, firstHttpPort + i, data.resolve(id), authorities != null);
            })
        .toList();
  }

  /** Folders of nodes that an earlier plan had beyond this one. */
  List<Path> leftOut() {
    return IntStream.rangeClosed(nodes + 1, MAX_NODES)
        .mapToObj(i -> data.resolve("n" + i))
        .filter(Files::isDirectory)
        .toList();
  }

  /**
   * What a node finds in its environment. Other variables, such as {@code AITTA_REPLICAS}, reach it
   * as they are.
   */
  public Map<String, String> environment(NodePlan node) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AITTA_NODE_ID", node.id());
    environment.put("AITTA_HOST", NodePlan.HOST);
    environment.put("AITTA_BIND", NodePlan.HOST);
    environment.put("AITTA_PORT", Integer.toString(node.peerPort()));
    environment.put("AITTA_HTTP_PORT", Integer.toString(node.httpPort()));
    environment.put(
        "AITTA_SEEDS",
        list().stream().limit(SEEDS).map(NodePlan::peerAddress).collect(Collectors.joining(",")));
    environment.put("AITTA_INITIAL_NODES", Integer.toString(nodes));
    environment.put("AITTA_DATA_DIR", node.data().toString());
    environment.put("AITTA_LOG_FILE", node.logFile().toString());
    return environment;
  }

  /**
   * Reads the settings as the nodes will, so that one wrong variable is one complaint.
   *
   * @return this plan, with what they say of who is let in
   * @throws aitta.config.InvalidSettingException if the nodes would not start with them
   */
  public ClusterPlan under(Map<String, String> inherited) {
    SecuritySettings security = null;
    for (NodePlan node : list()) {
      Map<String, String> environment = new HashMap<>(inherited);
      environment.putAll(environment(node));
      security = Settings.load(Optional.empty(), environment).security();
    }
    return new ClusterPlan(
        nodes,
        firstPeerPort,
        firstHttpPort,
        data,
        security.tls().map(SecuritySettings.Tls::authorities).orElse(null),
        security.tokensFile().isPresent());
  }
}
