package aitta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HotKeysTest {
  private static final Key HOT = Key.of("carts", "celebrity");

  private final HotKeys keys = new HotKeys(0);
  private final List<HotKeys.Hot> found = new ArrayList<>();

  /** {@code count} requests within {@code windows} windows, {@code share} of them for one key. */
  private void ask(int count, double share, int windows) {
    Random random = new Random(3);
    for (int i = 0; i < count; i++) {
      Key key = random.nextDouble() < share ? HOT : Key.of("carts", "k" + random.nextInt(100_000));
      keys.asked(key, i * windows * HotKeys.WINDOW_NANOS / count).ifPresent(found::add);
    }
  }

  @Test
  void keyThatTakesAThirdOfAllRequestsIsFoundAmongAHundredThousand() {
    ask(60_000, 0.33, 3);
    assertThat(found).hasSize(2).allMatch(hot -> hot.key().equals(HOT));
    assertThat(found.get(0).share()).isBetween(0.28, 0.38);
    assertThat(found.get(0).perSecond()).isBetween(550L, 800L);
    assertThat(keys.share(3 * HotKeys.WINDOW_NANOS)).isBetween(0.28, 0.38);
  }

  @Test
  void nothingStandsOutWhereAllKeysAreAlike() {
    ask(60_000, 0, 3);
    assertThat(found).isEmpty();
    assertThat(keys.share(3 * HotKeys.WINDOW_NANOS)).isZero();
  }

  @Test
  void keyThatIsAloneButSeldomIsNoBurden() {
    ask(3_000, 1, 3);
    assertThat(found).isEmpty();
  }

  @Test
  void whatWasHotIsForgottenWhenNobodyAsksAnyMore() {
    ask(60_000, 0.5, 3);
    assertThat(keys.share(10 * HotKeys.WINDOW_NANOS)).isZero();
  }
}
