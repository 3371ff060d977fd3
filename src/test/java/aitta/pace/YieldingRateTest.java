package aitta.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YieldingRateTest {
  private static final long MIB = 1L << 20;
  private static final long LOOK_NANOS = 200_000_000;
  private static final Look QUIET = new Look(LOOK_NANOS, 0, 10, 10);
  private static final Look FREE = new Look(LOOK_NANOS, 100, 10, 2);
  private static final Look CROWDED = new Look(LOOK_NANOS, 100, 10, 3);

  private long setting = 32 * MIB;
  private final YieldingRate rate = new YieldingRate(() -> setting);

  @Test
  void withoutRequestsAllIsAllowedHoweverBusyTheThreadsAre() {
    assertThat(rate.bytesPerSecond()).isEqualTo(MIB); // nothing is known yet
    rate.looked(QUIET);
    assertThat(rate.bytesPerSecond()).isEqualTo(32 * MIB);
  }

  @Test
  void itFallsAtOnceWhenRequestsWait() {
    rate.looked(QUIET);
    use(1);
    rate.looked(CROWDED);
    assertThat(rate.bytesPerSecond()).isBetween(22 * MIB, 23 * MIB);
  }

  @Test
  void aQuarterOfWhatMayBeAtOnceIsWhileItYields() {
    assertThat(rate.atOnce(8)).as("nothing is known yet").isEqualTo(2);
    rate.looked(QUIET);
    assertThat(rate.atOnce(8)).isEqualTo(8);
    use(1);
    rate.looked(CROWDED);
    assertThat(rate.atOnce(8)).isEqualTo(2);
    assertThat(rate.atOnce(3)).isEqualTo(1);
    setting = 64 << 10; // below the floor: there is nothing to yield
    assertThat(rate.atOnce(8)).isEqualTo(8);
  }

  @Test
  void itFallsFromWhatWentByReally() {
    rate.looked(QUIET);
    rate.sent(10 * MIB * LOOK_NANOS / 1_000_000_000);
    rate.looked(CROWDED);
    assertThat(rate.bytesPerSecond()).isBetween(6 * MIB, 7 * MIB);
  }

  @Test
  void underLastingLoadItStaysAtTheFloor() {
    rate.looked(QUIET);
    for (int i = 0; i < 100; i++) {
      use(1);
      rate.looked(CROWDED);
    }
    assertThat(rate.bytesPerSecond()).isEqualTo(MIB);
  }

  @Test
  void itGrowsByStepsWhileRequestsDoNotWait() {
    int looks = 0;
    for (long before = 0; rate.bytesPerSecond() < setting; looks++) {
      assertThat(rate.bytesPerSecond()).isGreaterThan(before);
      before = rate.bytesPerSecond();
      use(1);
      rate.looked(FREE);
      assertThat(rate.bytesPerSecond() - before).isBetween(1L, MIB / 8 + before / 16);
    }
    assertThat(looks).isBetween(20, 100); // 4 to 20 s
  }

  @Test
  void whatIsNotUsedDoesNotGrow() {
    use(1);
    rate.looked(FREE);
    long before = rate.bytesPerSecond();
    for (int i = 0; i < 100; i++) {
      use(0.4);
      rate.looked(FREE);
    }
    assertThat(rate.bytesPerSecond()).isEqualTo(before);
  }

  @Test
  void aSettingThatIsChangedIsObeyedAtOnce() {
    rate.looked(QUIET);
    setting = 5 * MIB;
    assertThat(rate.bytesPerSecond()).isEqualTo(5 * MIB);
    setting = 64 << 10; // below the floor
    assertThat(rate.bytesPerSecond()).isEqualTo(64 << 10);
    rate.looked(CROWDED);
    assertThat(rate.bytesPerSecond()).isEqualTo(64 << 10);
    setting = 64 * MIB;
    rate.looked(QUIET);
    assertThat(rate.bytesPerSecond()).isEqualTo(64 * MIB);
  }

  @Test
  void fewProbesSayNothing() {
    rate.looked(QUIET);
    rate.looked(new Look(LOOK_NANOS, 100, 3, 3));
    assertThat(rate.bytesPerSecond()).isEqualTo(32 * MIB);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverIsSeenItIsBetweenTheFloorAndTheSetting(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      setting = random.nextInt(5) == 0 ? 1 + random.nextLong(100 * MIB) : setting;
      rate.sent(random.nextLong(100 * MIB));
      int probes = random.nextInt(20);
      rate.looked(
          new Look(
              random.nextLong(LOOK_NANOS), random.nextInt(3), probes, random.nextInt(probes + 1)));
      assertThat(rate.bytesPerSecond())
          .as("seed %d, step %d", seed, i)
          .isBetween(Math.min(setting, MIB), setting);
    }
  }

  /**
   * Requests wait when more than a machine's own limit goes by. What is allowed comes to be about
   * that, and neither stays at the floor nor far above.
   */
  @ParameterizedTest
  @ValueSource(longs = {3, 6, 12, 24})
  void itMeetsTheLimitOfTheMachine(long limitMib) {
    rate.looked(QUIET);
    double sum = 0;
    for (int i = 0; i < 1_000; i++) {
      use(1);
      rate.looked(rate.bytesPerSecond() > limitMib * MIB ? CROWDED : FREE);
      if (i >= 100) {
        assertThat(rate.bytesPerSecond()).isBetween(limitMib * MIB / 2, limitMib * MIB * 5 / 4);
        sum += rate.bytesPerSecond();
      }
    }
    assertThat(sum / 900).isBetween(0.7 * limitMib * MIB, 1.0 * limitMib * MIB);
  }

  /** As much goes by as is allowed, or a part of it. */
  private void use(double part) {
    rate.sent((long) Math.ceil(part * rate.bytesPerSecond() * LOOK_NANOS / 1e9));
  }
}
