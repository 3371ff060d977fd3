package aitta.clock;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.version.HybridTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NodeClockTest {
  private final AtomicLong wall = new AtomicLong(1_000_000);
  private final NodeClock clock = new NodeClock(wall::get, () -> 7, Duration.ofSeconds(10));

  @Test
  void theHybridClockFollowsWhatItHearsAndNeverGoesBack() {
    assertThat(clock.hybrid()).isZero();
    clock.observe(HybridTime.ofMillis(1_000_005));
    assertThat(clock.hybrid()).isEqualTo(HybridTime.ofMillis(1_000_005));
    clock.observe(HybridTime.ofMillis(1_000_004));
    wall.set(5);
    clock.observe(HybridTime.ofMillis(6));
    assertThat(clock.hybrid()).isEqualTo(HybridTime.ofMillis(1_000_005));
  }

  @Test
  void aTimestampFurtherAheadThanTheSkewDoesNotMoveIt() {
    clock.observe(HybridTime.ofMillis(1_010_000));
    assertThat(clock.hybrid()).isEqualTo(HybridTime.ofMillis(1_010_000));
    assertThat(clock.aheadMillis()).isEqualTo(10_000);
    assertThat(clock.notAdopted()).isZero();
    clock.observe(HybridTime.ofMillis(1_010_001));
    assertThat(clock.hybrid()).isEqualTo(HybridTime.ofMillis(1_010_000));
    assertThat(clock.notAdopted()).isEqualTo(1);
    wall.addAndGet(1);
    clock.observe(HybridTime.ofMillis(1_010_001));
    assertThat(clock.hybrid()).isEqualTo(HybridTime.ofMillis(1_010_001));
  }

  @Test
  void wallAndMonotonicClocksAreTheOnesItWasGiven() {
    assertThat(clock.millis()).isEqualTo(1_000_000);
    assertThat(clock.nanos()).isEqualTo(7);
  }
}
