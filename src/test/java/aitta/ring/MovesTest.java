package aitta.ring;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MovesTest {
  @Test
  void carryTheTargetBeforeToTheOneAfter() {
    for (long seed = 0; seed < 50; seed++) {
      RandomGenerator random = Members.random(seed);
      List<RingMember> members = Members.wild(4 + random.nextInt(9), random);
      Ring before = Ring.found("r", members, 64, 3);
      NodeId node = members.get(0).id();
      Ring after = before.withLeaving(node);
      List<List<NodeId>> moved = new ArrayList<>();
      before.target().forEach(list -> moved.add(new ArrayList<>(list)));
      for (Moves.Move move : Moves.between(before, after)) {
        assertThat(moved.get(move.range()).remove(move.from())).as("seed %d", seed).isTrue();
        moved.get(move.range()).add(move.to());
      }
      for (int range = 0; range < 64; range++) {
        assertThat(moved.get(range))
            .as("seed %d, range %d", seed, range)
            .containsExactlyInAnyOrderElementsOf(after.target().get(range));
      }
      assertThat(Moves.between(before, after)).extracting(Moves.Move::to).doesNotContain(node);
    }
  }

  @Test
  void comeFromNobodyWhereTheOwnerIsGone() {
    Ring before = Ring.found("r", Members.equal(5, 1, Members.random(1)), 64, 3);
    NodeId node = before.members().keySet().iterator().next();
    List<Moves.Move> moves = Moves.between(before, before.withoutMember(node));
    assertThat(moves).hasSizeGreaterThanOrEqualTo(before.rangesOwnedBy(node).size());
    assertThat(moves.stream().filter(move -> move.from() == null).count())
        .isEqualTo(before.rangesOwnedBy(node).size());
  }

  @Test
  void areNoneWhereListsOnlyShrink() {
    Ring before = Ring.found("r", Members.equal(3, 1, Members.random(1)), 64, 3);
    NodeId node = before.members().keySet().iterator().next();
    assertThat(Moves.between(before, before.withLeaving(node))).isEmpty();
  }
}
