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

  /** Up to where the formats differ. */
  private static Output begun(int format) {
    return new Output(64).putByte(format).putVarint(3).putVarint(99).putLong(-5);
  }

  /** From there on, of the first and the second format. */
  private static void requireRead(Output begun, long claim) {
    begun.putVarint(4).putVarint(1).putString("n2").putLong(-7).putVarint(300);
    assertThat(CopyNote.decode(begun.toBytes()))
        .isEqualTo(
            new CopyNote(
                new Figures(3, 99), -5, claim, 4, Map.of(new NodeId("n2"), new Heard(-7, 300, 0))));
  }

  @Test
  void oneOfTheFirstFormatClaimsNothing() {
    requireRead(begun(1), 0);
  }

  @Test
  void oneOfTheSecondDoesNotSayWhichLifeItHasHeardOf() {
    requireRead(begun(2).putVarint(17), 17);
  }

  @Test
  void anotherFormatIsNamed() {
    assertThatThrownBy(() -> CopyNote.decode(new byte[] {4, 0}))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("format 4");
  }
}
