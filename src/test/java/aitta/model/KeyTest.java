package aitta.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class KeyTest {
  @Test
  void tokenIsMd5OfBucketZeroByteName() {
    // printf 'b\0k' | md5sum
    assertThat(Key.of("b", "k").token().toString()).isEqualTo("6e32641b32b6b5240a642b1b41c7c200");
  }

  @Test
  void everyTokenLiesInTheRangeThatItIsSaidToLieIn() {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    for (int count = KeyRange.MIN_COUNT; count <= KeyRange.MAX_COUNT; count *= 2) {
      for (int i = 0; i < 100; i++) {
        Token token = new Token(random.nextLong(), random.nextLong());
        KeyRange range = new KeyRange(KeyRange.indexOf(token, count), count);
        assertThat(range.from()).isLessThanOrEqualTo(token);
        assertThat(range.to()).isGreaterThanOrEqualTo(token);
      }
    }
  }

  @Test
  void rangesCoverTheRingWithoutGapOrOverlap() {
    for (int i = 0; i + 1 < 128; i++) {
      Token end = new KeyRange(i, 128).to();
      Token next = new KeyRange(i + 1, 128).from();
      assertThat(end.low()).isEqualTo(-1L);
      assertThat(next).isEqualTo(new Token(end.high() + 1, 0));
    }
    assertThat(new KeyRange(0, 128).from()).isEqualTo(new Token(0, 0));
    assertThat(new KeyRange(127, 128).to()).isEqualTo(new Token(-1L, -1L));
  }

  @Test
  void namesAreShownPercentEncoded() {
    assertThat(new Key("b", new byte[] {'a', '/', 0, (byte) 0xff, '~'}).encodedName())
        .isEqualTo("a%2F%00%FF~");
  }

  @Test
  void refusesNamesThatCannotBe() {
    assertThatThrownBy(() -> Key.of(".hidden", "k")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Key.of("b", "")).hasMessageContaining("1 to 1024 bytes");
    assertThatThrownBy(() -> new Key("b", new byte[1025])).hasMessageContaining("not 1025");
    assertThat(Key.isLegalBucket("a".repeat(128))).isTrue();
    assertThat(Key.isLegalBucket("a".repeat(129))).isFalse();
  }

  @Test
  void orderIsThatOfUnsignedBytes() {
    assertThat(new Key("b", new byte[] {(byte) 0x80})).isGreaterThan(Key.of("b", "~"));
    assertThat(Key.of("a", "z")).isLessThan(Key.of("b", "a"));
  }
}
