package aitta.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedMatchingTest {
  private static final int[] APART = {0, 1, 2, 3};

  @Test
  void aFullNodeKeepsTheRangesNearestToIt() {
    int[][] candidates = {{0, 1}, {0, 1}, {0, 1}};
    double[][] distances = {{0.3, 0.9}, {0.1, 0.9}, {0.2, 0.9}};
    int[][] owners =
        new BoundedMatching(1, 0, APART, new int[] {2, 2}, candidates, distances, true).solve();
    assertThat(owners).isDeepEqualTo(new int[][] {{1}, {0}, {0}});
  }

  @Test
  void aRangeThatIsSentAwayFromItsZoneMayTurnToAZoneItHadPassedOver() {
    // Nodes 0 and 1 share a zone. Range 0 passes node 1 over, until range 1 drives it out of node
    // 0.
    int[] zones = {0, 0, 1, 2};
    int[][] candidates = {{0, 1, 2, 3}, {0, 2, 3, 1}};
    double[][] distances = {{0.5, 0.6, 0.7, 0.8}, {0.1, 0.2, 0.3, 0.4}};
    int[][] owners =
        new BoundedMatching(2, 0, zones, new int[] {1, 1, 2, 2}, candidates, distances, true)
            .solve();
    assertThat(owners[0]).containsExactlyInAnyOrder(1, 2);
    assertThat(owners[1]).containsExactlyInAnyOrder(0, 2);
  }

  @Test
  void aRangeThatWalkedInVainIsGivenRoomByTheOthers() {
    // Range 1 knows node 0 alone and loses it to range 0, which is nearer but could go elsewhere.
    int[][] candidates = {{0, 1}, {0}};
    double[][] distances = {{0.1, 0.2}, {0.9}};
    int[][] owners =
        new BoundedMatching(1, 0, APART, new int[] {1, 1}, candidates, distances, false).solve();
    assertThat(owners).isDeepEqualTo(new int[][] {{1}, {0}});
  }

  @Test
  void roomIsFoundThroughLongChains() {
    int length = 50;
    int[][] candidates = new int[length][];
    double[][] distances = new double[length][];
    for (int range = 0; range < length - 1; range++) {
      candidates[range] = new int[] {range, range + 1};
      distances[range] = new double[] {0.1, 0.2};
    }
    candidates[length - 1] = new int[] {0};
    distances[length - 1] = new double[] {0.3};
    int[] zones = IntStream.range(0, length).toArray();
    int[] bounds = new int[length];
    Arrays.fill(bounds, 1);
    int[][] owners = new BoundedMatching(1, 0, zones, bounds, candidates, distances, false).solve();
    assertThat(owners[0]).containsExactly(1);
    assertThat(owners[length - 2]).containsExactly(length - 1);
    assertThat(owners[length - 1]).containsExactly(0);
  }

  @Test
  void withoutAnySlackEveryPlaceIsFilledByTheRules() {
    for (long seed = 0; seed < 200; seed++) {
      RandomGenerator random = Members.random(seed);
      int perZone = 2 + random.nextInt(3);
      int ranges = 8 * perZone;
      int[] zones = IntStream.range(0, 4 * perZone).map(v -> v / perZone).toArray();
      int[] bounds = new int[zones.length];
      Arrays.fill(bounds, ranges * 3 / zones.length); // 3 owners in 4 zones, not one place to spare
      int[][] candidates = new int[ranges][];
      double[][] distances = new double[ranges][4];
      for (int range = 0; range < ranges; range++) {
        candidates[range] = random.ints(0, zones.length).distinct().limit(4).toArray();
        distances[range] = random.doubles(4).sorted().toArray();
      }
      int[][] owners =
          new BoundedMatching(3, 0, zones, bounds, candidates, distances, true).solve();
      int[] load = new int[zones.length];
      for (int[] list : owners) {
        assertThat(Arrays.stream(list).map(v -> zones[v]).distinct().count())
            .as("zones, seed %d", seed)
            .isEqualTo(3);
        Arrays.stream(list).forEach(v -> load[v]++);
      }
      assertThat(load).as("seed %d", seed).isEqualTo(bounds);
    }
  }

  @Test
  void saysSoWhenThereIsNoRoom() {
    int[][] candidates = {{0}, {0}};
    double[][] distances = {{0.1}, {0.2}};
    BoundedMatching matching =
        new BoundedMatching(1, 0, APART, new int[] {1}, candidates, distances, true);
    assertThatThrownBy(matching::solve)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no node has room for range 1");
  }
}
