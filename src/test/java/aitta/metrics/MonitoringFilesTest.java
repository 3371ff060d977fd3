package aitta.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What compose starts to watch nodes with: can be read, and asks for figures that there are. */
class MonitoringFilesTest {
  private static final Path DOCKER = Path.of("docker");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compose.yaml",
        "monitoring/prometheus.yml",
        "monitoring/alerts.yml",
        "monitoring/grafana-datasource.yml",
        "monitoring/grafana-dashboards.yml"
      })
  void filesAreYaml(String file) throws IOException {
    assertThat(yaml(file)).isNotEmpty();
  }

  @Test
  void rulesAskForMetricsThatThereAre() throws IOException {
    List<String> asked = new ArrayList<>();
    JsonNode groups = Json.MAPPER.valueToTree(new Yaml().load(read("monitoring/alerts.yml")));
    for (JsonNode rule : groups.at("/groups/0/rules")) {
      assertThat(rule.path("alert").asText()).startsWith("Aitta");
      assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
      assertThat(rule.at("/annotations/description").asText()).isNotEmpty();
      assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
      asked.add(rule.path("expr").asText());
    }
    assertThat(asked).hasSizeGreaterThan(10);
    assertThat(asked).allSatisfy(MonitoringFilesTest::asksForWhatThereIs);
  }

  @Test
  void dashboardAsksForMetricsThatThereAre() throws IOException {
    JsonNode dashboard = Json.MAPPER.readTree(read("monitoring/dashboard.json"));
    Set<Integer> ids = new HashSet<>();
    int plots = 0;
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).as("id of " + panel.path("title")).isTrue();
      for (JsonNode target : panel.path("targets")) {
        plots++;
        asksForWhatThereIs(target.path("expr").asText());
      }
    }
    assertThat(plots).isGreaterThan(15);
  }

  @Test
  void composeMountsFilesThatThereAre() throws IOException {
    JsonNode compose = Json.MAPPER.valueToTree(new Yaml().load(read("compose.yaml")));
    for (String service : List.of("prometheus", "grafana")) {
      JsonNode found = compose.path("services").path(service);
      assertThat(found.path("profiles").path(0).asText()).isEqualTo("monitoring");
      for (JsonNode volume : found.path("volumes")) {
        assertThat(DOCKER.resolve(volume.asText().split(":")[0])).exists();
      }
    }
  }

  private static void asksForWhatThereIs(String expression) {
    Set<String> known = known();
    Set<String> asked =
        Pattern.compile("\\baitta_[a-z0-9_]+")
            .matcher(expression)
            .results()
            .map(found -> found.group().replaceFirst("(_bucket|_count|_sum)$", ""))
            .collect(Collectors.toSet());
    assertThat(known).as(expression).containsAll(asked);
  }

  private static Set<String> known() {
    return Pattern.compile("(?m)^\\| `(aitta_[a-z0-9_]+)` \\|")
        .matcher(read("metrics.md"))
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toSet());
  }

  private static Iterable<?> yaml(String file) throws IOException {
    return ((Map<?, ?>) new Yaml().load(read(file))).keySet();
  }

  private static String read(String file) {
    try {
      return Files.readString(DOCKER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
