package aitta.handover;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnerListsTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");

  private Ring ring =
      Ring.found("ring", List.of(new RingMember(A, "z", 1), new RingMember(B, "z", 1)), 16, 1);
  private final OwnerLists lists = new OwnerLists(() -> ring);
  private final List<RangeOwners> news = new ArrayList<>();

  @Test
  void decidedListCountsBeforeTheRingHasIt() {
    lists.tell(news::add);
    RangeOwners next = new RangeOwners(3, 2, List.of(A, B));
    lists.learn(next);
    assertThat(lists.of(3)).isEqualTo(next);
    assertThat(lists.of(4)).isEqualTo(ring.ownersOf(4));
    assertThat(news).containsExactly(next);
    assertThat(lists.news()).isEqualTo(1);
  }

  @Test
  void whatIsKnownAlreadyIsNoNews() {
    lists.tell(news::add);
    RangeOwners third = new RangeOwners(3, 3, List.of(B));
    lists.learn(third);
    lists.learn(third);
    lists.learn(new RangeOwners(3, 2, List.of(A)));
    lists.learn(ring.ownersOf(5));
    assertThat(lists.of(3)).isEqualTo(third);
    assertThat(news).containsExactly(third);
  }

  @Test
  void newerListOfTheRingCounts() {
    lists.learn(new RangeOwners(3, 2, List.of(A)));
    RangeOwners newest = new RangeOwners(3, 5, List.of(B));
    ring = ring.withOwners(newest);
    assertThat(lists.of(3)).isEqualTo(newest);
  }

  @Test
  void rangeThatIsNoneIsIgnored() {
    lists.learn(new RangeOwners(16, 2, List.of(A)));
    assertThat(lists.news()).isZero();
  }
}
