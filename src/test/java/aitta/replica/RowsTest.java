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
    assertThat(HEX.formatHex(new Promise(300, -2).encode())).isEqualTo("ac02fffffffffffffffe");
    assertThat(Promise.decode(HEX.parseHex("ac02fffffffffffffffe")))
        .isEqualTo(new Promise(300, -2));
  }

  @Test
  void noRowMeansNoPromise() {
    assertThat(Promise.decode(null)).isEqualTo(Promise.NONE);
    Promise highest = new Promise(Long.MAX_VALUE, -1);
    assertThat(Promise.decode(highest.encode())).isEqualTo(highest);
  }

  @Test
  void aPromiseCutShortOrTooLongIsRefused() {
    byte[] bytes = new Promise(300, 7).encode();
    assertThatThrownBy(() -> Promise.decode(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Promise.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void whatLiesBesideTheKeysLiesBelowThemAndTellsItsOwn() {
    byte[] key = Rows.of(KEYS.get(4));
    assertThat(Rows.keyRowOfListed(Rows.listed(1023, key))).isEqualTo(key);
    assertThat(Rows.keyRowOfDead(Rows.dead(1L << 40, key))).isEqualTo(key);
    assertThat(Rows.leafOf(Rows.leaf(1023))).isEqualTo(1023);
    assertThat(Arrays.compareUnsigned(Rows.leaf(1023), Rows.behind(Rows.leaves()))).isNegative();
    assertThat(Arrays.compareUnsigned(Rows.listed(255, key), Rows.behindListed(255))).isNegative();
    assertThat(Arrays.compareUnsigned(Rows.listed(256, key), Rows.behindListed(255))).isPositive();
    assertThat(Arrays.compareUnsigned(Rows.dead(255, key), Rows.dead(256, key))).isNegative();
    for (byte[] row : List.of(Rows.leaf(7), Rows.listed(7, key), Rows.dead(7, key), Rows.RECLAIM)) {
      assertThat(Arrays.compareUnsigned(row, Rows.FIRST_KEY)).isNegative();
    }
  }
}
