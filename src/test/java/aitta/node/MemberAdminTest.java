package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.http.MemberOutcome;
import aitta.membership.ClusterView;
import aitta.membership.Ending;
import aitta.membership.Membership;
import aitta.membership.Peer;
import aitta.membership.Readiness;
import aitta.membership.RingKeeper;
import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Leaves and removals from the operator's word to the end of the process. */
class MemberAdminTest {
  private static ActorTestKit kit;

  private final TestProbe<RingKeeper.Command> keeper = kit.createTestProbe();
  private final TestProbe<Membership.Command> membership = kit.createTestProbe();
  private volatile boolean alone;
  private volatile boolean together;
  private volatile boolean strangerAway; // in the cluster, and no member of the ring
  private volatile Ring ring =
      Ring.found(
          "r",
          IntStream.rangeClosed(1, 4)
              .mapToObj(i -> new RingMember(new NodeId("n" + i), "z", 1))
              .toList(),
          16,
          3);
  private final MemberAdmin admin = new MemberAdmin(context(), kit.system());

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  /** Node n1, which sees all members but n4, or all, or none. */
  private ClusterView view() {
    Map<NodeId, Peer> peers = new TreeMap<>();
    for (NodeId node : ring.members().keySet()) {
      boolean up = !alone && (together || !node.value().equals("n4"));
      peers.put(node, new Peer(node, null, null, "z", 1, Peer.PeerStatus.UP, 1, up));
    }
    if (strangerAway) {
      NodeId stranger = new NodeId("n9");
      peers.put(stranger, new Peer(stranger, null, null, "z", 1, Peer.PeerStatus.UP, 1, false));
    }
    return new ClusterView(new NodeId("n1"), 1, Optional.of(ring), List.of(), peers, false, false);
  }

  private NodeContext context() {
    return new NodeContext(
        null,
        null,
        this::view,
        () -> Readiness.READY,
        null,
        null,
        null,
        membership.ref(),
        keeper.ref());
  }

  /** Does what the keeper would do. */
  private void keep() {
    keepAndHear(now -> now);
  }

  /**
   * @param others what the others change while they are told
   */
  private void keepAndHear(UnaryOperator<Ring> others) {
    RingKeeper.Change change = keeper.expectMessageClass(RingKeeper.Change.class);
    ring = others.apply(change.change().apply(ring));
    change.replyTo().tell(new RingKeeper.Kept(ring, ""));
  }

