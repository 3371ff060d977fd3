package aitta.client;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.ClusterReport;
import aitta.api.ClusterReport.Status;
import aitta.api.RingReport;
import aitta.model.Key;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopologyTest {
  private static final Key KEY = Key.of("b", "k");
  private static final int RANGE = KEY.range(16);

  @Test
  void ownersOfAKeyAreThoseOfItsRange() {
    Topology topology = known();
    assertThat(topology.owners(KEY)).containsExactly(uri("h2:2"), uri("h3:3"));
  }

  @Test
  void nodesThatOthersCannotReachAreNoOwnersToAsk() {
    Topology topology =
        known()
            .with(
                report(node("n2", "h2:2", Status.UNREACHABLE), node("n3", "h3:3", Status.UP)),
                "http");
    assertThat(topology.owners(KEY)).containsExactly(uri("h3:3"));
  }

  @Test
  void olderRingIsNotTaken() {
    Topology topology = known();
    assertThat(topology.with(ring(6, "n1"))).isSameAs(topology);
    assertThat(topology.with(ring(8, "n1")).owners(KEY)).containsExactly(uri("h1:1"));
  }

  @Test
  void ringThatIsNoneIsNotTaken() {
    Topology topology = known();
    RingReport ring = ring(9, "n1");
    assertThat(topology.with(new RingReport(9, 3, List.of()))).isSameAs(topology);
    assertThat(topology.with(new RingReport(9, 3, ring.ranges().subList(0, 15))))
        .isSameAs(topology);
    assertThat(topology.with(new RingReport(9, 3, ring.ranges().subList(8, 16))))
        .isSameAs(topology);
  }

  @Test
  void addressesThatAreNoneAreLeftOut() {
    Topology topology =
        Topology.UNKNOWN.with(
            report(
                node("n1", "", Status.UP),
                node("n2", "no port", Status.UP),
                node("n3", "h3:3", Status.UP)),
            "https");
    assertThat(topology.nodes()).containsExactly(Map.entry("n3", URI.create("https://h3:3")));
  }

  @Test
  void ownersComeFirstThenTheOthersThenThoseInTroubleEachOnce() {
    HttpCall call = HttpCall.read("/").on(KEY, true);
    List<URI> given = List.of(uri("seed:9"), uri("h1:1"));
    assertThat(NodeChoice.order(call, known(), given, 0, node -> true))
        .startsWith(uri("h2:2"), uri("h3:3"))
        .containsExactlyInAnyOrder(uri("h1:1"), uri("h2:2"), uri("h3:3"), uri("seed:9"));
    assertThat(NodeChoice.order(call, known(), given, 0, node -> !node.equals(uri("h2:2"))))
        .startsWith(uri("h3:3"))
        .endsWith(uri("h2:2"));
    assertThat(NodeChoice.order(call, known(), given, 0, node -> false)).hasSize(4);
  }

  @Test
  void conditionalWritesGoToTheFirstOwnerOthersAreSpread() {
    Set<URI> conditional = new HashSet<>();
    Set<URI> plain = new HashSet<>();
    for (int salt = 0; salt < 16; salt++) {
      HttpCall call = HttpCall.read("/");
      List<URI> given = List.of(uri("seed:9"));
      conditional.add(NodeChoice.order(call.on(KEY, true), known(), given, salt, n -> true).get(0));
      plain.add(NodeChoice.order(call.on(KEY, false), known(), given, salt, n -> true).get(0));
    }
    assertThat(conditional).containsExactly(uri("h2:2"));
    assertThat(plain).containsExactlyInAnyOrder(uri("h2:2"), uri("h3:3"));
  }

  @Test
  void clientThatKnowsNothingAsksWhomItWasGiven() {
    HttpCall call = HttpCall.read("/").on(KEY, false);
    assertThat(NodeChoice.order(call, Topology.UNKNOWN, List.of(uri("seed:9")), 5, n -> true))
        .containsExactly(uri("seed:9"));
  }

  @Test
  void nodeThatFailedIsLeftAloneForLongerEachTimeUntilItAnswers() {
    NodeHealth health = new NodeHealth();
    URI node = uri("h1:1");
    assertThat(health.isWell(node, 0)).isTrue();
    health.failed(node, 0);
    assertThat(health.isWell(node, 499_000_000)).isFalse();
    assertThat(health.isWell(node, 501_000_000)).isTrue();
    health.failed(node, 0);
    assertThat(health.isWell(node, 999_000_000)).isFalse();
    for (int i = 0; i < 100; i++) {
      health.failed(node, 0);
    }
    assertThat(health.isWell(node, 33_000_000_000L)).isTrue();
    health.failed(node, 0);
    health.answered(node);
    assertThat(health.isWell(node, 0)).isTrue();
  }

  private static Topology known() {
    return Topology.UNKNOWN
        .with(
            report(
                node("n1", "h1:1", Status.UP),
                node("n2", "h2:2", Status.UP),
                node("n3", "h3:3", Status.UP)),
            "http")
        .with(ring(7, "n2", "n3", "gone"));
  }

  private static RingReport ring(long version, String... owners) {
    List<RingReport.Range> ranges = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      List<String> ids = i == RANGE ? List.of(owners) : List.of("n1");
      ranges.add(new RingReport.Range(i, "0", "f", ids, List.of(), 1));
    }
    return new RingReport(version, 3, ranges);
  }

  private static ClusterReport report(ClusterReport.Node... nodes) {
    return new ClusterReport("n1", 3, 16, 7, List.of(nodes), List.of());
  }

  private static ClusterReport.Node node(String id, String http, Status status) {
    return new ClusterReport.Node(id, "p", http, "z", 1, status, 1, 0, 0, 0, Map.of(), 0, false, 0);
  }

  private static URI uri(String address) {
    return URI.create("http://" + address);
  }
}
