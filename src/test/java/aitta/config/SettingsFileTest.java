package aitta.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
  @TempDir Path folder;

  @Test
  void fileNeedsToNameOnlyWhatDiffers() throws IOException {
    Settings settings = load("aitta.ring.replicas = 5\naitta { hint { rate = 1MiB } }", Map.of());
    assertThat(settings.ring()).isEqualTo(new RingSettings(128, 5));
    assertThat(settings.hint().rateBytesPerSecond()).isEqualTo(1 << 20);
  }

  @Test
  void environmentWinsOverFileAndFileOverDefaults() throws IOException {
    Settings settings =
        load("aitta.ring { replicas = 5, ranges = 256 }", Map.of("AITTA_REPLICAS", "2"));
    assertThat(settings.ring()).isEqualTo(new RingSettings(256, 2));
  }

  @Test
  void defaultsThatReferToAnotherSettingFollowIt() throws IOException {
    Settings settings = load("aitta.cluster.host = \"127.0.0.9\"", Map.of("AITTA_NODE_ID", "n7"));
    assertThat(settings.cluster().bind()).isEqualTo("127.0.0.9");
    assertThat(settings.node().dataDir()).isEqualTo(Path.of("data/n7"));
  }

  @Test
  void seedsMayBeAList() throws IOException {
    Settings settings = load("aitta.cluster.seeds = [\"a:1\", \"[::1]:2\", \"a:1\"]", Map.of());
    assertThat(settings.cluster().seeds())
        .containsExactly(new HostPort("a", 1), new HostPort("::1", 2));
    assertThat(settings.cluster().initialNodes()).isEqualTo(2);
  }

  @Test
  void unknownKeyIsRefusedWithTheNearestOne() {
    assertThatThrownBy(() -> load("aitta {\n ring { replica = 5 }\n}", Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("aitta.ring.replica = 5")
        .hasMessageContaining("node.conf, line 2")
        .hasMessageEndingWith("is no setting; did you mean aitta.ring.replicas?");
  }

  @Test
  void keyInTheWrongPlaceIsRefusedWithTheRightOne() {
    assertThatThrownBy(() -> load("ring.replicas = 5", Map.of()))
        .hasMessageEndingWith("is no setting; did you mean aitta.ring.replicas?");
    assertThatThrownBy(() -> load("aitta.max-siblings = 5", Map.of()))
        .hasMessageEndingWith("is no setting; did you mean aitta.limits.max-siblings?");
    assertThatThrownBy(() -> load("aitta.ring.replicas.now = 5", Map.of()))
        .hasMessageContaining("aitta.ring.replicas.now = 5");
    assertThatThrownBy(() -> load("aitta.colour = green", Map.of()))
        .hasMessageEndingWith("is no setting");
    assertThatThrownBy(() -> load("aitta = 5", Map.of())).hasMessageContaining("aitta = 5");
  }

  @Test
  void wrongValueNamesFileAndLine() {
    assertThatThrownBy(() -> load("aitta {\n\n ring.replicas = 17\n}", Map.of()))
        .hasMessageStartingWith("aitta.ring.replicas = 17 (")
        .hasMessageEndingWith("node.conf, line 3): must be from 1 to 16");
  }

  @Test
  void valueOfTheWrongKindIsRefused() {
    assertThatThrownBy(() -> load("aitta.ring.replicas = [3]", Map.of()))
        .hasMessageContaining("must be a single value");
    assertThatThrownBy(() -> load("aitta.ring.replicas = null", Map.of()))
        .hasMessageContaining("aitta.ring.replicas = null: must have a value");
    assertThatThrownBy(() -> load("aitta.cluster.seeds = [[1]]", Map.of()))
        .hasMessageContaining("must be a list of texts");
  }

  @Test
  void fileThatCannotBeReadIsNamed() {
    assertThatThrownBy(() -> Settings.load(Optional.of(folder.resolve("none.conf")), Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("--config = ")
        .hasMessageEndingWith("none.conf: there is no such file");
    assertThatThrownBy(() -> load("aitta {", Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("node.conf");
    assertThatThrownBy(() -> load("aitta.node.id = ${nowhere}", Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void whatConcernsPekkoIsHandedOn() throws IOException {
    Settings settings = load("pekko.actor.default-dispatcher.throughput = 9", Map.of());
    assertThat(settings.sources().pekko().getInt("pekko.actor.default-dispatcher.throughput"))
        .isEqualTo(9);
    assertThat(Settings.load(Optional.empty(), Map.of()).sources().pekko().isEmpty()).isTrue();
  }

  private Settings load(String text, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(folder.resolve("node.conf"), text);
    return Settings.load(Optional.of(file), environment);
  }
}
