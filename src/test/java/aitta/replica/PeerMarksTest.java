package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.NodeId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PeerMarksTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private final PeerMarks marks = new PeerMarks();

  @Test
  void allThatWasHeardIsRecalled() {
    marks.heard(3, A, 11, 5);
    marks.heard(3, B, 12, 1L << 40);
    marks.heard(200, A, -13, 7);
    PeerMarks recalled = new PeerMarks();
    recalled.recall(marks.encode());
    assertThat(recalled.of(3, A)).isEqualTo(new Heard(11, 5, 1));
    assertThat(recalled.of(3, B)).isEqualTo(new Heard(12, 1L << 40, 1));
    assertThat(recalled.of(200, A)).isEqualTo(new Heard(-13, 7, 1));
    assertThat(recalled.of(200, B)).isNull();
    assertThat(recalled.encode()).isEqualTo(marks.encode());
  }

  @Test
  void ofOneLifeTheLaterStateIsRecalledInWhicheverOrder() {
    marks.recall(3, A, new Heard(11, 5, 2));
    marks.recall(3, A, new Heard(11, 9, 2));
    marks.recall(3, A, new Heard(11, 7, 2));
    assertThat(marks.of(3, A)).isEqualTo(new Heard(11, 9, 2));
  }

  /** The one that is wrong could let a copy pass that has lost something. */
  @Test
  void ofTwoLivesNeitherIsRecalledUntilThePeerSaysMore() {
    marks.recall(3, A, new Heard(11, 5, 2));
    marks.recall(3, A, new Heard(12, 9, 2));
    assertThat(marks.of(3, A).life()).isNotIn(11L, 12L);
    PeerMarks again = new PeerMarks();
    again.recall(marks.encode());
    again.recall(3, A, new Heard(11, 5, 2));
    assertThat(again.of(3, A).life()).isNotEqualTo(11);
    again.heard(3, A, 12, 10);
    assertThat(again.of(3, A)).isEqualTo(new Heard(12, 10, 3));
  }

  @Test
  void ofTwoLivesTheOneIsRecalledThatWasHeardOfLater() {
    marks.heard(3, A, 11, 50);
    byte[] before = marks.encode();
    assertThat(marks.heard(3, A, 11, 51)).isFalse();
    assertThat(marks.heard(3, A, 12, 9)).isTrue();
    Heard last = marks.of(3, A);
    assertThat(last).isEqualTo(new Heard(12, 9, 2));
    PeerMarks again = new PeerMarks();
    again.recall(before);
    again.recall(3, A, last);
    assertThat(again.of(3, A)).isEqualTo(last);
    marks.recall(before);
    assertThat(marks.of(3, A)).isEqualTo(last);
  }

  @Test
  void theFirstFormatDoesNotSayWhichLifeItIs() {
    byte[] first =
        new Output(64)
            .putByte(1)
            .putVarint(1)
            .putVarint(3)
            .putVarint(1)
            .putString("a")
            .putLong(11)
            .putVarint(5)
            .toBytes();
    marks.recall(first);
    assertThat(marks.of(3, A)).isEqualTo(new Heard(11, 5, 0));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    marks.heard(3, A, 11, 5);
    byte[] bytes = marks.encode();
    assertThatThrownBy(() -> new PeerMarks().recall(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(MalformedException.class);
    bytes[0] = 3;
    assertThatThrownBy(() -> new PeerMarks().recall(bytes)).hasMessageContaining("format 3");
  }
}
