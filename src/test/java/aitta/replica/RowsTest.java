package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.MalformedException;
import aitta.model.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
  private static final HexFormat HEX = HexFormat.of();

  /** In order: a bucket's keys lie together, and a bucket before those it is the beginning of. */
  private static final List<Key> KEYS =
      List.of(
          new Key("a", new byte[] {0}),
          new Key("a", new byte[] {0, 0}),
          new Key("a", new byte[] {1}),
          Key.of("a", "a"),
          new Key("a", new byte[] {(byte) 0xff, 0}),
          new Key("a", new byte[] {(byte) 0xff, (byte) 0xff}),
          Key.of("a-b", "a"),
          Key.of("aa", "a"),
          Key.of("b".repeat(128), "x".repeat(1024)));

  @Test
  void aKeyComesBackFromItsRow() {
    for (Key key : KEYS) {
      assertThat(Rows.keyOf(Rows.of(key))).isEqualTo(key);
    }
  }

  @Test
  void rowsAreInTheOrderOfKeys() {
    List<byte[]> rows = new ArrayList<>(KEYS.stream().map(Rows::of).toList());
    rows.sort(Arrays::compareUnsigned);
    assertThat(rows.stream().map(Rows::keyOf)).isEqualTo(KEYS);
  }

  @Test
  void thePromiseLiesBelowAllKeys() {
    for (Key key : KEYS) {
      assertThat(Arrays.compareUnsigned(Rows.PROMISE, Rows.of(key))).isNegative();
    }
  }

  @Test
  void rowsAndBallotsOfFormatOneStayAsTheyAre() {
    assertThat(HEX.formatHex(Rows.of(Key.of("ab", "ä")))).isEqualTo("616200c3a4");
    assertThat(HEX.formatHex(Rows.PROMISE)).isEqualTo("0070");
    assertThat(HEX.formatHex(Rows.ballot(300))).isEqualTo("ac02");
    assertThat(Rows.ballot(HEX.parseHex("ac02"))).isEqualTo(300);
  }

  @Test
  void noRowMeansNoBallot() {
    assertThat(Rows.ballot(null)).isZero();
    assertThat(Rows.ballot(Rows.ballot(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aBallotCutShortOrTooLongIsRefused() {
    assertThatThrownBy(() -> Rows.ballot(new byte[] {(byte) 0xac}))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Rows.ballot(new byte[] {1, 1})).isInstanceOf(MalformedException.class);
  }
}
