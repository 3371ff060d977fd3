package aitta.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputTest {
  @Test
  void everythingComesBackInItsOrder() {
    byte[] bytes =
        new Output(0)
            .putByte(255)
            .putLong(Long.MIN_VALUE)
            .putVarint(-1)
            .putBytes(new byte[] {1, 2})
            .putString("ä 水 𝄞")
            .putRaw(new byte[] {3})
            .toBytes();
    Input in = new Input(bytes);
    assertThat(in.getByte()).isEqualTo(255);
    assertThat(in.getLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(in.getVarint()).isEqualTo(-1);
    assertThat(in.getBytes()).containsExactly(1, 2);
    assertThat(in.getString()).isEqualTo("ä 水 𝄞");
    assertThat(in.getRaw(1)).containsExactly(3);
    in.expectEnd();
  }

  @Test
  void varintsOfEveryMagnitudeComeBackInTheSizeForetold() {
    SplittableRandom random = new SplittableRandom(1);
    for (int bits = 0; bits <= 64; bits++) {
      for (int i = 0; i < 200; i++) {
        long value = bits == 0 ? 0 : random.nextLong() >>> 64 - bits;
        byte[] bytes = new Output(0).putVarint(value).toBytes();
        assertThat(bytes).as("%d", value).hasSize(Output.varintSize(value));
        assertThat(new Input(bytes).getVarint()).isEqualTo(value);
        byte[] big = new Output(0).putLong(value).toBytes();
        assertThat(new Input(big).getLong()).isEqualTo(value);
      }
    }
    assertThat(Output.varintSize(0)).isEqualTo(1);
    assertThat(Output.varintSize(127)).isEqualTo(1);
    assertThat(Output.varintSize(128)).isEqualTo(2);
    assertThat(Output.varintSize(-1)).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8000", // zero in two bytes
        "ff00",
        "ffffffffffffffffff02", // bit 65
        "ffffffffffffffffff7f",
        "ffffffffffffffffffff01",
        "80808080808080808080",
        "80",
        ""
      })
  void aNumberInAnyOtherFormIsMalformed(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new Input(bytes).getVarint());
  }

  @Test
  void whateverIsCutShortIsMalformed() {
    byte[] bytes = new Output(0).putString("text").toBytes();
    for (int cut = 0; cut < bytes.length; cut++) {
      Input in = new Input(Arrays.copyOf(bytes, cut));
      assertThatThrownBy(in::getString).isInstanceOf(MalformedException.class);
    }
    assertThatThrownBy(new Input(new byte[7])::getLong).isInstanceOf(MalformedException.class);
    assertThatThrownBy(new Input(new byte[0])::getByte).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new Input(bytes).getRaw(6)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new Input(bytes).getRaw(-1)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new Input(bytes).expectEnd()).hasMessageContaining("5 bytes too many");
  }

  @Test
  void lengthsThatCannotBeAreRefusedBeforeAnythingIsMadeForThem() {
    long[] lengths = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, Integer.MAX_VALUE, 9};
    for (long length : lengths) {
      byte[] bytes = new Output(0).putVarint(length).putLong(0).toBytes();
      for (Function<Input, Object> read :
          Arrays.<Function<Input, Object>>asList(
              Input::getBytes, Input::getString, in -> in.getCount(1), in -> in.getCount(0))) {
        assertThatThrownBy(() -> read.apply(new Input(bytes)))
            .as("%d", length)
            .isInstanceOf(MalformedException.class);
      }
    }
    byte[] two = new Output(0).putVarint(2).putLong(0).toBytes();
    assertThat(new Input(two).getCount(4)).isEqualTo(2);
    assertThatThrownBy(() -> new Input(two).getCount(5)).hasMessageContaining("count of 2");
  }

  @Test
  void readsNothingOutsideItsPartOfTheArray() {
    byte[] bytes = {1, 2, 3, 4};
    Input in = new Input(bytes, 1, 2);
    assertThat(in.remaining()).isEqualTo(2);
    assertThat(in.getByte()).isEqualTo(2);
    assertThat(in.getByte()).isEqualTo(3);
    assertThatThrownBy(in::getByte).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new Input(bytes, 3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new Input(bytes, -1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new Input(bytes, 1, Integer.MAX_VALUE))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void whatWasTakenFromAnOutputDoesNotChangeAsItGrows() {
    for (int size = 0; size < 40; size++) {
      Output out = new Output(16);
      out.putRaw(new byte[size]);
      byte[] taken = out.toBytes();
      out.putByte(7);
      assertThat(taken).isEqualTo(new byte[size]);
      assertThat(out.size()).isEqualTo(size + 1);
      assertThat(out.toBytes()).hasSize(size + 1).endsWith(7);
    }
  }
}
