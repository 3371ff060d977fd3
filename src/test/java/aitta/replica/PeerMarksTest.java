package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.MalformedException;
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
    assertThat(recalled.of(3, A)).isEqualTo(new Heard(11, 5));
    assertThat(recalled.of(3, B)).isEqualTo(new Heard(12, 1L << 40));
    assertThat(recalled.of(200, A)).isEqualTo(new Heard(-13, 7));
    assertThat(recalled.of(200, B)).isNull();
    assertThat(recalled.encode()).isEqualTo(marks.encode());
  }

  @Test
  void ofOneLifeTheLaterStateIsRecalledInWhicheverOrder() {
    marks.recall(3, A, new Heard(11, 5));
    marks.recall(3, A, new Heard(11, 9));
    marks.recall(3, A, new Heard(11, 7));
    assertThat(marks.of(3, A)).isEqualTo(new Heard(11, 9));
  }

  /** The one that is wrong could let a copy pass that has lost something. */
  @Test
  void ofTwoLivesNeitherIsRecalledUntilThePeerSaysMore() {
    marks.recall(3, A, new Heard(11, 5));
    marks.recall(3, A, new Heard(12, 9));
    assertThat(marks.of(3, A).life()).isNotIn(11L, 12L);
    PeerMarks again = new PeerMarks();
    again.recall(marks.encode());
    again.recall(3, A, new Heard(11, 5));
    assertThat(again.of(3, A).life()).isNotEqualTo(11);
    again.heard(3, A, 12, 10);
    assertThat(again.of(3, A)).isEqualTo(new Heard(12, 10));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    marks.heard(3, A, 11, 5);
    byte[] bytes = marks.encode();
    assertThatThrownBy(() -> new PeerMarks().recall(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(MalformedException.class);
    bytes[0] = 2;
    assertThatThrownBy(() -> new PeerMarks().recall(bytes)).hasMessageContaining("format 2");
  }
}
