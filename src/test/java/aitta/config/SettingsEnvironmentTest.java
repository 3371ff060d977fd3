package aitta.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.model.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsEnvironmentTest {
  @Test
  void withNothingSetTheDefaultsOfTheContractHold() {
    Settings settings = load(Map.of());
    HostPort itself = new HostPort("127.0.0.1", 7600);
    assertThat(settings.node())
        .isEqualTo(new NodeSettings(new NodeId("node-1"), "default", 1.0, Path.of("data/node-1")));
    assertThat(settings.cluster())
        .isEqualTo(
            new ClusterSettings(
                "aitta",
                "127.0.0.1",
                "127.0.0.1",
                7600,
                List.of(itself),
                1,
                Optional.empty(),
                Duration.ofSeconds(10)));
    assertThat(settings.cluster().address()).isEqualTo(itself);
    assertThat(settings.httpAddress()).isEqualTo(new HostPort("127.0.0.1", 8080));
    assertThat(settings.ring()).isEqualTo(new RingSettings(128, 3));
    assertThat(settings.limits()).isEqualTo(new LimitSettings(1 << 20, 100, 16 << 20, 8 << 10));
    assertThat(settings.request().timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.storage().durability()).isEqualTo(Durability.SYNC);
    assertThat(settings.storage().syncInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.security().insecure()).isFalse();
    assertThat(settings.repair().interval()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.hint().maxAge()).isEqualTo(Duration.ofHours(3));
    assertThat(settings.tombstone().grace()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.backup().dir()).isEqualTo(Path.of("data", "node-1", "backups"));
    assertThat(settings.http().bodyTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.http().maxUriLength()).isEqualTo(8192);
  }

  @Test
  void everyVariableReachesItsSetting() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AITTA_NODE_ID", "n1");
    environment.put("AITTA_ZONE", "cellar");
    environment.put("AITTA_WEIGHT", "2.5");
    environment.put("AITTA_DATA_DIR", "/var/lib/aitta");
    environment.put("AITTA_CLUSTER", "farm");
    environment.put("AITTA_HOST", "Localhost");
    environment.put("AITTA_BIND", "0.0.0.0");
    environment.put("AITTA_PORT", "7601");
    environment.put("AITTA_HTTP_PORT", "8081");
    environment.put("AITTA_SEEDS", "a:7600, B:7601,[fe80::1]:7602,b:7601");
    environment.put("AITTA_INITIAL_NODES", "2");
    environment.put("AITTA_FALLBACK_PORTS", "7700-7799");
    environment.put("AITTA_RANGES", "65536");
    environment.put("AITTA_REPLICAS", "16");
    environment.put("AITTA_DURABILITY", "periodic");
    environment.put("AITTA_INSECURE", "true");
    environment.put("AITTA_TOKENS_FILE", "/etc/aitta/tokens");
    environment.put("AITTA_TLS_CERT", "/etc/aitta/cert");
    environment.put("AITTA_TLS_KEY", "/etc/aitta/key");
    environment.put("AITTA_TLS_CA", "/etc/aitta/ca");
    environment.put("AITTA_REPAIR_INTERVAL", "30s");
    environment.put("AITTA_HINT_MAX_AGE", "15m");
    environment.put("AITTA_TOMBSTONE_GRACE", "7d");
    environment.put("AITTA_BACKUP_DIR", "/var/backups");
    environment.put("AITTA_LOG_LEVEL", "debug");
    environment.put("AITTA_LOG_FILE", "/var/log/aitta.log");
    assertThat(environment).containsOnlyKeys(names());
    Settings settings = load(environment);
    assertThat(settings.node())
        .isEqualTo(new NodeSettings(new NodeId("n1"), "cellar", 2.5, Path.of("/var/lib/aitta")));
    assertThat(settings.cluster())
        .isEqualTo(
            new ClusterSettings(
                "farm",
                "localhost",
                "0.0.0.0",
                7601,
                List.of(
                    new HostPort("a", 7600),
                    new HostPort("b", 7601),
                    new HostPort("fe80::1", 7602)),
                2,
                Optional.of(new PortRange(7700, 7799)),
                Duration.ofSeconds(10)));
    assertThat(settings.http().port()).isEqualTo(8081);
    assertThat(settings.ring()).isEqualTo(new RingSettings(65536, 16));
    assertThat(settings.storage().durability()).isEqualTo(Durability.PERIODIC);
    assertThat(settings.security())
        .isEqualTo(
            new SecuritySettings(
                true,
                Optional.of(Path.of("/etc/aitta/tokens")),
                Optional.of(
                    new SecuritySettings.Tls(
                        Path.of("/etc/aitta/cert"),
                        Path.of("/etc/aitta/key"),
                        Path.of("/etc/aitta/ca"))),
                Optional.of(Path.of("/var/lib/aitta/audit.log"))));
    assertThat(settings.repair().interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.hint().maxAge()).isEqualTo(Duration.ofMinutes(15));
    assertThat(settings.tombstone().grace()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.backup().dir()).isEqualTo(Path.of("/var/backups"));
    assertThat(settings.log().level()).isEqualTo(LogSettings.Level.DEBUG);
    assertThat(settings.log().file()).contains(Path.of("/var/log/aitta.log"));
  }

  @Test
  void blankVariableCountsAsUnset() {
    for (String name : names()) {
      assertThat(load(Map.of(name, "  ")).sources().values())
          .isEqualTo(load(Map.of()).sources().values());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          AITTA_NODE_ID         | a/b          | 1 to 64 characters
          AITTA_NODE_ID         | ..           | a folder can have
          AITTA_ZONE            | two words    | 1 to 64 characters
          AITTA_WEIGHT          | 0.09         | must be from 0.1 to 100
          AITTA_WEIGHT          | 100.1        | must be from 0.1 to 100
          AITTA_WEIGHT          | NaN          | must be from 0.1 to 100
          AITTA_WEIGHT          | heavy        | must be a number
          AITTA_CLUSTER         | a:b          | 1 to 64 characters
          AITTA_HOST            | 0.0.0.0      | to listen on all addresses set aitta.cluster.bind (AITTA_BIND)
          AITTA_HOST            | [::]         | to listen on all addresses
          AITTA_HOST            | a:7600       | without a port
          AITTA_HOST            | http://a     | without a port
          AITTA_BIND            | a b          | without a port
          AITTA_PORT            | 0            | must be from 1 to 65535
          AITTA_PORT            | 65536        | must be from 1 to 65535
          AITTA_PORT            | tcp://1.2.3  | must be a whole number
          AITTA_HTTP_PORT       | 0            | must be from 1 to 65535
          AITTA_HTTP_PORT       | 7600         | must differ from aitta.cluster.port
          AITTA_SEEDS           | a            | write host:port
          AITTA_SEEDS           | a:b          | write host:port
          AITTA_SEEDS           | a:0          | port 0 is not from 1 to 65535
          AITTA_SEEDS           | ::1:7600     | write [::1]:7600
          AITTA_SEEDS           | a:1,:2       | no host name
          AITTA_SEEDS           | 0.0.0.0:7600 | reaches the seed
          AITTA_INITIAL_NODES   | 0            | must be from 1 to 1000
          AITTA_INITIAL_NODES   | all          | must be a whole number
          AITTA_FALLBACK_PORTS  | 7799-7700    | the lower one first
          AITTA_FALLBACK_PORTS  | some         | such as 7700-7799
          AITTA_RANGES          | 8            | power of two from 16 to 65536
          AITTA_RANGES          | 100          | power of two from 16 to 65536
          AITTA_RANGES          | 131072       | power of two from 16 to 65536
          AITTA_REPLICAS        | 0            | must be from 1 to 16
          AITTA_REPLICAS        | 17           | must be from 1 to 16
          AITTA_REPLICAS        | 3.5          | must be a whole number
          AITTA_DURABILITY      | often        | must be one of sync, periodic
          AITTA_INSECURE        | yes          | must be one of true, false
          AITTA_REPAIR_INTERVAL | 10           | must be an integer and one of ms, s, m, h, d
          AITTA_REPAIR_INTERVAL | 0s           | must be from 1s to 7d
          AITTA_HINT_MAX_AGE    | 31d          | must be from 1s to 30d
          AITTA_TOMBSTONE_GRACE | -1d          | must be an integer
          AITTA_LOG_LEVEL       | loud         | must be one of trace, debug, info, warn, error
          """)
  void wrongValueEndsTheStartAndNamesTheVariable(String name, String value, String wanted) {
    assertThatThrownBy(() -> load(Map.of(name, value)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(EnvironmentVariable.valueOf(name).setting())
        .hasMessageContaining(wanted);
  }

  @Test
  void complaintReadsWell() {
    assertThatThrownBy(() -> load(Map.of("AITTA_RANGES", "100")))
        .hasMessage(
            "AITTA_RANGES = 100 (sets aitta.ring.ranges):"
                + " must be a power of two from 16 to 65536, such as 128");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void servesBeyondLoopbackOnlyIfToldSo(String bind) {
    assertThatThrownBy(() -> load(Map.of("AITTA_BIND", bind)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("AITTA_BIND = " + bind)
        .hasMessageContaining("AITTA_TOKENS_FILE")
        .hasMessageContaining("AITTA_INSECURE");
    assertThat(load(Map.of("AITTA_BIND", bind, "AITTA_TOKENS_FILE", "t")).cluster().bind())
        .isEqualTo(bind);
    Settings open = load(Map.of("AITTA_BIND", bind, "AITTA_INSECURE", "true"));
    assertThat(open.cluster().bind()).isEqualTo(bind);
  }

  @Test
  void hostBeyondLoopbackIsRefusedTooWhereItIsWhatTheNodeListensOn() {
    assertThatThrownBy(() -> load(Map.of("AITTA_HOST", "192.0.2.1")))
        .hasMessageContaining("AITTA_HOST = 192.0.2.1")
        .hasMessageContaining("AITTA_INSECURE");
    assertThat(load(Map.of("AITTA_HOST", "192.0.2.1", "AITTA_BIND", "::1")).httpAddress())
        .hasToString("192.0.2.1:8080");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AITTA_TLS_CERT", "AITTA_TLS_KEY", "AITTA_TLS_CA"})
  void aPartOfWhatTlsTakesIsRefusedAndWhatIsMissingIsNamed(String name) {
    assertThatThrownBy(() -> load(Map.of(name, "/etc/aitta/x")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(name.equals("AITTA_TLS_CERT") ? "AITTA_TLS_KEY" : "AITTA_TLS_CERT")
        .hasMessageContaining("together");
    assertThat(load(Map.of(name, " ")).security().tls()).isEmpty();
  }

  @Test
  void variableWithoutEffectIsWarnedOf() {
    Settings settings =
        load(Map.of("AITTA_REPLICA", "5", "AITTA_SONG", "1", "AITTA_TOKEN", "t", "PATH", "/"));
    assertThat(settings.sources().warnings())
        .containsExactly(
            "environment variable AITTA_REPLICA has no effect; did you mean AITTA_REPLICAS?",
            "environment variable AITTA_SONG has no effect");
  }

  @Test
  void descriptionShowsEachGroupAndWhatIsNoDefault() {
    String description = load(Map.of("AITTA_REPLICAS", "5", "AITTA_SONG", "1")).describe();
    assertThat(description)
        .contains("aitta.ring: ranges=128 replicas=5 (AITTA_REPLICAS)\n")
        .contains("aitta.tombstone: grace=24h settle-time=70s\n")
        .endsWith("environment variable AITTA_SONG has no effect");
  }

  private static String[] names() {
    return Arrays.stream(EnvironmentVariable.values()).map(Enum::name).toArray(String[]::new);
  }

  private static Settings load(Map<String, String> environment) {
    return Settings.load(Optional.empty(), environment);
  }
}
