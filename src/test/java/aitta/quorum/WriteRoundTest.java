package aitta.quorum;

import static aitta.quorum.Sets.node;
import static aitta.quorum.Sets.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.quorum.WriteRound.Plan;
import aitta.quorum.WriteRound.Send;
import aitta.quorum.WriteRound.SendHint;
import aitta.quorum.WriteRound.SendStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteRoundTest {
  private static final List<NodeId> OWNERS = nodes("a", "b", "c");

  private static WriteRound round(
      String self, Set<NodeId> reachable, List<NodeId> standIns, int w) {
    return new WriteRound(new Plan(node(self), OWNERS, reachable, standIns, w, false, 0));
  }

  @Test
  void sendsToTheOtherOwnersAndIsMetAtW() {
    WriteRound round = round("a", Set.copyOf(OWNERS), List.of(), 2);
    assertThat(round.start()).containsExactly(new SendStore(node("b")), new SendStore(node("c")));
    round.stored(node("c"), true);
    assertThat(round.isMet()).isFalse();
    round.stored(node("a"), true);
    assertThat(round.isMet()).isTrue();
    assertThat(round.isSettled()).isFalse();
    round.stored(node("b"), true);
    assertThat(round.isSettled()).isTrue();
  }

  @Test
  void anOwnerThatIsAwayIsReplacedAtOnce() {
    WriteRound round = round("a", Set.copyOf(nodes("a", "b", "x")), nodes("x"), 3);
    assertThat(round.start())
        .containsExactly(new SendStore(node("b")), new SendHint(node("x"), Set.of(node("c"))));
    round.stored(node("a"), true);
    round.stored(node("b"), true);
    round.kept(node("x"), Set.of(node("c")));
    assertThat(round.isMet()).isTrue();
    assertThat(round.isSettled()).isTrue();
  }

  @Test
  void withNoNodeLeftTheCoordinatorKeepsTheHint_andCountsOnce() {
    WriteRound round = round("a", Set.copyOf(nodes("a")), List.of(), 2);
    assertThat(round.start())
        .containsExactly(
            new SendHint(node("a"), Set.of(node("b"))), new SendHint(node("a"), Set.of(node("c"))));
    round.stored(node("a"), true);
    round.kept(node("a"), Set.of(node("b")));
    round.kept(node("a"), Set.of(node("c")));
    assertThat(round.count()).isEqualTo(1);
    assertThat(round.isHopeless()).isTrue();
    assertThat(round.isSettled()).isTrue();
  }

  @Test
  void aSlowOwnerGetsAStandIn_evenThisNodesOwnDisk() {
    WriteRound round = round("a", Set.copyOf(OWNERS), nodes("x", "y"), 2);
    round.start();
    round.stored(node("b"), true);
    assertThat(round.slow())
        .containsExactly(
            new SendHint(node("x"), Set.of(node("a"))), new SendHint(node("y"), Set.of(node("c"))));
    round.kept(node("y"), Set.of(node("c")));
    assertThat(round.isMet()).isTrue();
  }

  /** Killed in the same moment as the owner, a stand-in is not known to be dead either. */
  @Test
  void standInThatStaysSilentIsPassedOverTillAHintIsOnDisk() {
    WriteRound round = round("a", Set.copyOf(OWNERS), nodes("x", "y"), 1);
    round.start();
    round.stored(node("a"), true);
    round.stored(node("b"), true);
    assertThat(round.slow()).containsExactly(new SendHint(node("x"), Set.of(node("c"))));
    assertThat(round.holdersAreSilent())
        .containsExactly(new SendHint(node("y"), Set.of(node("c"))));
    assertThat(round.holdersAreSilent())
        .containsExactly(new SendHint(node("a"), Set.of(node("c"))));
    assertThat(round.holdersAreSilent()).isEmpty();
    assertThat(round.isSettled()).isFalse();
    round.kept(node("a"), Set.of(node("c")));
    assertThat(round.isSettled()).isTrue();
  }

  @Test
  void standInsDoNotCountWhereOwnersAloneDo() {
    WriteRound round =
        new WriteRound(
            new Plan(node("a"), OWNERS, Set.copyOf(nodes("a", "x")), nodes("x"), 2, true, 0));
    round.start();
    round.stored(node("a"), true);
    round.kept(node("x"), Set.of(node("b")));
    assertThat(round.count()).isEqualTo(1);
    round.slow();
    assertThat(round.isHopeless()).isTrue();
  }

  private static WriteRound roundOfFit(int w, int fit) {
    WriteRound round =
        new WriteRound(new Plan(node("a"), OWNERS, Set.copyOf(OWNERS), List.of(), w, true, fit));
    round.start();
    return round;
  }

  @Test
  void whereOwnersMustKnowWhatIsNewerOnlySuchCountAsHaveCaughtUp() {
    WriteRound round = roundOfFit(2, 2);
    round.stored(node("a"), true);
    assertThat(round.catchingUp()).isEmpty();
    round.stored(node("b"), false);
    assertThat(round.count()).isEqualTo(1);
    assertThat(round.catchingUp()).containsExactly(node("b"));
    assertThat(round.isHopeless()).isFalse();
    round.stored(node("c"), true);
    assertThat(round.isMet()).isTrue();
    assertThat(round.count()).isEqualTo(3);
    assertThat(round.catchingUp()).isEmpty();
  }

  @Test
  void aQuorumThatHasCaughtUpIsEnoughForAHigherLevel() {
    WriteRound round = roundOfFit(3, 2);
    round.stored(node("a"), true);
    round.stored(node("b"), true);
    assertThat(round.isMet()).isFalse();
    round.stored(node("c"), false);
    assertThat(round.isMet()).isTrue();
  }

  @Test
  void tooFewThatHaveCaughtUpAreHopeless() {
    WriteRound round = roundOfFit(2, 2);
    OWNERS.forEach(owner -> round.stored(owner, owner.equals(node("c"))));
    assertThat(round.isHopeless()).isTrue();
    assertThat(round.isSettled()).isTrue();
  }

  @Test
  void aStandInCoordinatesForAllOwners_withOthersUpToW() {
    WriteRound round = round("x", Set.copyOf(nodes("x", "y", "z")), nodes("y", "z"), 2);
    assertThat(round.start()).containsExactly(new SendHint(node("y"), Set.of(node("a"))));
    round.kept(node("x"), Set.copyOf(OWNERS));
    assertThat(round.isMet()).isFalse();
    round.kept(node("y"), Set.of(node("a")));
    assertThat(round.isMet()).isTrue();
    assertThat(round.isSettled()).isTrue();
  }

  @Test
  void aRefusedHintGoesToTheNextNode_andNeverInCircles() {
    WriteRound round = round("a", Set.copyOf(nodes("a", "b", "x")), nodes("x"), 2);
    round.start();
    assertThat(round.notKept(node("x")))
        .containsExactly(new SendHint(node("a"), Set.of(node("c"))));
    assertThat(round.notKept(node("a"))).isEmpty();
    round.stored(node("a"), true);
    round.stored(node("b"), true);
    assertThat(round.isMet()).isTrue();
    assertThat(round.isSettled()).isFalse();
  }

  @Test
  void aHintThatAnOwnerKeepsIsNoCopyOfItsOwn() {
    WriteRound round = round("a", Set.copyOf(nodes("a", "b")), List.of(), 2);
    round.start();
    round.stored(node("b"), true);
    round.kept(node("a"), Set.of(node("c")));
    assertThat(round.isMet()).isFalse();
    round.stored(node("a"), true);
    assertThat(round.isMet()).isTrue();
  }

  @Test
  void aRefusedHintForOneOwnerSaysNothingOfAnother() {
    WriteRound round = round("a", Set.copyOf(nodes("a")), List.of(), 1);
    round.start();
    round.stored(node("a"), true);
    round.kept(node("a"), Set.of(node("b")));
    assertThat(round.isSettled()).isFalse();
  }

  /**
   * Whatever is lost or refused: settled means every owner has it or a holder has a hint for it.
   */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void settledAndMetAreTrueOnlyOfWhatIsOnDisk(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 500; run++) {
      Set<NodeId> reachable = new HashSet<>(Set.of(node("a")));
      List<NodeId> standIns = new ArrayList<>();
      nodes("b", "c").forEach(n -> addTo(reachable, n, random));
      nodes("x", "y").stream().filter(n -> random.nextBoolean()).forEach(standIns::add);
      boolean strict = random.nextInt(3) == 0;
      int w = 1 + random.nextInt(3);
      WriteRound round =
          new WriteRound(new Plan(node("a"), OWNERS, reachable, standIns, w, strict, 0));
      List<Send> open = new ArrayList<>(round.start());
      open.add(new SendStore(node("a")));
      Set<NodeId> copies = new HashSet<>();
      Map<NodeId, Set<NodeId>> hints = new HashMap<>();
      for (int step = 0; step < 40 && !open.isEmpty(); step++) {
        Send send = open.remove(random.nextInt(open.size()));
        int fate = random.nextInt(4);
        if (fate == 0) {
          open.addAll(round.slow());
          open.add(send);
        } else if (send instanceof SendHint hint) {
          if (fate == 1) {
            open.addAll(round.notKept(hint.to()));
          } else {
            hints.computeIfAbsent(hint.to(), k -> new HashSet<>()).addAll(hint.targets());
            round.kept(hint.to(), hint.targets());
          }
        } else if (fate == 1) {
          open.addAll(round.notStored(send.to()));
        } else {
          copies.add(send.to());
          round.stored(send.to(), true);
        }
        Set<NodeId> durable = new HashSet<>(copies);
        if (!strict) {
          hints.keySet().stream().filter(holder -> !OWNERS.contains(holder)).forEach(durable::add);
        }
        assertThat(round.count()).as("seed %d run %d", seed, run).isEqualTo(durable.size());
        assertThat(round.isMet()).isEqualTo(durable.size() >= w);
        Set<NodeId> safe = new HashSet<>(copies);
        hints.values().forEach(safe::addAll);
        assertThat(round.isSettled()).isEqualTo(safe.containsAll(OWNERS));
      }
    }
  }

  private static void addTo(Set<NodeId> reachable, NodeId node, SplittableRandom random) {
    if (random.nextBoolean()) {
      reachable.add(node);
    }
  }
}
