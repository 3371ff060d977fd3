package aitta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import org.junit.jupiter.api.Test;

class NewerElsewhereTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private final NewerElsewhere newer = new NewerElsewhere();

  private boolean isAt(NodeId owner, long newest, boolean fit) {
    return newer.isAt(owner, new PeerMessage.Stored(1, newest, fit, 0, 0), 10);
  }

  @Test
  void whatHasTheSameTimeIsNotNewer() {
    assertThat(isAt(A, 10, true)).isFalse();
    assertThat(isAt(B, 11, true)).isTrue();
    assertThat(newer.isAt(A, new PeerMessage.Underway(1), 0)).isFalse();
  }

  @Test
  void anOwnerIsHeededOnce_andOnceMoreWhenItHasCaughtUp() {
    assertThat(isAt(A, 11, false)).isTrue();
    assertThat(isAt(A, 12, false)).isFalse();
    assertThat(isAt(A, 13, true)).isTrue();
    assertThat(isAt(A, 14, true)).isFalse();
    assertThat(isAt(B, 15, true)).isTrue();
  }

  @Test
  void ownersAreHeededAnewOfWhatIsSentOnceMore() {
    assertThat(isAt(A, 11, true)).isTrue();
    newer.forget();
    assertThat(isAt(A, 11, true)).isTrue();
  }
}
