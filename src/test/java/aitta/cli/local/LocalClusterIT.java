package aitta.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that start, die and are killed; the nodes are fake. */
class LocalClusterIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Process cluster;
  private List<ProcessHandle> nodes = List.of();

  @AfterEach
  void leaveNothingBehind() {
    nodes.forEach(ProcessHandle::destroyForcibly);
    if (cluster != null) {
      cluster.destroyForcibly();
    }
  }

  @Test
  void tellsWhatItWaitsForAndWhereTheNodesAre() throws IOException {
    start(3);
    assertThat(said())
        .contains("starting n1 ...", "starting n2 ...", "starting n3 ...")
        .containsPattern("waiting for [n123, ]*: joining")
        .contains("n2 is ready: http://127.0.0.1:")
        .containsPattern("All 3 nodes are ready after [0-9.,]+ s")
        .contains("curl -i -X PUT");
  }

  @Test
  void termStopsAllNodesInOrder() throws IOException, InterruptedException {
    start(3);
    cluster.toHandle().destroy();
    awaitNothingLeft();
    assertThat(cluster.waitFor()).isEqualTo(143);
    assertThat(said()).contains("stopping n1, n2, n3 ...", "stopped n1, n2, n3");
    assertThat(said()).doesNotContain("has ended");
    for (int i = 1; i <= 3; i++) {
      assertThat(folder.resolve("n" + i + "/node.log")).content().endsWith("stopped in order\n");
    }
  }

  @Test
  void nodesStopInOrderEvenIfTheirParentIsKilled() throws IOException {
    start(2);
    cluster.destroyForcibly();
    awaitNothingLeft();
    assertThat(folder.resolve("n2/node.log")).content().endsWith("stopped in order\n");
  }

  @Test
  void nodeThatDoesNotStopIsKilled() throws IOException {
    start(2, "n2=hang");
    cluster.toHandle().destroy();
    awaitNothingLeft();
    assertThat(said()).contains("n2 has not stopped in time and is killed");
    assertThat(folder.resolve("n1/node.log")).content().endsWith("stopped in order\n");
  }

  @Test
  void nodeThatDiesIsReportedAndTheOthersGoOn() throws IOException, InterruptedException {
    start(3);
    ProcessHandle victim = nodes.get(1);
    victim.destroyForcibly();
    awaitSaid("has ended with exit code 137 (signal 9); its last lines:");
    awaitSaid("the other 2 go on");
    assertThat(nodes).filteredOn(ProcessHandle::isAlive).hasSize(2);
    assertThat(cluster.isAlive()).isTrue();
    nodes.forEach(ProcessHandle::destroyForcibly);
    assertThat(cluster.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(cluster.exitValue()).isEqualTo(1);
    assertThat(said()).contains("no node is left");
  }

  @Test
  void nodeThatDiesAtTheStartEndsTheCommand() throws IOException, InterruptedException {
    launch(3, "n2=die");
    assertThat(cluster.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(cluster.exitValue()).isEqualTo(1);
    assertThat(cluster.descendants()).isEmpty();
    assertThat(said())
        .contains("n2 | WARN cannot go on")
        .contains("n2 has ended with exit code 3; its last lines:")
        .contains("    cannot go on")
        .contains("stopped n1, n3")
        .doesNotContain("are ready");
  }

  private void start(int count, String... orders) throws IOException {
    launch(count, orders);
    awaitSaid("Ctrl-C stops all nodes");
    nodes = cluster.descendants().toList();
    assertThat(nodes).hasSize(count);
  }

  private void launch(int count, String... orders) throws IOException {
    List<String> args = new ArrayList<>();
    int ports = freePorts(2 * count);
    args.add(Integer.toString(count));
    args.add(Integer.toString(ports));
    args.add(Integer.toString(ports + count));
    args.add(folder.toString());
    args.addAll(List.of(orders));
    cluster =
        new ProcessBuilder(FakeCluster.java(FakeCluster.class, args))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console").toFile())
            .start();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("console"));
  }

  private void awaitSaid(String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(said()).contains(text));
  }

  private void awaitNothingLeft() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(nodes).noneMatch(ProcessHandle::isAlive));
    await().atMost(PATIENCE).until(() -> !cluster.isAlive());
  }

  /** The first of so many free ports in a row. */
  private static int freePorts(int count) {
    for (int first = 21000; first < 32000; first += count) {
      if (areFree(first, count)) {
        return first;
      }
    }
    throw new AssertionError("no " + count + " free ports in a row");
  }

  private static boolean areFree(int first, int count) {
    for (int port = first; port < first + count; port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        socket.getLocalPort();
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
