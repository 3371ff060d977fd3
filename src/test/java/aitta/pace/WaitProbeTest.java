package aitta.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class WaitProbeTest {
  private static final long MIB = 1L << 20;
  private static final long MILLI = 1_000_000;

  private final Queue<Runnable> served = new ArrayDeque<>();
  private long now;
  private long requests;
  private final WaitProbe probe =
      new WaitProbe(List.of(Runnable::run, served::add), () -> requests, () -> now);
  private final Rate rate = probe.yielding(() -> 32 * MIB);

  @Test
  void whileNothingMovesNothingIsLookedAt() {
    ticks(100, 0);
    assertThat(served).isEmpty();
    rate.sent(1);
    ticks(1, 0);
    assertThat(probes).isEqualTo(1);
    ticks(1_000, 0);
    long before = probes;
    ticks(1_000, 0);
    assertThat(probes).isEqualTo(before);
  }

  @Test
  void quietNodesGiveAll() {
    rate.sent(1);
    ticks(10, 50 * MILLI);
    assertThat(rate.bytesPerSecond()).isEqualTo(32 * MIB);
  }

  @Test
  void itYieldsWhenOneOfTheQueuesIsSlow() {
    rate.sent(1);
    ticks(10, 0);
    requests = 1;
    ticks(10, 2 * MILLI);
    assertThat(rate.bytesPerSecond()).isEqualTo(MIB);
  }

  @Test
  void itDoesNotYieldWhenBothAreQuick() {
    rate.sent(1);
    ticks(10, 0);
    requests = 1;
    ticks(10, MILLI / 2);
    assertThat(rate.bytesPerSecond()).isEqualTo(32 * MIB);
  }

  @Test
  void threadsThatDoNotComeToItAtAllAreSlow() {
    rate.sent(1);
    ticks(10, 0);
    requests = 1;
    for (int i = 0; i < 10; i++) {
      now += 20 * MILLI;
      probe.tick();
    }
    assertThat(served).hasSize(1);
    assertThat(rate.bytesPerSecond()).isEqualTo(MIB);
  }

  private long probes;

  /** Each probe is its turn after so long. */
  private void ticks(int count, long waitNanos) {
    for (int i = 0; i < count; i++) {
      probe.tick();
      now += waitNanos;
      probes += served.size();
      while (!served.isEmpty()) {
        served.remove().run();
      }
      now += 20 * MILLI - waitNanos;
    }
  }
}
