package aitta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.quorum.Ballot;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConditionalClaimsTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final Set<NodeId> BOTH = Set.of(A, B);
  private final ConditionalClaims claims = new ConditionalClaims(5, 77);

  private static Route route(int list) {
    return new Route(3, List.of(A, B), list, BOTH, List.of());
  }

  @Test
  void numbersWritesUnderAClaimThatIsGranted() {
    long claim = claims.of(route(1)).ballot();
    assertThat(claim).isEqualTo(Ballot.claim(1, 5));
    assertThat(claims.nextBallot(route(1), claim)).isZero();
    claims.granted(route(1), claim, BOTH);
    assertThat(claims.of(route(1)).promised()).isEqualTo(BOTH);
    assertThat(claims.nextBallot(route(1), claim)).isEqualTo(Ballot.write(claim, 1));
    assertThat(claims.nextBallot(route(1), claim)).isEqualTo(Ballot.write(claim, 2));
  }

  @Test
  void whoIsOutbidClaimsAboveThatAndHasNothingOfBefore() {
    long first = claims.of(route(1)).ballot();
    claims.granted(route(1), first, BOTH);
    claims.outbid(route(1), Ballot.write(Ballot.claim(1, 9), 4));
    assertThat(claims.of(route(1)).ballot()).isEqualTo(Ballot.claim(1, 10));
    assertThat(claims.of(route(1)).promised()).isEmpty();
    assertThat(claims.nextBallot(route(1), first)).isZero();
    claims.granted(route(1), first, BOTH); // the word of a round under the claim of before
    assertThat(claims.of(route(1)).promised()).isEmpty();
  }

  @Test
  void theSameNumberOfAnotherStartOutbids() {
    claims.outbid(route(1), Ballot.claim(1, 5));
    assertThat(claims.of(route(1)).ballot()).isEqualTo(Ballot.claim(1, 6));
  }

  @Test
  void whatIsBelowTheClaimByNowChangesNothing() {
    claims.outbid(route(1), Ballot.claim(1, 9));
    claims.outbid(route(1), Ballot.claim(1, 9));
    claims.outbid(route(1), Ballot.claim(1, 7));
    assertThat(claims.of(route(1)).ballot()).isEqualTo(Ballot.claim(1, 10));
  }

  @Test
  void anOlderListOfOwnersHasNoBallotsAndTakesNoneBack() {
    long older = claims.of(route(1)).ballot();
    claims.granted(route(1), older, BOTH);
    claims.nextBallot(route(1), older);
    long newer = claims.of(route(2)).ballot();
    claims.granted(route(2), newer, BOTH);
    assertThat(claims.nextBallot(route(2), newer)).isEqualTo(Ballot.write(newer, 1));
    assertThat(claims.of(route(1)).ballot()).isZero();
    assertThat(claims.nextBallot(route(1), older)).isZero();
    assertThat(claims.nextBallot(route(2), newer)).isEqualTo(Ballot.write(newer, 2));
  }

  @Test
  void pastTheLastStartThatFitsThereIsNoClaim() {
    claims.outbid(route(1), Ballot.claim(1, Ballot.MAX_START));
    assertThat(claims.of(route(1)).ballot()).isZero();
    assertThat(claims.of(route(2)).ballot()).isEqualTo(Ballot.claim(2, 5));
    var worn = new ConditionalClaims(Ballot.MAX_START + 1, 1);
    assertThat(worn.of(route(1)).ballot()).isZero();
  }
}
