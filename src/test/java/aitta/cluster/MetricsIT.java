package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What true nodes tell of themselves. */
@ExtendWith(SharedCluster.class)
class MetricsIT {
  private static final Pattern NAME = Pattern.compile("(?m)^# TYPE (aitta_[a-z0-9_]+) ");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(aitta_[a-z0-9_]+)` \\|");

  @Test
  void nodesTellWhatTheTableSays(TestCluster cluster) throws IOException {
    TestClient client = cluster.client(0);
    String path = Paths.key("metrics", Paths.fresh("key"));
    client.put(path, "value").expect(204);
    client.get(path).expect(200);
    Reply answer = client.get("/metrics").expect(200);
    assertThat(answer.need("Content-Type")).startsWith("text/plain");
    Set<String> told = names(NAME, answer.text());
    Set<String> explained = names(ROW, Files.readString(Path.of("docker", "metrics.md")));
    explained.removeAll(told);
    // Of what has not happened yet there is nothing to tell.
    assertThat(explained).isSubsetOf("aitta_hint_held", "aitta_hint_delivered_total");
    assertThat(number(answer.text(), "aitta_node_ready")).isEqualTo(1);
    assertThat(number(answer.text(), "aitta_membership_nodes\\{status=\"up\"\\}")).isEqualTo(3);
    assertThat(number(answer.text(), "aitta_journal_fsync_seconds_count")).isPositive();
  }

  @Test
  void writesOfClientsAreCounted(TestCluster cluster) {
    TestClient client = cluster.client(1);
    String series = "aitta_http_requests_seconds_count\\{kind=\"write\",status=\"204\"\\}";
    String path = Paths.key("metrics", Paths.fresh("key"));
    client.put(path, "value").expect(204);
    double before = number(client.get("/metrics").text(), series);
    client.put(path, "value").expect(204);
    client.put(path, "value").expect(204);
    assertThat(number(client.get("/metrics").text(), series)).isEqualTo(before + 2);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(number(client.get("/metrics").text(), "aitta_replica_keys"))
                    .isPositive());
  }

  @Test
  void idOfARequestComesBackFromAnyNode(TestCluster cluster) {
    for (TestNode node : cluster.nodes()) {
      Reply answer =
          node.client().get(Paths.key("metrics", "none"), "X-Request-Id", "from-the-client");
      assertThat(answer.need("X-Request-Id")).isEqualTo("from-the-client");
    }
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static double number(String text, String series) {
    return Pattern.compile("(?m)^" + series + " ([0-9.eE+-]+)$")
        .matcher(text)
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + series + " in " + text));
  }
}
