package aitta.quorum;

import static aitta.quorum.Sets.node;
import static aitta.quorum.Sets.nodes;
import static aitta.quorum.Sets.overwritten;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
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

  private static ConditionalRound reading() {
    ConditionalRound round = new ConditionalRound(OWNERS, true, 0);
    assertThat(step(round)).isEqualTo(new ConditionalRound.Read(OWNERS));
    return round;
  }

  @Test
  void claimsTheRangeBeforeTheFirstRead() {
    ConditionalRound round = new ConditionalRound(OWNERS, false, 0);
    assertThat(step(round)).isEqualTo(new ConditionalRound.Claim(OWNERS));
    round.claimed(node("a"));
    assertThat(step(round)).isEqualTo(ConditionalRound.Wait.INSTANCE);
    round.claimed(node("c"));
    assertThat(step(round)).isEqualTo(new ConditionalRound.Read(OWNERS));
  }

  @Test
  void givesUpWhenAQuorumRefusesTheClaim() {
    ConditionalRound round = new ConditionalRound(OWNERS, false, 0);
    step(round);
    round.failed(node("b"));
    round.failed(node("c"));
    assertThat(step(round)).isInstanceOf(ConditionalRound.GiveUp.class);
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
    assertThat(step(round)).isEqualTo(new ConditionalRound.GiveUp(1));
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
