package aitta.version;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.Key;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransplantTest {
  private static final byte[] THERE = bytes("the secret of the old cluster");
  private static final byte[] HERE = bytes("the secret of the new cluster");
  private static final Key KEY = Key.of("locks", "gate");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Version version(long writer, long counter, long time) {
    return new Version(new Dot(writer, counter), time, false, false, 0, "a/b", "", bytes("v"));
  }

  private final Siblings plain = Siblings.EMPTY.write(Context.EMPTY, version(-9, 3, 5));
  private final Siblings conditional =
      plain.write(plain.context(), version(Dot.CONDITIONAL, 1L << 50, 6));

  @Test
  void conditionalWritesOfAnotherClusterDoNotUseUpTheNumbersOfThisOne() {
    Siblings taken = Transplant.from(THERE).of(conditional);
    assertThat(taken.context().highestOf(Dot.CONDITIONAL)).isZero();
    Version here = version(Dot.CONDITIONAL, 1, 7);
    assertThat(taken.write(taken.context(), here).versions()).containsExactly(here);
    assertThat(taken.versions()).hasSize(1);
    assertThat(taken.versions().get(0).value()).isEqualTo(bytes("v"));
    assertThat(SiblingsFormat.decode(SiblingsFormat.encode(taken))).isEqualTo(taken);
  }

  @Test
  void whatHasNoneStaysAsItIsAndTwiceIsOnce() {
    Transplant transplant = Transplant.from(THERE);
    for (Siblings set : Samples.sets().values()) {
      assertThat(transplant.of(set)).isEqualTo(set);
    }
    Siblings once = transplant.of(conditional);
    assertThat(transplant.of(once)).isEqualTo(once);
    assertThat(once.join(transplant.of(conditional))).isEqualTo(once);
  }

  @Test
  void joinsAsItDidBefore() {
    Transplant transplant = Transplant.from(THERE);
    Siblings beside = plain.write(Context.EMPTY, version(-7, 1, 8));
    assertThat(transplant.of(conditional).join(transplant.of(beside)))
        .isEqualTo(transplant.of(conditional.join(beside)));
  }

  @Test
  void aContextGivenOutThereCoversHereWhatItCoveredThere() throws InvalidContextException {
    String token = new ContextTokens(List.of(THERE)).encode(KEY, conditional.seen());
    Seen seen = new ContextTokens(List.of(HERE, THERE)).decode(KEY, token);
    Siblings taken = Transplant.from(THERE).of(conditional);
    Version next = version(-3, 1, 9);
    assertThat(taken.write(seen.context(), next).versions()).containsExactly(next);
    String own = new ContextTokens(List.of(HERE, THERE)).encode(KEY, taken.seen());
    assertThat(new ContextTokens(List.of(HERE, THERE)).decode(KEY, own)).isEqualTo(taken.seen());
  }
}
