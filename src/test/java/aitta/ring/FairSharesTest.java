package aitta.ring;

import static org.assertj.core.api.Assertions.assertThat;

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
  void boundsStretchBeforeZonesTakeOver() {
    // By 1.05 × 38.4 the two zones of five nodes could hold 200 of 192 each, the zone of four 160:
    // so it must stretch, to 1.06 × or one more (40), and even that is not 192: zones take over.
    int[] zones = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2};
    double[] weights = new double[14];
    java.util.Arrays.fill(weights, 1);
    FairShares fair = new FairShares(192, 3, weights, zones);
    assertThat(fair.bounds()[0]).isEqualTo(40);
    assertThat(fair.bounds()[13]).isEqualTo(50);
  }
}
