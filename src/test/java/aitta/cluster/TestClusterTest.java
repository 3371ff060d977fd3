package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fixture of the acceptance tests, tried out on processes that only look like nodes. */
class TestClusterTest {
  @TempDir static Path folder;
  private static Path jar;

  @BeforeAll
  static void packFakeNode() throws IOException {
    jar = folder.resolve("fake.jar");
    String entry = FakeNode.class.getName().replace('.', '/') + ".class";
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeNode.class.getName());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream code = FakeNode.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      code.transferTo(out);
      out.closeEntry();
    }
  }

  @Test
  void nodesAreKilledStoppedFrozenAndStartedAgainOverTheirData() {
    TestCluster cluster = TestCluster.of("fixture", 2).jar(jar).arguments("--config", "x");
    try (cluster) {
      cluster.start();
      TestNode node = cluster.node(0);
      assertThat(node.logSinceStart()).contains("arguments node --config x");

      node.client().put("/kept", "here").expect(204);
      node.kill();
      assertThat(node.isRunning()).isFalse();
      assertThat(node.isReady()).isFalse();
      node.startAndAwaitReady();
      assertThat(node.client().get("/kept").text()).isEqualTo("here");

      assertThat(node.term()).isZero();
      node.wipe();
      node.startAndAwaitReady();
      node.client().get("/kept").expect(404);

      node.pause();
      node.resume();
      assertThat(node.isReady()).isTrue();
      assertThat(cluster.node(1).isReady()).isTrue();
    }
    assertThat(cluster.nodes()).noneMatch(TestNode::isRunning);
    assertThat(cluster.home()).doesNotExist();
  }

  @Test
  void refusedStartIsReportedAtOnceWithItsExitCode() {
    try (TestCluster cluster = TestCluster.of("fixture-refused", 1).jar(jar).prepare()) {
      TestNode node = cluster.node(0);
      node.env().put("AITTA_CLUSTER", "other");
      node.start();
      assertThat(node.awaitExit(Duration.ofSeconds(10))).isEqualTo(3);
      assertThat(node.logSinceStart()).contains("refused");
      node.start();
      assertThatThrownBy(() -> node.awaitReady(Duration.ofSeconds(10)))
          .hasMessageContaining("ended instead of getting ready");
    }
  }

  @Test
  void pathsGoOverTheWireAsTheyAreGiven() throws IOException {
    try (TestCluster cluster = TestCluster.of("fixture-paths", 1).jar(jar).start()) {
      TestNode node = cluster.node(0);
      byte[] dots = "..".getBytes(StandardCharsets.US_ASCII);
      for (String path :
          List.of(
              Paths.key("b", "a/b+c.~"),
              Paths.key("b", dots),
              Paths.key("b", new byte[] {0, '%', (byte) 0xff}))) {
        assertThat(node.client().get(path).text()).isEqualTo(path);
      }
      assertThat(Paths.key("b", dots)).isEqualTo("/v1/buckets/b/keys/%2E%2E");
      try (RawConnection connection = node.connect()) {
        connection.send(RawConnection.request("GET", "/one", null));
        connection.send(RawConnection.request("GET", "/two", null));
        assertThat(connection.read().text()).isEqualTo("/one");
        assertThat(connection.read().text()).isEqualTo("/two");
        assertThat(connection.exchange("PUT", "/kept", new byte[3]).status()).isEqualTo(204);
      }
    }
  }

  @Test
  void cutLosesWhatNodesSendEachOtherAndLeavesTheTestItsWay() {
    try (TestCluster cluster =
        TestCluster.of("fixture-cut", 3).jar(jar).in(TestNetwork.open(3)).start()) {
      assertThat(reaches(cluster, 0, 2)).isTrue();
      cluster.network().cut(Set.of(0, 1), Set.of(2));
      assertThat(reaches(cluster, 0, 2)).isFalse();
      assertThat(reaches(cluster, 2, 1)).isFalse();
      assertThat(reaches(cluster, 1, 0)).isTrue();
      assertThat(cluster.nodes()).allMatch(TestNode::isReady);
      cluster.network().heal();
      await().atMost(Duration.ofSeconds(5)).until(() -> reaches(cluster, 0, 2));
      assertThat(reaches(cluster, 2, 1)).isTrue();
    }
  }

  private static boolean reaches(TestCluster cluster, int from, int to) {
    return cluster.client(from).get("/reach/" + cluster.node(to).peerAddress()).status() == 200;
  }
}
