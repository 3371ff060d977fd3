package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FarewellTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final int RANGES = 16;
  private static final Ring FOUNDED =
      Ring.found("ring", Stream.of(A, B).map(id -> new RingMember(id, "z", 1)).toList(), RANGES, 1);
  private static final Ring ALL_WITH_A =
      FOUNDED.withOwners(
          IntStream.range(0, RANGES)
              .mapToObj(range -> new RangeOwners(range, 2, List.of(A)))
              .toList());

  @Test
  void aMemberStaysWhateverItOwns() {
    assertThat(Farewell.mayGo(ALL_WITH_A, B)).isFalse();
    assertThat(Farewell.isOver(ALL_WITH_A, B)).isFalse();
  }

  @Test
  void whoIsLeavingIsNeededUntilItOwnsNothing() {
    Ring leaving = ALL_WITH_A.withLeavingByForce(A);
    assertThat(Farewell.mayGo(leaving, A)).isFalse();
    assertThat(Farewell.isOver(leaving, A)).isFalse();
    assertThat(Farewell.mayGo(ALL_WITH_A.withLeavingByForce(B), B)).isTrue();
    assertThat(Farewell.isOver(ALL_WITH_A.withLeavingByForce(B), B)).isTrue();
  }

  @Test
  void whoHasLeftIsNeededForNothing() {
    Ring without = ALL_WITH_A.withoutMember(B);
    assertThat(Farewell.mayGo(without, B)).isFalse();
    assertThat(Farewell.isOver(without, B)).isTrue();
  }
}
