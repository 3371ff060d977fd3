package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.config.PortRange;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void anyPortIsLeftToTheOperatingSystem() {
    assertThat(Ports.fallback(7600, 7600, Optional.empty())).containsExactly(Ports.ANY);
  }

  @Test
  void neitherTheConfiguredNorThePresentPortIsTriedAgain() {
    assertThat(Ports.fallback(7600, 7602, Optional.of(new PortRange(7600, 7603))))
        .containsExactly(7601, 7603);
  }

  @Test
  void whereNoOtherIsAllowedTheConfiguredOneIsTriedAgain() {
    assertThat(Ports.fallback(7600, 7601, Optional.of(new PortRange(7601, 7601))))
        .containsExactly(7600);
  }
}
