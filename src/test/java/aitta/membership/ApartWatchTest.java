package aitta.membership;

import static aitta.membership.Samples.addresses;
import static aitta.membership.Samples.at;
import static aitta.membership.Samples.id;
import static aitta.membership.Samples.joined;
import static aitta.membership.Samples.up;
import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ApartWatchTest {
  private final Status small = joined(3, "r", up(3));
  private final Status large = joined(1, "r", up(1), up(2));

  private static ApartWatch watch(int self) {
    return new ApartWatch(id(self), addresses(1, 2));
  }

  @Test
  void theSmallerSideGoesOverOnceTwoAnswersSayTheSame() {
    ApartWatch watch = watch(3);
    assertThat(watch.hear(small, large)).isEqualTo(ApartWatch.Nothing.INSTANCE);
    assertThat(watch.hear(small, large)).isInstanceOf(ApartWatch.GiveUp.class);
  }

  @Test
  void aMomentOfDisagreementIsForgotten() {
    ApartWatch watch = watch(3);
    Status together = joined(3, "r", up(1), up(2), up(3));
    Status knowsAll = joined(1, "r", up(1), up(2), up(3));
    watch.hear(small, large);
    assertThat(watch.hear(together, knowsAll)).isEqualTo(ApartWatch.Nothing.INSTANCE);
    assertThat(watch.hear(small, large)).isEqualTo(ApartWatch.Nothing.INSTANCE);
  }

  @Test
  void theLargerSideStays() {
    ApartWatch watch = watch(1);
    watch.hear(large, small);
    assertThat(watch.hear(large, small)).isEqualTo(ApartWatch.Nothing.INSTANCE);
  }

  @Test
  void ofTwoRingsTheSmallerClusterWhoseSeedsLeadAstrayEnds() {
    Status other = joined(1, "q", up(1), up(2));
    ApartWatch watch = watch(3);
    watch.hear(small, other);
    assertThat(watch.hear(small, other))
        .asInstanceOf(InstanceOfAssertFactories.type(ApartWatch.Foreign.class))
        .satisfies(
            foreign -> {
              assertThat(foreign.ends()).isTrue();
              assertThat(foreign.reason()).contains("ring r", "ring q", at(1).toString());
            });
  }

  @Test
  void aForeignRingThatNoSeedLedToDoesNotEndANode() {
    Status stranger = joined(9, "q", up(8), up(9));
    ApartWatch watch = watch(3);
    watch.hear(small, stranger);
    assertThat(watch.hear(small, stranger))
        .asInstanceOf(InstanceOfAssertFactories.type(ApartWatch.Foreign.class))
        .extracting(ApartWatch.Foreign::ends)
        .isEqualTo(false);
  }
}
