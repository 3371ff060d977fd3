package aitta.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class PledgeTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final RangeOwners LIST = new RangeOwners(3, 1, List.of(A, B));

  private final SplittableRandom random = new SplittableRandom();

  private static Accepted accepted(long round) {
    return new Accepted(new Proposal(round, A), new RangeOwners(3, 2, List.of(A)));
  }

  private Pledge any() {
    Accepted accepted = random.nextBoolean() ? accepted(random.nextLong(1, 5)) : null;
    long promised = random.nextLong(accepted == null ? 1 : accepted.proposal().round(), 6);
    boolean isPromised = accepted != null || random.nextBoolean();
    return new Pledge(isPromised ? new Proposal(promised, A) : null, accepted);
  }

  @RepeatedTest(100)
  void joiningIsWithoutOrderAndTwiceIsOnce() {
    Pledge a = any();
    Pledge b = any();
    Pledge c = any();
    assertThat(a.join(b)).isEqualTo(b.join(a));
    assertThat(a.join(b).join(c)).isEqualTo(a.join(b.join(c)));
    assertThat(a.join(a)).isEqualTo(a).isEqualTo(a.join(Pledge.NONE));
  }

  @RepeatedTest(100)
  void anOwnerThatTookOverWhatOthersSaidIsHeldToAllOfIt() {
    Pledge a = any();
    Pledge b = any();
    Acceptor owner = Acceptor.of(LIST).adopt(1, a).adopt(1, b);
    assertThat(owner.pledge()).isEqualTo(a.join(b));
    assertThat(owner.isSealed()).isEqualTo(a.accepted() != null || b.accepted() != null);
  }

  @Test
  void whatWasAcceptedBelowAPromiseIsTakenOverAllTheSame() {
    Pledge both =
        new Pledge(new Proposal(9, B), null).join(new Pledge(new Proposal(5, A), accepted(5)));
    assertThat(both).isEqualTo(new Pledge(new Proposal(9, B), accepted(5)));
  }

  @Test
  void whatWasSaidUnderAnotherListIsNot() {
    Acceptor owner = Acceptor.of(LIST);
    assertThat(owner.adopt(2, new Pledge(new Proposal(9, B), null))).isEqualTo(owner);
  }
}
