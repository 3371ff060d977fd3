package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.ClusterReport;
import aitta.api.ClusterReport.Status;
import aitta.api.RingReport;
import aitta.config.HostPort;
import aitta.membership.ClusterView;
import aitta.membership.Peer;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.Transfer;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.pekko.actor.Address;
import org.junit.jupiter.api.Test;

/** What is told of nodes that come and go. */
class ClusterReportTest {
  private static final Ring FOUR =
      Ring.found("r", IntStream.rangeClosed(1, 4).mapToObj(i -> member(i)).toList(), 16, 3);

  private static RingMember member(int number) {
    return new RingMember(id(number), "z" + number, number);
  }

  private static NodeId id(int number) {
    return new NodeId("n" + number);
  }

  private static ClusterView view(Ring ring, int... up) {
    Map<NodeId, Peer> peers = new TreeMap<>();
    for (int number : up) {
      Address address = new Address("pekko", "aitta", "127.0.0.1", 7600 + number);
      HostPort http = new HostPort("127.0.0.1", 8080 + number);
      peers.put(
          id(number),
          new Peer(id(number), address, http, "as it says", 9, Peer.PeerStatus.UP, 1, true));
    }
    return new ClusterView(id(1), 1, Optional.of(ring), List.of(), peers, false, false);
  }

  private static Map<String, Status> statuses(Ring ring, int... up) {
    Map<String, Status> statuses = new TreeMap<>();
    for (ClusterReport.Node node : Reports.cluster(view(ring, up), new NodeReports()).nodes()) {
      statuses.put(node.id(), node.status());
    }
    assertThat(Reports.statuses(view(ring, up)))
        .containsExactlyInAnyOrderElementsOf(statuses.values());
    return statuses;
  }

  private static Ring without(Ring ring, NodeId node) {
    return ring.withOwners(
        ring.owners().stream()
            .filter(list -> list.isOwner(node))
            .map(
                list ->
                    new RangeOwners(
                        list.range(),
                        list.version() + 1,
                        list.owners().stream().filter(owner -> !owner.equals(node)).toList()))
            .toList());
  }

  @Test
  void aNewMemberIsJoiningUntilItOwnsSomething() {
    Ring ring = FOUR.withMember(member(5));
    assertThat(statuses(ring, 1, 2, 3, 4, 5))
        .containsEntry("n4", Status.UP)
        .containsEntry("n5", Status.JOINING);
    Ring owning = ring.withOwners(new RangeOwners(3, 2, List.of(id(1), id(2), id(5))));
    assertThat(statuses(owning, 1, 2, 3, 4, 5)).containsEntry("n5", Status.UP);
    assertThat(statuses(ring, 1, 2, 3, 4)).containsEntry("n5", Status.UNREACHABLE);
  }

  @Test
  void whoIsLeavingIsSaidToBeAndIsAbsentWhenItIsDone() {
    Ring leaving = FOUR.withLeaving(id(4));
    assertThat(statuses(leaving, 1, 2, 3, 4)).containsEntry("n4", Status.LEAVING);
    assertThat(statuses(leaving, 1, 2, 3)).containsEntry("n4", Status.UNREACHABLE);
    Ring handedOver = without(leaving, id(4));
    assertThat(statuses(handedOver, 1, 2, 3, 4)).containsEntry("n4", Status.LEAVING);
    assertThat(statuses(handedOver.withoutMember(id(4)), 1, 2, 3, 4)).doesNotContainKey("n4");
  }

  @Test
  void whoWasRemovedIsThereUntilNoRangeWaitsForANewOwner() {
    Ring removed = FOUR.withoutMember(id(4));
    assertThat(statuses(removed, 1, 2, 3)).containsEntry("n4", Status.LEAVING);
    ClusterReport.Node node = Reports.cluster(view(removed, 1), new NodeReports()).nodes().get(3);
    assertThat(node.rangesOwned()).isEqualTo(removed.rangesOwnedBy(id(4)).size());
    assertThat(node.zone()).isEqualTo("z4");
    assertThat(node.address()).isNull();
    assertThat(statuses(without(removed, id(4)), 1, 2, 3)).doesNotContainKey("n4");
  }

  @Test
  void transfersAreThoseThatTheirReceiversReport() {
    NodeReports reports = new NodeReports();
    List<Transfer> toTwo = List.of(new Transfer(3, id(1), 10, 100, 5, 18));
    List<Transfer> toThree = List.of(new Transfer(4, null, 0, 7, 0, -1));
    reports.put(id(2), new PeerMessage.Report(0, 0, 0, Map.of(), 0, false, 3, toTwo));
    reports.put(id(3), new PeerMessage.Report(0, 0, 0, Map.of(), 0, false, 0, toThree));
    assertThat(Reports.cluster(view(FOUR, 1, 2, 3, 4), reports).transfers())
        .containsExactly(
            new ClusterReport.Transfer(3, "n1", "n2", 10, 100, 5, 18L),
            new ClusterReport.Transfer(4, null, "n3", 0, 7, 0, null));
    assertThat(Reports.cluster(view(FOUR, 1, 2), reports).transfers()).hasSize(1);
    assertThat(Reports.cluster(view(FOUR, 1, 2, 3, 4), reports).nodes())
        .extracting(ClusterReport.Node::setAside)
        .containsExactly(0, 3, 0, 0);
  }

  @Test
  void theRingNamesWhoIsToBecomeAnOwner() {
    Ring ring = FOUR.withMember(member(5));
    for (RingReport.Range range : Reports.ring(view(ring, 1)).ranges()) {
      List<String> wanted =
          ring.target().get(range.range()).stream()
              .map(NodeId::value)
              .filter(node -> !range.owners().contains(node))
              .toList();
      assertThat(range.pending()).isEqualTo(wanted);
    }
    assertThat(Reports.ring(view(ring, 1)).ranges())
        .anyMatch(range -> range.pending().contains("n5"));
  }
}
