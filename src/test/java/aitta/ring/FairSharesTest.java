package aitta.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FairSharesTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-6);

  @Test
  void sharesAreInProportionToWeight() {
    FairShares fair = new FairShares(128, 1, new double[] {1, 1, 2}, new int[] {0, 0, 0});
    assertThat(fair.share(0)).isCloseTo(32, EXACT);
    assertThat(fair.share(2)).isCloseTo(64, EXACT);
    assertThat(fair.bounds()).containsExactly(33, 33, 67);
  }

  @Test
  void whatANodeCannotHoldGoesToTheOthersByWeight() {
    FairShares fair = new FairShares(100, 2, new double[] {1, 3, 50}, new int[] {0, 0, 0});
    assertThat(fair.share(2)).isCloseTo(100, EXACT);
    assertThat(fair.share(1)).isCloseTo(75, EXACT);
    assertThat(fair.share(0)).isCloseTo(25, EXACT);
  }

  @Test
  void noZoneHoldsARangeTwiceWhereThereAreEnough() {
    FairShares fair =
        new FairShares(120, 2, new double[] {1, 1, 1, 1, 1, 1}, new int[] {0, 0, 0, 0, 1, 2});
    assertThat(fair.extras()).isZero();
    assertThat(fair.share(0)).isCloseTo(30, EXACT); // 40 by weight, but zone 0 cannot hold 160
    assertThat(fair.share(4)).isCloseTo(60, EXACT);
  }

  @Test
  void everyZoneHoldsARangeOnceWhereThereAreTooFew() {
    FairShares fair =
        new FairShares(120, 3, new double[] {1, 1, 1, 1, 1}, new int[] {0, 0, 0, 0, 1});
    assertThat(fair.extras()).isEqualTo(1);
    assertThat(fair.share(4)).isCloseTo(120, EXACT);
    assertThat(fair.share(0)).isCloseTo(60, EXACT);
  }

  @Test
  void boundsStretchWhereThatGivesZonesRoom() {
    // 1.05 × 161.7 is 169, and six nodes hold 1014 of 1024 ranges; 1.06 × makes it 171 and 1026.
    FairShares fair = new FairShares(1024, 3, equal(19), zones(7, 6, 6));
    assertThat(fair.bounds()).containsOnly(171);
  }

  @Test
  void whereStretchedBoundsDoNotSufficeTheyFollowTheSharesByZone() {
    // Even 1.06 × 41.1 or one more (43) is too little for four nodes to hold 192 ranges.
    FairShares fair = new FairShares(192, 3, equal(14), zones(5, 5, 4));
    assertThat(fair.share(13)).isCloseTo(48, EXACT);
    assertThat(fair.bounds()[13]).isEqualTo(50);
    assertThat(fair.share(0)).isCloseTo(38.4, EXACT);
    assertThat(fair.bounds()[0]).isEqualTo(40);
  }

  private static double[] equal(int nodes) {
    double[] weights = new double[nodes];
    Arrays.fill(weights, 1);
    return weights;
  }

  private static int[] zones(int... sizes) {
    return IntStream.range(0, sizes.length)
        .flatMap(zone -> IntStream.generate(() -> zone).limit(sizes[zone]))
        .toArray();
  }
}
