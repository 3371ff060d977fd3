package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.Key;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.Version;
import org.junit.jupiter.api.Test;

class RowCacheTest {
  private static final Key KEY = Key.of("carts", "k");

  private final RowCache cache = new RowCache(1 << 20);

  private static Siblings set(int valueBytes) {
    Version version =
        new Version(
            new Dot(Dot.FIRST_RANDOM, 1),
            1,
            false,
            false,
            0,
            "text/plain",
            "",
            new byte[valueBytes]);
    return Siblings.EMPTY.write(Context.EMPTY, version);
  }

  @Test
  void whatACopyWasToldItKnows() {
    RowCache.OfCopy copy = cache.ofCopy();
    assertThat(copy.get(KEY)).isNull();
    Siblings set = set(10);
    copy.put(KEY, set);
    assertThat(copy.get(KEY)).isSameAs(set);
    assertThat(cache.figures().hits()).isEqualTo(1);
    assertThat(cache.figures().misses()).isEqualTo(1);
    assertThat(cache.figures().bytes()).isPositive();
  }

  @Test
  void anotherStartOfTheSameCopyKnowsNothingOfIt() {
    cache.ofCopy().put(KEY, set(10));
    assertThat(cache.ofCopy().get(KEY)).isNull();
  }

  @Test
  void aKeyThatWasWrittenIsNotKept() {
    RowCache.OfCopy copy = cache.ofCopy();
    copy.put(KEY, set(10));
    copy.drop(KEY);
    assertThat(copy.get(KEY)).isNull();
  }

  @Test
  void aSetThatIsTooLargeIsNotKept() {
    RowCache.OfCopy copy = cache.ofCopy();
    copy.put(KEY, set(1 << 17));
    assertThat(copy.get(KEY)).isNull();
  }

  @Test
  void itsSizeIsBounded() {
    RowCache.OfCopy copy = cache.ofCopy();
    for (int i = 0; i < 5000; i++) {
      copy.put(Key.of("carts", "k" + i), set(1000));
    }
    assertThat(cache.figures().bytes()).isBetween(1L << 18, 1L << 20);
  }

  @Test
  void ofNoBytesItKeepsNothing() {
    RowCache.OfCopy none = new RowCache(0).ofCopy();
    none.put(KEY, set(10));
    assertThat(none.get(KEY)).isNull();
  }
}
