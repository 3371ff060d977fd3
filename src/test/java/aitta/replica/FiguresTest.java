package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.MalformedException;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.Version;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final long WRITER = 1L << 20;

  @Test
  void aKeyCountsOnceHoweverManyVersionsItHas() {
    Siblings one = Writes.set(WRITER, 1, "abc");
    Siblings two = Writes.plus(one, WRITER, 2, "defgh");
    Figures figures = Figures.NONE.changed(Siblings.EMPTY, one);
    assertThat(figures).isEqualTo(new Figures(1, 3));
    assertThat(figures.changed(one, two)).isEqualTo(new Figures(1, 8));
    assertThat(figures.changed(one, two).changed(two, one)).isEqualTo(figures);
  }

  @Test
  void aKeyThatWasDeletedDoesNotCount() {
    Siblings one = Writes.set(WRITER, 1, "abc");
    Version tombstone = Version.tombstone(new Dot(WRITER, 2), 9L << 16, false);
    Siblings gone = one.write(one.context(), tombstone);
    Siblings beside = one.write(Context.EMPTY, tombstone);
    assertThat(new Figures(1, 3).changed(one, gone)).isEqualTo(Figures.NONE);
    assertThat(new Figures(1, 3).changed(one, beside)).isEqualTo(new Figures(1, 3));
  }

  @Test
  void readsWhatItWrote() {
    Figures figures = new Figures(300, 1L << 40);
    assertThat(Figures.decode(figures.encode())).isEqualTo(figures);
    assertThat(Figures.decode(new byte[0])).isEqualTo(Figures.NONE);
  }

  @Test
  void formatOneStaysReadable() {
    byte[] bytes = HexFormat.of().parseHex("01ac02808080808020");
    assertThat(Figures.decode(bytes)).isEqualTo(new Figures(300, 1L << 40));
    assertThat(new Figures(300, 1L << 40).encode()).isEqualTo(bytes);
  }

  @Test
  void refusesWhatIsCutShortTooLongOrOfAnotherFormat() {
    byte[] bytes = new Figures(300, 1L << 40).encode();
    for (int length = 1; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Figures.decode(cut)).isInstanceOf(MalformedException.class);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> Figures.decode(longer)).isInstanceOf(MalformedException.class);
    bytes[0] = 2;
    assertThatThrownBy(() -> Figures.decode(bytes)).isInstanceOf(MalformedException.class);
  }
}
