package aitta.membership;

import static aitta.membership.Samples.COMPAT;
import static aitta.membership.Samples.addresses;
import static aitta.membership.Samples.alone;
import static aitta.membership.Samples.at;
import static aitta.membership.Samples.facts;
import static aitta.membership.Samples.gone;
import static aitta.membership.Samples.id;
import static aitta.membership.Samples.ids;
import static aitta.membership.Samples.joined;
import static aitta.membership.Samples.onDirectory;
import static aitta.membership.Samples.up;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.config.HostPort;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class JoinPlanTest {
  private static final Times TIMES = Times.of(Duration.ofSeconds(10));
  private static final List<HostPort> SEEDS = addresses(1, 2, 3);

  private static JoinPlan fresh(int number) {
    return new JoinPlan(
        id(number),
        "dir" + number,
        COMPAT,
        at(number),
        at(number),
        SEEDS,
        "",
        ids(),
        0,
        Claims.NONE,
        TIMES);
  }

  private static JoinPlan withRing(int number) {
    return withRing(number, Claims.NONE.claimedBy(id(number), "dir" + number));
  }

  private static JoinPlan withRing(int number, Claims claims) {
    return new JoinPlan(
        id(number),
        "dir" + number,
        COMPAT,
        at(number),
        at(number),
        SEEDS,
        "r",
        ids(1, 2, 3),
        2,
        claims,
        TIMES);
  }

  private static JoinPlan.Progress after(long millis, Status... answers) {
    return new JoinPlan.Progress(millis, millis, -1, List.of(answers), new LinkedHashSet<>(SEEDS));
  }

  private static JoinPlan.Progress joining(long millis, Status... answers) {
    return new JoinPlan.Progress(0, millis, millis, List.of(answers), new LinkedHashSet<>(SEEDS));
  }

  @Test
  void aFreshFirstSeedBeginsAClusterWhenNobodyHasOne() {
    assertThat(fresh(1).next(after(0))).isEqualTo(JoinPlan.Wait.INSTANCE);
    assertThat(fresh(1).next(after(0, alone(2, ""), alone(3, ""))))
        .isEqualTo(JoinPlan.FormAlone.INSTANCE);
    assertThat(fresh(1).next(after(TIMES.seedWait()))).isEqualTo(JoinPlan.FormAlone.INSTANCE);
  }

  @Test
  void otherFreshNodesWaitForTheFirstSeedHoweverLongItTakes() {
    assertThat(fresh(2).next(after(3_600_000, alone(3, "")))).isEqualTo(JoinPlan.Wait.INSTANCE);
    assertThat(fresh(2).next(after(0, joined(1, "", up(1)))))
        .isEqualTo(new JoinPlan.Join(addresses(1)));
  }

  @Test
  void aNodeWithARingServesAloneAfterAWaitThatGrowsWithItsRank() {
    for (int number = 1; number <= 3; number++) {
      long wait = TIMES.waitOfRank(number - 1);
      assertThat(withRing(number).next(after(wait - 1))).isEqualTo(JoinPlan.Wait.INSTANCE);
      assertThat(withRing(number).next(after(wait))).isEqualTo(JoinPlan.FormAlone.INSTANCE);
    }
    assertThat(TIMES.waitOfRank(2)).isGreaterThan(TIMES.waitOfRank(1));
    assertThat(TIMES.waitOfRank(500)).isEqualTo(TIMES.rankCap()).isLessThan(25_000);
  }

  @Test
  void theLowestBeginsAtOnceWhenAllOfItsRingAreThereAndNoneHasBegun() {
    assertThat(withRing(1).next(after(0, alone(2, "r"), alone(3, "r"))))
        .isEqualTo(JoinPlan.FormAlone.INSTANCE);
    assertThat(withRing(2).next(after(0, alone(1, "r"), alone(3, "r"))))
        .isEqualTo(JoinPlan.Wait.INSTANCE);
  }

  @Test
  void aNodeThatKnowsNobodyBeginsAtOnce() {
    assertThat(withRing(3).next(new JoinPlan.Progress(0, 0, -1, List.of(), Set.of())))
        .isEqualTo(JoinPlan.FormAlone.INSTANCE);
  }

  @Test
  void ofTwoClustersTheOneThatWouldStayIsJoined() {
    JoinPlan.Step step =
        withRing(3).next(after(0, joined(4, "r", up(4)), joined(1, "r", up(1), up(2))));
    assertThat(step).isEqualTo(new JoinPlan.Join(addresses(1)));
  }

  @Test
  void aJoinThatIsNotAcceptedIsTriedFromAnotherPort() {
    Status peer = joined(1, "r", up(1), up(2));
    assertThat(withRing(3).next(joining(TIMES.joinTimeout() - 1, peer)))
        .isInstanceOf(JoinPlan.Join.class);
    assertThat(withRing(3).next(joining(TIMES.joinTimeout(), peer)))
        .isInstanceOf(JoinPlan.ChangePort.class);
  }

  @Test
  void anAddressThatIsKnownToStayTakenIsGivenUpSooner() {
    Status peer = joined(1, "r", up(1), gone(2), gone(3));
    assertThat(withRing(3).next(joining(TIMES.blockedPatience(), peer)))
        .isInstanceOf(JoinPlan.ChangePort.class);
    Status onlySelfInTheWay = joined(1, "r", up(1), up(2), gone(3));
    assertThat(withRing(3).next(joining(TIMES.blockedPatience(), onlySelfInTheWay)))
        .isInstanceOf(JoinPlan.Join.class);
    Status otherIsOver =
        joined(
            1, "r", up(1), new Sight(facts(2, 1, "r"), at(2), 2, Standing.DOWN, 2, false), gone(3));
    assertThat(withRing(3).next(joining(TIMES.blockedPatience(), otherIsOver)))
        .isInstanceOf(JoinPlan.Join.class);
  }

  @Test
  void aNodeWithARingServesAloneRatherThanNotAtAll() {
    Status peer = joined(1, "r", up(1));
    assertThat(withRing(3).next(joining(TIMES.aloneAfter(), peer)))
        .isEqualTo(JoinPlan.FormAlone.INSTANCE);
    assertThat(TIMES.aloneAfter()).isLessThan(28_000);
  }

  @Test
  void aNewNodeJoinsTheClusterOfARing() {
    assertThat(fresh(4).next(after(0, joined(1, "r", up(1)))))
        .isEqualTo(new JoinPlan.Join(addresses(1)));
  }

  @Test
  void aNodeThatLostItsDiskMayComeBack() {
    assertThat(fresh(3).next(after(0, joined(1, "r", up(1))))).isInstanceOf(JoinPlan.Join.class);
  }

  @Test
  void aNodeOfAnotherRingIsRefusedWithBothNamed() {
    assertThat(withRing(3).next(after(0, joined(1, "q", up(1)))))
        .asInstanceOf(InstanceOfAssertFactories.type(JoinPlan.End.class))
        .extracting(JoinPlan.End::reason)
        .asString()
        .contains("ring r", "ring q");
  }

  @Test
  void aStrangerAtAnAddressOfOldDoesNotKeepANodeFromItsOwn() {
    Status stranger = joined(9, "q", up(9));
    assertThat(withRing(3).next(after(TIMES.rankCap(), stranger)))
        .isEqualTo(JoinPlan.FormAlone.INSTANCE);
    assertThat(withRing(3).next(after(0, joined(2, "q", up(2)), joined(1, "r", up(1)))))
        .isEqualTo(new JoinPlan.Join(addresses(1)));
  }

  @Test
  void anIdThatIsInUseIsNotTakenASecondTime() {
    Status other =
        new Status(
            COMPAT,
            Samples.onDirectory(facts(3, 1, "r"), "elsewhere"),
            at(9),
            99,
            true,
            "r",
            new TreeSet<>(ids(1, 2, 3)),
            new TreeMap<>(),
            Claims.NONE,
            List.of());
    assertThat(withRing(3).next(after(0, joined(1, "r", up(1)), other)))
        .asInstanceOf(InstanceOfAssertFactories.type(JoinPlan.End.class))
        .extracting(JoinPlan.End::reason)
        .asString()
        .contains("n3", at(9).toString());
  }

  private static Status knowingRemoved(String ring, int number, int version) {
    Status peer = alone(1, ring);
    return new Status(
        peer.compat(),
        peer.facts(),
        peer.at(),
        peer.uid(),
        false,
        ring,
        peer.ringMembers(),
        new TreeMap<>(Map.of(id(number), version)),
        peer.claims(),
        peer.members());
  }

  @Test
  void aNodeThatWasRemovedStartsOver() {
    assertThat(withRing(3).next(after(0, knowingRemoved("r", 3, 2))))
        .isInstanceOf(JoinPlan.StartOver.class);
    assertThat(withRing(3).next(after(0, knowingRemoved("r", 2, 2))))
        .isEqualTo(JoinPlan.Wait.INSTANCE);
    assertThat(withRing(3).next(after(0, knowingRemoved("q", 3, 2))))
        .isEqualTo(JoinPlan.Wait.INSTANCE);
    assertThat(fresh(3).next(after(0, knowingRemoved("r", 3, 2))))
        .isEqualTo(JoinPlan.Wait.INSTANCE);
  }

  @Test
  void aRemovalFromBeforeTheNodeJoinedAgainIsOver() {
    assertThat(withRing(3).next(after(0, knowingRemoved("r", 3, 1))))
        .isEqualTo(JoinPlan.Wait.INSTANCE);
  }

  @Test
  void anOldDirectoryWhosePlaceWasTakenIsRefused() {
    Claims known = Claims.NONE.claimedBy(id(1), "dir1");
    Status peer = joined(2, "r", up(2));
    Claims newer = known.claimedBy(id(1), "elsewhere");
    Status withNewer =
        new Status(
            peer.compat(),
            peer.facts(),
            peer.at(),
            peer.uid(),
            true,
            "r",
            peer.ringMembers(),
            peer.removed(),
            newer,
            peer.members());
    assertThat(withRing(1, known).next(after(0, peer))).isInstanceOf(JoinPlan.Join.class);
    assertThat(withRing(1, known).next(after(0, withNewer)))
        .asInstanceOf(InstanceOfAssertFactories.type(JoinPlan.End.class))
        .extracting(JoinPlan.End::reason)
        .asString()
        .contains("place of node n1", "its data is kept");
  }

  @Test
  void aPlaceIsNotTakenWhileItsHolderIsAliveAsFarAsOthersKnow() {
    Sight holder = new Sight(onDirectory(facts(4, 7, ""), "other"), at(8), 8, Standing.UP, 2, true);
    Sight dead = new Sight(holder.facts(), holder.at(), 8, Standing.UP, 2, false);
    Sight sameAddress = new Sight(holder.facts(), at(4), 8, Standing.UP, 2, true);
    JoinPlan.Step join = new JoinPlan.Join(addresses(1));
    assertThat(fresh(4).next(after(0, joined(1, "", up(1), holder))))
        .isEqualTo(JoinPlan.Wait.INSTANCE);
    assertThat(fresh(4).next(after(0, joined(1, "", up(1), dead)))).isEqualTo(join);
    assertThat(fresh(4).next(after(0, joined(1, "", up(1), sameAddress)))).isEqualTo(join);
  }
}
