package aitta.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueFormsTest {
  @ParameterizedTest
  @ValueSource(strings = {"0s", "1ms", "250ms", "30s", "90s", "15m", "12h", "25h", "7d", "3650d"})
  void durationIsWrittenAsItWasRead(String text) {
    assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
  }

  @Test
  void durationsAreWhatTheySay() {
    assertThat(Durations.parse("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(Durations.parse("15m")).isEqualTo(Duration.ofMinutes(15));
    assertThat(Durations.format(Duration.ofSeconds(120))).isEqualTo("2m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "1.5s", "-1s", "1 s", "1w", "1S", "999999999999999d"})
  void whatIsNoDurationIsRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0B", "1B", "1023B", "8KiB", "1MiB", "1025MiB", "16GiB", "2TiB", "2048TiB"})
  void sizeIsWrittenAsItWasRead(String text) {
    assertThat(Sizes.format(Sizes.parse(text))).isEqualTo(text);
  }

  @Test
  void sizesAreMultiplesOf1024() {
    assertThat(Sizes.parse("8KiB")).isEqualTo(8192);
    assertThat(Sizes.parse("1TiB")).isEqualTo(1L << 40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "KiB", "1.5MiB", "-1B", "1 KiB", "1MB", "1M", "99999999999TiB"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> Sizes.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addressIsWrittenAsItWasRead() {
    for (String text : List.of("n1:7600", "10.0.0.1:1", "[::1]:65535", "[fe80::1%eth0]:7600")) {
      assertThat(HostPort.parse(text)).hasToString(text);
    }
    assertThat(HostPort.parse("N1.Farm:7600")).isEqualTo(new HostPort("n1.farm", 7600));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n1",
        "n1:",
        ":1",
        "n1:x",
        "n1:65536",
        "n1:-1",
        "::1",
        "[n1]:1",
        "a b:1",
        "/:1"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> HostPort.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void portRangeIncludesBothEnds() {
    assertThat(PortRange.parse("7700-7702").ports()).containsExactly(7700, 7701, 7702);
    assertThat(PortRange.parse("7700").ports()).containsExactly(7700);
    assertThat(PortRange.parse("7700-7799")).hasToString("7700-7799");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0-5", "5-4", "1-65536", "-", "a-b", "1-2-3", "7700 - 7799"})
  void whatIsNoPortRangeIsRefused(String text) {
    assertThatThrownBy(() -> PortRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nearestNameIsTheOneMeant() {
    List<String> known = List.of("aitta.ring.ranges", "aitta.ring.replicas", "aitta.http.port");
    assertThat(NearestName.nearest("aitta.ring.range", known)).contains("aitta.ring.ranges");
    assertThat(NearestName.nearest("http-port.port", known)).contains("aitta.http.port");
    assertThat(NearestName.nearest("aitta.weather", known)).isEmpty();
    assertThat(NearestName.nearest("anything", List.of())).isEmpty();
  }
}
