package aitta.setaside;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.HybridTime;
import aitta.version.Siblings;
import aitta.version.Version;
import org.junit.jupiter.api.Test;

/** What a removed node had is brought back, unless it may be what was deleted and forgotten. */
class OfferTest {
  private static final long CUT_OFF = 1; // the writer that was removed
  private static final long OTHER = 2;
  private static final long THIRD = 3;
  private static final long KEPT_SINCE = 1_000_000;
  private static final long OLD = KEPT_SINCE - 10;
  private static final long YOUNG = KEPT_SINCE + 10;

  private static Version value(Dot dot, long millis) {
    return new Version(
        dot, HybridTime.ofMillis(millis), false, false, 0, Version.DEFAULT_TYPE, "", new byte[3]);
  }

  private static Siblings written(Siblings before, Dot dot, long millis) {
    return before.write(before.context(), value(dot, millis));
  }

  private static Siblings deleted(Siblings before, Dot dot, long millis) {
    return before.write(
        before.context(), Version.tombstone(dot, HybridTime.ofMillis(millis), false));
  }

  private static Offer offer(Siblings held, Siblings known, long oldMark, long mark) {
    return Offer.of(held, known, oldMark, mark, KEPT_SINCE);
  }

  @Test
  void whatOwnersKnowIsPassedOver() {
    Siblings old = written(Siblings.EMPTY, new Dot(CUT_OFF, 1), OLD);
    assertThat(offer(old, old, 3, 9)).isEqualTo(Offer.KNOWN);
    assertThat(offer(old, written(old, new Dot(OTHER, 1), YOUNG), 3, 9)).isEqualTo(Offer.KNOWN);
    assertThat(offer(old, deleted(old, new Dot(OTHER, 1), YOUNG), 3, 9)).isEqualTo(Offer.KNOWN);
    assertThat(offer(Siblings.EMPTY, Siblings.EMPTY, 3, 9)).isEqualTo(Offer.KNOWN);
  }

  @Test
  void whereNothingWasForgottenSinceAllIsBroughtBack() {
    Siblings old = written(Siblings.EMPTY, new Dot(CUT_OFF, 1), OLD);
    assertThat(offer(old, Siblings.EMPTY, 3, 3)).isEqualTo(Offer.WANTED);
    assertThat(offer(old, Siblings.EMPTY, 0, 0)).isEqualTo(Offer.WANTED);
  }

  /** The owners had it, deleted it, and forgot that. */
  @Test
  void anOldVersionWhoseDeleteMayBeForgottenIsLeft() {
    Siblings old = written(Siblings.EMPTY, new Dot(OTHER, 1), OLD);
    assertThat(offer(old, Siblings.EMPTY, 3, 4)).isEqualTo(Offer.UNPROVEN);
    Siblings againHere = written(Siblings.EMPTY, new Dot(THIRD, 1), YOUNG);
    assertThat(offer(old, againHere, 3, 4)).isEqualTo(Offer.UNPROVEN);
  }

  @Test
  void aVersionThatIsYoungerThanAnyForgottenDeleteIsBroughtBack() {
    Siblings old = written(Siblings.EMPTY, new Dot(OTHER, 1), OLD);
    Siblings overwritten = written(old, new Dot(CUT_OFF, 1), YOUNG);
    assertThat(offer(overwritten, old, 3, 4)).isEqualTo(Offer.WANTED);
    assertThat(offer(overwritten, Siblings.EMPTY, 3, 4)).isEqualTo(Offer.WANTED);
    Siblings beside = old.write(Context.EMPTY, value(new Dot(CUT_OFF, 1), YOUNG));
    assertThat(offer(beside, old, 3, 4)).isEqualTo(Offer.WANTED);
    assertThat(offer(beside, Siblings.EMPTY, 3, 4)).isEqualTo(Offer.UNPROVEN);
  }

  @Test
  void aDeleteBringsNothingBack() {
    Siblings old = written(Siblings.EMPTY, new Dot(OTHER, 1), OLD);
    Siblings gone = deleted(old, new Dot(CUT_OFF, 1), OLD);
    assertThat(offer(gone, old, 3, 4)).isEqualTo(Offer.WANTED);
    assertThat(offer(gone, Siblings.EMPTY, 3, 4)).isEqualTo(Offer.WANTED);
  }
}
