package aitta.hint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.MalformedException;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.replica.Writes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Names and values of hints as they lie in data directories. */
class HintFormatTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final long WRITER = 0x0123456789abcdefL;
  private static final HintId ID = new HintId(new NodeId("node-1"), Key.of("bucket", "ä"));
  private static final Hint HINT =
      new Hint(1_800_000_000_000L, Writes.plus(Writes.set(WRITER, 1, "one"), WRITER, 300, "two"));

  /** The file never changes: a new format gets one of its own. */
  @Test
  void hintsOfFormatOneAreRead() throws IOException {
    Properties file = new Properties();
    try (InputStream in = HintFormatTest.class.getResourceAsStream("format-1.properties")) {
      file.load(in);
    }
    byte[] row = HEX.parseHex(file.getProperty("row"));
    byte[] hint = HEX.parseHex(file.getProperty("hint"));
    byte[] note = HEX.parseHex(file.getProperty("note"));
    assertThat(HintId.ofRow(row)).isEqualTo(ID);
    assertThat(Hint.decode(hint)).isEqualTo(HINT);
    assertThat(new HintState(note, Map.of(), 1).bytes()).isEqualTo(300);
    assertThat(ID.row()).isEqualTo(row);
    assertThat(HINT.encode()).isEqualTo(hint);
  }

  @Test
  void aHintCutShortTooLongOrOfAnotherFormatIsRefused() {
    byte[] whole = HINT.encode();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Hint.decode(cut))
          .as("%d bytes", length)
          .isInstanceOf(MalformedException.class);
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThatThrownBy(() -> Hint.decode(longer)).isInstanceOf(MalformedException.class);
    whole[0] = 2;
    assertThatThrownBy(() -> Hint.decode(whole)).hasMessageContaining("format 2");
  }

  @Test
  void theSizeOfAHintIsWithinItsBound() {
    assertThat(HINT.encode().length).isLessThanOrEqualTo(HINT.sizeBound());
  }

  @Test
  void hintsOfOneTargetLieTogetherWhateverTheNamesOfOthers() {
    List<byte[]> rows = new ArrayList<>();
    for (String target : List.of("a", "aa", "b", "a-1", "x".repeat(64))) {
      for (String name : List.of("a", "\u00ff", "z")) {
        rows.add(new HintId(new NodeId(target), Key.of("bucket", name)).row());
      }
    }
    rows.sort(Arrays::compareUnsigned);
    List<NodeId> targets = rows.stream().map(row -> HintId.ofRow(row).target()).toList();
    for (int i = 0; i < targets.size(); i += 3) {
      assertThat(targets.subList(i, i + 3)).containsOnly(targets.get(i));
    }
    for (byte[] row : rows) {
      byte[] prefix = HintId.prefix(HintId.ofRow(row).target());
      assertThat(Arrays.copyOf(row, prefix.length)).isEqualTo(prefix);
    }
  }
}
