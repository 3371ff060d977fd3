package aitta.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GivingTest {
  private final List<Duration> putOff = new ArrayList<>();
  private int answers;
  private long now;
  private final Giving giving =
      new Giving(
          () -> 1000,
          () -> now,
          (wait, answer) -> {
            putOff.add(wait);
            answer.run();
          });

  @Test
  void whatWasGivenIsPaidForByTheNextAnswers() {
    giving.answer(() -> answers++);
    giving.gave(500);
    giving.answer(() -> answers++);
    assertThat(putOff).containsExactly(Duration.ofMillis(500));
    now += 500_000_000;
    giving.answer(() -> answers++);
    assertThat(putOff).hasSize(1);
    assertThat(answers).isEqualTo(3);
  }

  @Test
  void nobodyIsPutOffForMoreThanASecond() {
    giving.gave(1_000_000);
    giving.answer(() -> answers++);
    assertThat(putOff).containsExactly(Duration.ofSeconds(1));
    assertThat(answers).isEqualTo(1);
  }
}
