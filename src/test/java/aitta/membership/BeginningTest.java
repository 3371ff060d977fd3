package aitta.membership;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.membership.Ending.Port;
import aitta.membership.Ending.Restart;
import org.junit.jupiter.api.Test;

class BeginningTest {
  @Test
  void eachAttemptToMergeWaitsLongerThanTheOneBefore() {
    assertThat(new Beginning(0, 0, 0).mayMerge(1)).isTrue();
    assertThat(new Beginning(0, 1, 0).mayMerge(14_999)).isFalse();
    assertThat(new Beginning(0, 1, 0).mayMerge(15_000)).isTrue();
    assertThat(new Beginning(0, 2, 0).mayMerge(15_000)).isFalse();
    assertThat(new Beginning(0, 2, 0).mayMerge(30_000)).isTrue();
    assertThat(new Beginning(0, 60, 0).mayMerge(300_000)).isTrue();
  }

  @Test
  void theTimeWithoutServiceGoesOnWhereANodeWasNotAdmitted() {
    Beginning before = new Beginning(-5, 0, 0);
    assertThat(before.after(new Restart(Port.OTHER, false, "")).unservingSinceMillis())
        .isEqualTo(-5);
    Beginning merging = before.after(new Restart(Port.SAME, true, ""));
    assertThat(merging.unservingSinceMillis()).isNotEqualTo(-5);
    assertThat(merging.merges()).isOne();
    assertThat(merging.after(new Restart(Port.SAME, false, "")).merges()).isOne();
  }
}
