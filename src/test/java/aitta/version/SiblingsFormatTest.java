package aitta.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The bytes of sets and summaries, whole and damaged. Round trips: also {@link HistoryTest}. */
class SiblingsFormatTest {
  private static final Collection<Siblings> SAMPLES = Samples.sets().values();

  @Test
  void everySetComesBackWithinTheBound() {
    for (Siblings set : SAMPLES) {
      byte[] bytes = SiblingsFormat.encode(set);
      assertThat(SiblingsFormat.decode(bytes)).isEqualTo(set);
      assertThat(bytes.length).isLessThanOrEqualTo(SiblingsFormat.sizeBound(set));
    }
  }

  @Test
  void setsFollowEachOtherInOneInput() {
    Output out = new Output(0);
    SAMPLES.forEach(set -> SiblingsFormat.write(set, out));
    Input in = new Input(out.toBytes());
    SAMPLES.forEach(set -> assertThat(SiblingsFormat.read(in)).isEqualTo(set));
    in.expectEnd();
  }

  @Test
  void everySummaryComesBack() {
    for (Siblings set : SAMPLES) {
      Input in = new Input(summaryBytes(set));
      assertThat(Summary.readFrom(in)).isEqualTo(set.summary());
      in.expectEnd();
    }
  }

  @Test
  void everyCutIsMalformed() {
    for (Siblings set : SAMPLES) {
      byte[] bytes = SiblingsFormat.encode(set);
      byte[] summary = summaryBytes(set);
      for (int cut = 0; cut < bytes.length; cut++) {
        byte[] part = Arrays.copyOf(bytes, cut);
        assertThatThrownBy(() -> SiblingsFormat.decode(part))
            .isInstanceOf(MalformedException.class);
      }
      for (int cut = 0; cut < summary.length; cut++) {
        Input part = new Input(summary, 0, cut);
        assertThatThrownBy(() -> Summary.readFrom(part)).isInstanceOf(MalformedException.class);
      }
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertThatThrownBy(() -> SiblingsFormat.decode(longer))
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void everyChangedByteIsMalformedOrMakesALawfulSet() {
    for (Siblings set : SAMPLES) {
      forEveryChangedByte(SiblingsFormat.encode(set), bytes -> decodeDamaged(bytes, set));
      forEveryChangedByte(summaryBytes(set), SiblingsFormatTest::readDamagedSummary);
    }
  }

  @Test
  void garbageIsMalformedOrMakesALawfulSet() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      for (int j = random.nextInt(8); j > 0 && bytes.length > 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(3); // else it ends at once
      }
      if (bytes.length > 0) {
        bytes[0] = 1;
      }
      decodeDamaged(bytes, Siblings.EMPTY);
      readDamagedSummary(bytes);
    }
  }

  @Test
  void damageNeverMakesTheReaderAskForMuchMemory() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Siblings set = Samples.sets().get("siblings");
    forEveryChangedByte(
        SiblingsFormat.encode(set),
        bytes -> {
          long before = threads.getCurrentThreadAllocatedBytes();
          decodeDamaged(bytes, set);
          assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(256 << 10);
        });
  }

  @Test
  void anotherFormatIsNamed() {
    byte[] bytes = SiblingsFormat.encode(Siblings.EMPTY);
    bytes[0] = 9;
    assertThatThrownBy(() -> SiblingsFormat.decode(bytes)).hasMessageContaining("format 9");
  }

  @Test
  void aVersionThatCouldNotBeReadBackIsNotMade() {
    Dot dot = new Dot(0x10000, 1);
    assertThatThrownBy(() -> new Version(dot, 1, false, true, 0, "a/b", "", new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Version(dot, 1, false, false, -1, "a/b", "", new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void decodeDamaged(byte[] bytes, Siblings original) {
    Siblings set;
    try {
      set = SiblingsFormat.decode(bytes);
    } catch (MalformedException e) {
      return; // as it should
    }
    Siblings both = set.join(original);
    boolean lawful =
        SiblingsFormat.decode(SiblingsFormat.encode(set)).equals(set)
            && SiblingsFormat.decode(SiblingsFormat.encode(both)).equals(both)
            && set.join(set).equals(set)
            && set.join(Siblings.EMPTY).equals(set)
            && Siblings.EMPTY.join(set).equals(set)
            && both.summary().equals(original.join(set).summary())
            && both.includes(set)
            && both.includes(original);
    assertThat(lawful).as("%s", set).isTrue();
  }

  private static void readDamagedSummary(byte[] bytes) {
    Summary summary;
    try {
      summary = Summary.readFrom(new Input(bytes));
    } catch (MalformedException e) {
      return; // as it should
    }
    assertThat(summary.includes(summary) && !summary.lacksVersionOf(summary))
        .as("%s", summary)
        .isTrue();
  }

  private static void forEveryChangedByte(byte[] bytes, Consumer<byte[]> check) {
    for (int at = 0; at < bytes.length; at++) {
      for (int change = 1; change < 256; change++) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) change;
        check.accept(changed);
      }
    }
  }

  private static byte[] summaryBytes(Siblings set) {
    Output out = new Output(0);
    set.summary().writeTo(out);
    return out.toBytes();
  }
}
