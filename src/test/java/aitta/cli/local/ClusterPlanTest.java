package aitta.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.config.InvalidSettingException;
import aitta.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterPlanTest {
  @TempDir Path folder;

  @Test
  void nodesHaveNumbersAndPortsInARow() {
    assertThat(plan(3).list())
        .containsExactly(
            new NodePlan("n1", 7600, 8080, folder.resolve("n1")),
            new NodePlan("n2", 7601, 8081, folder.resolve("n2")),
            new NodePlan("n3", 7602, 8082, folder.resolve("n3")));
  }

  @Test
  void nodesReadTheirEnvironmentAsIntended() {
    ClusterPlan plan = plan(5);
    NodePlan n4 = plan.list().get(3);
    Settings settings = Settings.load(Optional.empty(), plan.environment(n4));
    assertThat(settings.node().id()).hasToString("n4");
    assertThat(settings.node().dataDir()).isEqualTo(n4.data());
    assertThat(settings.cluster().seeds())
        .map(Object::toString)
        .containsExactly("127.0.0.1:7600", "127.0.0.1:7601", "127.0.0.1:7602");
    assertThat(settings.cluster().initialNodes()).isEqualTo(5);
    assertThat(settings.cluster().address()).hasToString("127.0.0.1:7603");
    assertThat(settings.httpAddress()).hasToString("127.0.0.1:8083");
    assertThat(n4.http()).hasToString("http://127.0.0.1:8083");
    assertThat(settings.log().file()).contains(n4.data().resolve("node.log"));
  }

  @Test
  void inheritedVariablesDoNotGetInTheWayAndWrongOnesAreOneComplaint() {
    ClusterPlan open = plan(2).under(Map.of("AITTA_HOST", "192.0.2.1", "AITTA_HTTP_PORT", "1"));
    assertThat(open).isEqualTo(plan(2));
    assertThatThrownBy(() -> plan(2).under(Map.of("AITTA_REPLICAS", "99")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("AITTA_REPLICAS");
  }

  @Test
  void nodesThatAreGuardedAreSpokenToAsTheyWant() {
    Path tokens = folder.resolve("tokens");
    ClusterPlan guarded =
        plan(2)
            .under(
                Map.of(
                    "AITTA_TOKENS_FILE", tokens.toString(),
                    "AITTA_TLS_CERT", "cert.pem",
                    "AITTA_TLS_KEY", "key.pem",
                    "AITTA_TLS_CA", "ca.pem"));
    assertThat(guarded.authorities()).isEqualTo(Path.of("ca.pem"));
    assertThat(guarded.asksForTokens()).isTrue();
    assertThat(guarded.list().get(1).http()).hasToString("https://127.0.0.1:8081");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 7600, 8080, --nodes", "10, 7600, 8080, --nodes",
    "3, 0, 8080, --port", "3, 65534, 8080, --port",
    "3, 7600, 0, --http-port", "3, 7600, 65534, --http-port",
    "3, 7600, 7602, apart", "3, 7602, 7600, apart",
  })
  void planThatCannotBeIsRefusedByItsFlag(int nodes, int port, int httpPort, String flag) {
    assertThatThrownBy(() -> new ClusterPlan(nodes, port, httpPort, folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(flag);
  }

  @Test
  void highestPortsAreAllowed() {
    assertThat(new ClusterPlan(3, 65533, 65530, folder).list()).hasSize(3);
  }

  @Test
  void nodesOfAnEarlierLargerPlanAreSeen() throws IOException {
    Files.createDirectories(folder.resolve("n1"));
    Files.createDirectories(folder.resolve("n4"));
    assertThat(plan(3).leftOut()).containsExactly(folder.resolve("n4"));
    assertThat(plan(4).leftOut()).isEmpty();
  }

  private ClusterPlan plan(int nodes) {
    return new ClusterPlan(nodes, 7600, 8080, folder);
  }
}