  private static MemberOutcome of(CompletionStage<MemberOutcome> outcome) throws Exception {
    return outcome.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void aLeaveIsKeptBeforeItIsSaidToHaveBegun() throws Exception {
    CompletionStage<MemberOutcome> outcome = admin.leave("n2", false, false);
    assertThat(outcome.toCompletableFuture()).isNotDone();
    keep();
    assertThat(of(outcome)).isEqualTo(MemberOutcome.Begun.INSTANCE);
    assertThat(ring.isLeaving(new NodeId("n2"))).isTrue();
  }

  @Test
  void aDryRunAsksNobodyToKeepAnything() throws Exception {
    assertThat(of(admin.leave("n2", false, true))).isInstanceOf(MemberOutcome.Planned.class);
    assertThat(of(admin.remove("n4", false, true))).isInstanceOf(MemberOutcome.Planned.class);
    keeper.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void whatIsNotAllowedIsToldAtOnce() throws Exception {
    assertThat(of(admin.leave("nobody", false, false))).isInstanceOf(MemberOutcome.Unknown.class);
    assertThat(of(admin.leave("no/id", false, false))).isInstanceOf(MemberOutcome.Unknown.class);
    assertThat(of(admin.remove("no/id", true, false))).isInstanceOf(MemberOutcome.Unknown.class);
    assertThat(of(admin.remove("n2", false, false)))
        .isInstanceOfSatisfying(
            MemberOutcome.Conflict.class, told -> assertThat(told.detail()).contains("is alive"));
    keeper.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void anotherChangeThatCameFirstIsMinded() throws Exception {
    CompletionStage<MemberOutcome> outcome = admin.leave("n2", false, false);
    ring = ring.withLeaving(new NodeId("n3"));
    keep();
    assertThat(of(outcome))
        .isInstanceOfSatisfying(
            MemberOutcome.Conflict.class,
            told -> assertThat(told.detail()).contains("2 nodes left"));
    assertThat(ring.isLeaving(new NodeId("n2"))).isFalse();
  }

  @Test
  void whatWasGrantedIsTakenBackWhereAnotherNodeWentMeanwhile() throws Exception {
    NodeId n2 = new NodeId("n2");
    CompletionStage<MemberOutcome> leave = admin.leave("n2", false, false);
    keepAndHear(now -> now.withLeaving(new NodeId("n3")));
    assertThat(leave.toCompletableFuture()).isNotDone();
    keep();
    assertTakenBack(leave);
    assertThat(ring.membershipOf(n2).orElseThrow().isPresent()).isTrue();

    ring = ring.withMember(new RingMember(new NodeId("n5"), "z", 1));
    CompletionStage<MemberOutcome> removal = admin.remove("n4", false, false);
    keepAndHear(now -> now.withoutMember(new NodeId("n5")));
    keep();
    assertTakenBack(removal);
    assertThat(ring.isRemoved(new NodeId("n4"))).isFalse();
    assertThat(ring.isRemoved(new NodeId("n5"))).isTrue();

    CompletionStage<MemberOutcome> forced = admin.leave("n2", true, false);
    keepAndHear(now -> now.withoutMember(new NodeId("n4")));
    assertThat(of(forced)).isEqualTo(MemberOutcome.Begun.INSTANCE);
    assertThat(ring.isHeldBack(n2)).isFalse();
  }

  private static void assertTakenBack(CompletionStage<MemberOutcome> outcome) throws Exception {
    assertThat(of(outcome))
        .isInstanceOfSatisfying(
            MemberOutcome.Conflict.class,
            told -> assertThat(told.detail()).contains("at the same time"));
  }

  @Test
  void byForceTheLossIsAcceptedOfRangesThatHaveLostTheirMajority() throws Exception {
    ring = ring.withOwners(new RangeOwners(5, 2, List.of(new NodeId("n4"))));
    assertThat(of(admin.remove("n4", false, false)))
        .isInstanceOfSatisfying(
            MemberOutcome.Conflict.class,
            told -> assertThat(told.detail()).contains("1 of 16 ranges"));
    CompletionStage<MemberOutcome> outcome = admin.remove("n4", true, false);
    keep();
    assertThat(of(outcome)).isEqualTo(MemberOutcome.Begun.INSTANCE);
    assertThat(ring.decreed()).containsExactly(5);
    assertThat(ring.ownersOf(5).version()).isGreaterThan(3); // which may be decided unheard
    assertThat(ring.ownersOf(5).owners()).isEqualTo(ring.target().get(5));
  }

  @Test
  void aNodeThatIsLeavingEndsOnceNothingIsLeftThatTheRingNeeds() {
    AtomicBoolean emptied = new AtomicBoolean();
    Farewell farewell = new Farewell(context(), kit.system(), emptied::get);
    NodeId self = new NodeId("n1");
    emptied.set(true);
    look(farewell, 10);
    ring = ring.withLeaving(self);
    look(farewell, 10); // it owns ranges
    ring =
        ring.withOwners(
            ring.target().stream()
                .map(List::copyOf)
                .map(owners -> new RangeOwners(0, 2, owners))
                .limit(1)
                .toList());
    look(farewell, 10); // and still some
    List<RangeOwners> moved = new ArrayList<>();
    for (int range = 0; range < 16; range++) {
      moved.add(new RangeOwners(range, 3, ring.target().get(range)));
    }
    ring = ring.withOwners(moved);
    emptied.set(false);
    look(farewell, 10); // it holds hints
    emptied.set(true);
    alone = true;
    look(farewell, 10); // and nobody hears it
    keeper.expectNoMessage(Duration.ofMillis(50));
    alone = false;

    look(farewell, 4);
    hear(farewell, RingKeeper.Heard.NONE);
    together = true;
    hear(farewell, RingKeeper.Heard.SOME); // who does not hear may have crashed just now
    strangerAway = true;
    hear(farewell, RingKeeper.Heard.SOME); // and who does not is known to be away
    keep();
    assertThat(ring.isRemoved(self)).isTrue();
    Ending ending = membership.expectMessageClass(Membership.End.class).ending();
    assertThat(ending).isInstanceOf(Ending.Exit.class);
    assertThat(((Ending.Exit) ending).code()).isZero();
  }

  /** Is asked to tell the others, as often as it takes the node to ask, and says who has heard. */
  private void hear(Farewell farewell, RingKeeper.Heard heard) {
    await()
        .untilAsserted(
            () -> {
              farewell.look();
              RingKeeper.Command asked = keeper.receiveMessage(Duration.ofMillis(50));
              assertThat(asked).isInstanceOf(RingKeeper.Spread.class);
              ((RingKeeper.Spread) asked).replyTo().tell(heard);
            });
  }

  private static void look(Farewell farewell, int times) {
    for (int i = 0; i < times; i++) {
      farewell.look();
    }
  }
}
