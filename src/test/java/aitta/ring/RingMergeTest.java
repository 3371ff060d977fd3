package aitta.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.model.NodeId;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The ring is spread by gossip: whoever has heard the same, in whatever order, has the same. */
class RingMergeTest {
  private static final Ring FOUNDED =
      Ring.found("r1", IntStream.range(0, 4).mapToObj(i -> node(i, 1)).toList(), 16, 3);

  private static RingMember node(int i, double weight) {
    return new RingMember(new NodeId("n" + i), "z", weight);
  }

  /** A ring after some changes, as a node could have it that missed all others. */
  private static Ring changed(Ring ring, RandomGenerator random) {
    Ring now = ring;
    for (int i = random.nextInt(6); i > 0; i--) {
      int node = random.nextInt(8);
      int range = random.nextInt(16);
      now =
          switch (random.nextInt(6)) {
            case 0 -> now.withMember(node(node, 1 + random.nextInt(3)));
            case 1 -> now.withoutMember(new NodeId("n" + node));
            case 2 -> now.withLeaving(new NodeId("n" + node));
            case 3 -> now.withLeavingByForce(new NodeId("n" + node));
            case 4 ->
                now.withDecreed(
                    List.of(
                        new RangeOwners(
                            range,
                            now.ownersOf(range).version() + random.nextInt(3),
                            List.of(new NodeId("n" + node)))));
            default ->
                now.withOwners(
                    new RangeOwners(
                        range,
                        now.ownersOf(range).version() + random.nextInt(3),
                        List.of(new NodeId("n" + node))));
          };
    }
    return now;
  }

  @Test
  void mergeIsCommutativeAssociativeAndIdempotent() {
    for (long seed = 0; seed < 500; seed++) {
      RandomGenerator random = Members.random(seed);
      Ring a = changed(FOUNDED, random);
      Ring b = changed(random.nextBoolean() ? FOUNDED : a, random);
      Ring c = changed(random.nextBoolean() ? FOUNDED : b, random);
      assertThat(a.merge(a)).as("seed %d", seed).isEqualTo(a);
      assertThat(a.merge(b)).as("seed %d", seed).isEqualTo(b.merge(a));
      assertThat(a.merge(b).merge(c)).as("seed %d", seed).isEqualTo(a.merge(b.merge(c)));
      assertThat(a.merge(b).merge(b)).as("seed %d", seed).isEqualTo(a.merge(b));
      assertThat(a.merge(b)).as("seed %d", seed).hasSameHashCodeAs(b.merge(a));
      assertThat(a.merge(b).version())
          .as("seed %d", seed)
          .isGreaterThanOrEqualTo(Math.max(a.version(), b.version()));
    }
  }

  @Test
  void changesMadeApartAreBothKept() {
    Ring here = FOUNDED.withMember(node(5, 1));
    Ring there =
        FOUNDED.withOwners(new RangeOwners(3, 2, List.of(new NodeId("n1")))).withMember(node(6, 1));
    Ring merged = here.merge(there);
    assertThat(merged.members()).containsKeys(new NodeId("n5"), new NodeId("n6"));
    assertThat(merged.ownersOf(3).version()).isEqualTo(2);
    assertThat(merged.version()).isEqualTo(FOUNDED.version() + 3);
  }

  @Test
  void aRemovedNodeDoesNotComeBackByOldNews() {
    Ring removed = FOUNDED.withoutMember(new NodeId("n1"));
    assertThat(FOUNDED.merge(removed).members()).doesNotContainKey(new NodeId("n1"));
    assertThat(removed.merge(FOUNDED)).isEqualTo(removed);
  }

  @Test
  void aRemovalWinsOverAChangeMadeAtTheSameTime() {
    Ring removed = FOUNDED.withoutMember(new NodeId("n1"));
    Ring heavier = FOUNDED.withMember(node(1, 5));
    assertThat(removed.merge(heavier).members()).doesNotContainKey(new NodeId("n1"));
  }

  @Test
  void aLeaveWinsOverOtherSettingsAndARemovalOverALeave() {
    NodeId n1 = new NodeId("n1");
    Ring leaving = FOUNDED.withLeaving(n1);
    Ring heavier = FOUNDED.withMember(node(1, 5));
    assertThat(leaving.merge(heavier).isLeaving(n1)).isTrue();
    assertThat(leaving.merge(FOUNDED.withoutMember(n1)).isRemoved(n1)).isTrue();
  }

  @Test
  void differentRingsAreNotMerged() {
    Ring other = Ring.found("r2", FOUNDED.members().values(), 16, 3);
    assertThat(FOUNDED.isSameRing(other)).isFalse();
    assertThatThrownBy(() -> FOUNDED.merge(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ring r1 (Q=16, N=3) cannot be merged with ring r2 (Q=16, N=3)");
    Ring fewerReplicas = Ring.found("r1", FOUNDED.members().values(), 16, 2);
    assertThat(FOUNDED.isSameRing(fewerReplicas)).isFalse();
  }
}
