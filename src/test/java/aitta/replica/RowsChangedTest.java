package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.storage.RowChange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsChangedTest {
  /** One row of each kind: a value, an empty value, a row that goes, a value above 127 bytes. */
  private static final RowsChanged SAMPLE =
      new RowsChanged(
          List.of(
              RowChange.put(bytes("bucket\0key"), bytes("value")),
              RowChange.put(new byte[] {0}, new byte[0]),
              RowChange.delete(new byte[] {(byte) 0xff, 0}),
              RowChange.put(bytes("long"), bytes("0123456789".repeat(20)))),
          new byte[] {1, 2, 3});

  @Test
  void readsWhatItWrote() {
    requireSame(RowsChanged.decode(SAMPLE.encode()), SAMPLE);
    RowsChanged empty = new RowsChanged(List.of(), new byte[0]);
    requireSame(RowsChanged.decode(empty.encode()), empty);
  }

  /** The file never changes: a new format gets one of its own. */
  @Test
  void anEventOfFormatOneIsRead() throws IOException {
    byte[] file = HexFormat.of().parseHex(read("rows-changed-1.txt").replaceAll("#.*|\\s", ""));
    requireSame(RowsChanged.decode(file), SAMPLE);
    assertThat(SAMPLE.encode()).isEqualTo(file);
  }

  @Test
  void anEventCutShortAnywhereIsRefused() {
    byte[] whole = SAMPLE.encode();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> RowsChanged.decode(cut))
          .as("%d bytes", length)
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void whatComesBehindAnEventIsRefused() {
    byte[] whole = SAMPLE.encode();
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThatThrownBy(() -> RowsChanged.decode(longer)).isInstanceOf(MalformedException.class);
  }

  @Test
  void anotherFormatIsRefusedAndNamed() {
    byte[] bytes = SAMPLE.encode();
    bytes[0] = 2;
    assertThatThrownBy(() -> RowsChanged.decode(bytes))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("format 2");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, RowChange.MAX_ROW_BYTES + 1})
  void aRowWithANameThatNoRowHasIsRefused(int length) {
    byte[] bytes =
        new Output(0)
            .putByte(1)
            .putBytes(new byte[0])
            .putVarint(1)
            .putBytes(new byte[length])
            .putVarint(0)
            .toBytes();
    assertThatThrownBy(() -> RowsChanged.decode(bytes)).isInstanceOf(MalformedException.class);
  }

  private static void requireSame(RowsChanged read, RowsChanged written) {
    assertThat(read.note()).isEqualTo(written.note());
    assertThat(read.changes()).hasSameSizeAs(written.changes());
    for (int i = 0; i < written.changes().size(); i++) {
      assertThat(read.changes().get(i).row()).isEqualTo(written.changes().get(i).row());
      assertThat(read.changes().get(i).value()).isEqualTo(written.changes().get(i).value());
    }
  }

  private static String read(String name) throws IOException {
    try (InputStream in = RowsChangedTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
