package aitta.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NextListTest {
  private static List<NodeId> nodes(String... ids) {
    return Stream.of(ids).map(NodeId::new).toList();
  }

  private static List<NodeId> next(List<NodeId> owners, List<NodeId> target, String... gone) {
    return NextList.towards(new RangeOwners(0, 1, owners), target, Set.copyOf(nodes(gone)))
        .map(RangeOwners::owners)
        .orElse(List.of());
  }

  @Test
  void whoHasLeftIsReplacedFirstThenTheListGrowsThenOthersAreReplaced() {
    assertThat(next(nodes("a", "b"), nodes("c", "a", "d"), "b")).isEqualTo(nodes("a", "c"));
    assertThat(next(nodes("a", "b"), nodes("c", "a", "d"))).isEqualTo(nodes("a", "b", "c"));
    assertThat(next(nodes("a", "b", "e"), nodes("a", "c", "b"))).isEqualTo(nodes("a", "b", "c"));
    assertThat(next(nodes("a", "b", "e"), nodes("a", "b"))).isEqualTo(nodes("a", "b"));
    assertThat(next(nodes("a", "b"), nodes("b", "a"))).isEqualTo(nodes("b", "a"));
    assertThat(next(nodes("a", "b"), nodes("a", "b"))).isEmpty();
  }

  @Test
  void aLoneOwnerStaysUntilAnotherHasItsData() {
    assertThat(next(nodes("a"), nodes("b"))).isEqualTo(nodes("a", "b"));
    assertThat(next(nodes("a", "b"), nodes("b"))).isEqualTo(nodes("b"));
  }

  @Test
  void everyWayIsMadeOfSmallStepsAndEndsAtTheTarget() {
    Random random = new Random(20261127);
    List<NodeId> all = new ArrayList<>(nodes("a", "b", "c", "d", "e", "f", "g"));
    for (int run = 0; run < 500; run++) {
      Collections.shuffle(all, random);
      List<NodeId> from = List.copyOf(all.subList(0, 1 + random.nextInt(4)));
      Collections.shuffle(all, random);
      List<NodeId> target = List.copyOf(all.subList(0, 1 + random.nextInt(4)));
      RangeOwners list = new RangeOwners(0, 1, from);
      Optional<RangeOwners> next = NextList.towards(list, target, Set.of());
      while (next.isPresent()) {
        assertThat(NextList.isStep(list, next.get())).as("%s to %s", list, next).isTrue();
        list = next.get();
        assertThat(list.version()).as("from %s to %s", from, target).isLessThan(12);
        next = NextList.towards(list, target, Set.of());
      }
      assertThat(list.owners()).isEqualTo(target);
    }
  }
}
