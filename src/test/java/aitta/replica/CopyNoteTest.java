package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.NodeId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CopyNoteTest {
  private static final Map<NodeId, Heard> HEARD =
      Map.of(new NodeId("n2"), new Heard(-7, 300, 2), new NodeId("n3"), new Heard(8, 0, 1));

  @Test
  void itIsReadAsItWasWritten() {
    CopyNote note = new CopyNote(new Figures(3, 1 << 20), -5, 17, 4, HEARD);
    assertThat(CopyNote.decode(note.encode())).isEqualTo(note);
    assertThat(CopyNote.decode(new byte[0])).isEqualTo(CopyNote.NONE);
  }

  @Test
  void oneOfTheFirstFormatClaimsNothing() {
    byte[] first =
        new Output(64)
            .putByte(1)
            .putVarint(3)
            .putVarint(99)
            .putLong(-5)
            .putVarint(4)
            .putVarint(1)
            .putString("n2")
            .putLong(-7)
            .putVarint(300)
            .toBytes();
    assertThat(CopyNote.decode(first))
        .isEqualTo(
            new CopyNote(
                new Figures(3, 99), -5, 0, 4, Map.of(new NodeId("n2"), new Heard(-7, 300, 0))));
  }

  @Test
  void oneOfTheSecondDoesNotSayWhichLifeItHasHeardOf() {
    byte[] second =
        new Output(64)
            .putByte(2)
            .putVarint(3)
            .putVarint(99)
            .putLong(-5)
            .putVarint(17)
            .putVarint(4)
            .putVarint(1)
            .putString("n2")
            .putLong(-7)
            .putVarint(300)
            .toBytes();
    assertThat(CopyNote.decode(second))
        .isEqualTo(
            new CopyNote(
                new Figures(3, 99), -5, 17, 4, Map.of(new NodeId("n2"), new Heard(-7, 300, 0))));
  }

  @Test
  void anotherFormatIsNamed() {
    assertThatThrownBy(() -> CopyNote.decode(new byte[] {4, 0}))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("format 4");
  }
}
