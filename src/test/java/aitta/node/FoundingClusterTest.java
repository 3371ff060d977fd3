package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.membership.ClusterView;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundingClusterTest {
  @TempDir Path home;
  private final List<TestNode> nodes = new ArrayList<>();

  @AfterEach
  void stopAll() {
    nodes.forEach(TestNode::close);
  }

  private List<TestNode> three() throws Exception {
    List<Integer> ports = new ArrayList<>();
    try (ServerSocket a = new ServerSocket(0);
        ServerSocket b = new ServerSocket(0);
        ServerSocket c = new ServerSocket(0)) {
      ports.add(a.getLocalPort());
      ports.add(b.getLocalPort());
      ports.add(c.getLocalPort());
    }
    String seeds =
        "127.0.0.1:" + ports.get(0) + ",127.0.0.1:" + ports.get(1) + ",127.0.0.1:" + ports.get(2);
    for (int i = 0; i < 3; i++) {
      nodes.add(new TestNode(home, "n" + (i + 1), ports.get(i), seeds));
    }
    return nodes;
  }

  @Test
  void threeFreshNodesFindEachOtherAndAgreeOnOneRing() throws Exception {
    three().forEach(TestNode::start);
    await().atMost(TestNode.PATIENCE).until(() -> nodes.stream().allMatch(TestNode::isReady));
    List<String> rings =
        nodes.stream()
            .map(TestNode::view)
            .map(ClusterView::ring)
            .map(ring -> ring.orElseThrow().id())
            .distinct()
            .toList();
    assertThat(rings).hasSize(1);
    assertThat(nodes).allSatisfy(node -> assertThat(node.view().peers()).hasSize(3));
  }
}
