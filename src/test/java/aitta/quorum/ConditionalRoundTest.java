package aitta.quorum;

import static aitta.quorum.Sets.node;
import static aitta.quorum.Sets.nodes;
import static aitta.quorum.Sets.overwritten;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.version.Dot;
import aitta.version.Precondition;
import aitta.version.Siblings;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConditionalRoundTest {
  private static final List<NodeId> OWNERS = nodes("a", "b", "c");
  private static final Precondition NEW_ONLY = Precondition.NothingLive.INSTANCE;
  private static final Siblings SET = overwritten(Siblings.EMPTY, 101, 1);

  private static ConditionalRound.Step step(ConditionalRound round) {
    return round.step(NEW_ONLY, false);
  }

  private static final long CLAIM = Ballot.claim(1, 5);

  private static ConditionalRound round(String... promised) {
    return new ConditionalRound(node("a"), OWNERS, CLAIM, Set.copyOf(nodes(promised)), 0);
  }

  private static ConditionalRound reading() {
    ConditionalRound round = round("a", "b", "c");
    assertThat(step(round)).isEqualTo(new ConditionalRound.Ask(List.of(), OWNERS));
    return round;
  }

  @Test
  void readsFromThoseAloneThatHavePromised() {
    ConditionalRound round = round();
    assertThat(step(round)).isEqualTo(new ConditionalRound.Ask(OWNERS, List.of()));
    round.claimed(node("c"));
    assertThat(round.isClaimed()).isFalse();
    assertThat(step(round)).isEqualTo(new ConditionalRound.Ask(List.of(), nodes("c")));
    round.read(node("c"), Siblings.EMPTY, true);
    assertThat(step(round)).isEqualTo(ConditionalRound.Wait.INSTANCE);
    round.claimed(node("a"));
    assertThat(round.isClaimed()).isTrue();
    assertThat(step(round)).isEqualTo(new ConditionalRound.Ask(List.of(), nodes("a")));
    round.read(node("a"), Siblings.EMPTY, true);
    assertThat(step(round)).isEqualTo(new ConditionalRound.Write(Siblings.EMPTY));
  }

  @Test
  void thoseThatHaveNotPromisedYetAreAskedAgainByTheNextWrite() {
    ConditionalRound round = round("a", "c");
    assertThat(step(round)).isEqualTo(new ConditionalRound.Ask(nodes("b"), nodes("a", "c")));
    round.failed(node("c"));
    assertThat(step(round)).isEqualTo(ConditionalRound.Wait.INSTANCE);
    round.claimed(node("b"));
    assertThat(round.promised()).containsExactlyInAnyOrderElementsOf(OWNERS);
  }

  @Test
  void givesUpWhenAQuorumRefusesTheClaim() {
    ConditionalRound round = round();
    step(round);
    round.failed(node("b"));
    round.failed(node("c"));
    assertThat(step(round)).isInstanceOf(ConditionalRound.GiveUp.class);
  }

  @Test
  void aHigherPromiseEndsItWhateverElseIsKnown() {
    ConditionalRound round = reading();
    long higher = Ballot.claim(1, 9);
    round.read(node("a"), Siblings.EMPTY, true);
    round.read(node("b"), Siblings.EMPTY, true);
    round.outbid(node("c"), higher);
    assertThat(step(round)).isEqualTo(new ConditionalRound.Outbid(higher));
    assertThat(step(round)).isEqualTo(ConditionalRound.Wait.INSTANCE);
  }

  /** The promise was lost with the disks that had it; what was written under it was not. */
  @Test
  void aVersionOfAHigherClaimOutbidsToo() {
    long higher = Ballot.write(Ballot.claim(1, 9), 3);
    ConditionalRound round = reading();
    round.read(node("a"), Siblings.EMPTY, true);
    round.read(node("b"), overwritten(Siblings.EMPTY, Dot.CONDITIONAL, higher), true);
    assertThat(step(round)).isEqualTo(new ConditionalRound.Outbid(higher));
    ConditionalRound own = reading();
    Siblings earlier = overwritten(Siblings.EMPTY, Dot.CONDITIONAL, Ballot.write(CLAIM, 3));
    own.read(node("a"), earlier, true);
    own.read(node("b"), earlier, true);
    assertThat(step(own)).isEqualTo(new ConditionalRound.Fail(earlier));
  }

  @Test
  void aFirstOwnerThatHasNotCaughtUpGivesUpAtOnce() {
    ConditionalRound round = round();
    step(round);
    round.notFit(node("a"));
    assertThat(step(round)).isEqualTo(new ConditionalRound.GiveUp(0, nodes("a")));
    ConditionalRound later = reading();
    later.read(node("b"), SET, true);
    later.read(node("a"), SET, false);
    assertThat(step(later)).isEqualTo(new ConditionalRound.GiveUp(1, nodes("a")));
  }

  @Test
  void writesWhatHoldsAgainstAStrictQuorum() {
    ConditionalRound round = reading();
    round.read(node("a"), Siblings.EMPTY, true);
    assertThat(step(round)).isEqualTo(ConditionalRound.Wait.INSTANCE);
    round.read(node("c"), Siblings.EMPTY, true);
    assertThat(step(round)).isEqualTo(new ConditionalRound.Write(Siblings.EMPTY));
  }

  @Test
  void whatItRefusesByIsBroughtToAQuorumFirst() {
    ConditionalRound round = reading();
    round.read(node("a"), Siblings.EMPTY, true);
    round.read(node("b"), SET, true);
    assertThat(step(round)).isEqualTo(new ConditionalRound.Bring(nodes("a", "c"), SET));
    assertThat(step(round)).isEqualTo(ConditionalRound.Wait.INSTANCE);
    round.brought(node("c"));
    assertThat(step(round)).isEqualTo(new ConditionalRound.Fail(SET));
  }

  @Test
  void refusesAtOnceWhereAQuorumHoldsAllOfIt() {
    ConditionalRound round = reading();
    round.read(node("a"), SET, true);
    round.read(node("b"), SET, true);
    assertThat(step(round)).isEqualTo(new ConditionalRound.Fail(SET));
  }

  @Test
  void theUnfitDoNotCount() {
    ConditionalRound round = reading();
    round.read(node("a"), SET, true);
    round.read(node("b"), Siblings.EMPTY, false);
    assertThat(step(round)).isEqualTo(ConditionalRound.Wait.INSTANCE);
    round.failed(node("c"));
    assertThat(step(round)).isEqualTo(new ConditionalRound.GiveUp(1, nodes("b")));
  }

  @Test
  void matchingTagsHoldAgainstTheOneLiveVersion() {
    String tag = SET.versions().get(0).etag();
    ConditionalRound round = reading();
    round.read(node("a"), SET, true);
    round.read(node("b"), SET, true);
    assertThat(round.step(new Precondition.Matches(Set.of(tag)), false))
        .isEqualTo(new ConditionalRound.Write(SET));
  }
}
