package aitta.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
  private static final Set<String> ALL = Set.of("a", "b", "c");

  private static Heartbeats<String> silent(String... silent) {
    return Heartbeats.of(ALL, member -> true, member -> !Set.of(silent).contains(member));
  }

  @Test
  void memberOfWhomNobodySaysAnythingBadCanBeReached() {
    assertThat(silent().isReachable("a", Set.of())).isTrue();
    assertThat(silent("a").isReachable("a", Set.of())).isTrue();
  }

  @Test
  void wordOfTheLivingCounts() {
    assertThat(silent().isReachable("a", Set.of("a"))).isFalse();
  }

  @Test
  void lastWordOfOneThatMayHaveDiedDoesNotCountAgainstOneThatAnswers() {
    assertThat(silent("c").isReachable("a", Set.of("a", "c"))).isTrue();
    assertThat(silent("c").isReachable("c", Set.of("a", "c"))).isFalse();
  }

  @Test
  void ofOneThatGetsNoHeartbeatsOthersKnowMore() {
    Heartbeats<String> heartbeats =
        Heartbeats.of(ALL, member -> member.equals("c"), member -> false);
    assertThat(heartbeats.silent()).containsExactly("c");
    assertThat(heartbeats.isReachable("a", Set.of("a", "c"))).isFalse();
  }
}
