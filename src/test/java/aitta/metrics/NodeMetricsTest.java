package aitta.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.clock.NodeClock;
import aitta.coordinator.CoordinatorFigures;
import aitta.credentials.Credentials;
import aitta.hint.HintFigures;
import aitta.http.RequestKind;
import aitta.journal.JournalFigures;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.quorum.Level;
import aitta.replica.Figures;
import aitta.replica.RowCache;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.storage.DiskSpace;
import aitta.storage.StateStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeMetricsTest {
  private static final Pattern TABLE_ROW =
      Pattern.compile(
          "^\\| `(aitta_[a-z0-9_]+)` \\| (counter|gauge|histogram) \\|", Pattern.MULTILINE);
  private static final Pattern TYPE_LINE =
      Pattern.compile("^# TYPE (aitta_[a-z0-9_]+) (counter|gauge|histogram)$", Pattern.MULTILINE);

  private final NodeMetrics metrics = new NodeMetrics(Duration.ofSeconds(1), Credentials.NONE);

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void everyMetricIsInTheTableAndEveryRowOfTheTableIsAMetric() throws IOException {
    metrics.observe(NodeMetricsTest::figures, Runnable::run);
    assertThat(found(TYPE_LINE, text()))
        .isEqualTo(found(TABLE_ROW, Files.readString(Path.of("docker", "metrics.md"))));
  }

  @Test
  void requestsAreCountedByKindAndStatus() {
    metrics.answered(RequestKind.READ, 200, 3_000_000);
    metrics.answered(RequestKind.READ, 200, 30_000_000);
    metrics.answered(RequestKind.WRITE, 503, 2_000_000_000);
    String text = text();
    assertThat(text)
        .contains("aitta_http_requests_seconds_count{kind=\"read\",status=\"200\"} 2")
        .contains("aitta_http_requests_seconds_count{kind=\"write\",status=\"503\"} 1")
        .contains("aitta_http_requests_seconds_bucket{kind=\"read\",status=\"200\",le=\"0.005\"} 1")
        .contains("aitta_http_requests_seconds_bucket{kind=\"read\",status=\"200\",le=\"0.05\"} 2");
  }

  @Test
  void roundsAreCountedByHowTheyEnd() {
    Request.Read read =
        new Request.Read(Key.of("bucket", "key"), Level.QUORUM, false, Duration.ofSeconds(1));
    metrics.ended(read, new Outcome.QuorumNotMet(2, 1, ""));
    assertThat(text())
        .contains("aitta_coordinator_rounds_total{kind=\"read\",outcome=\"quorum_not_met\"} 1.0");
  }

  @Test
  void statusesThatNobodyKnowsStayWithinBounds() {
    for (int status : new int[] {-5, 0, 99, 600, 1_000_000}) {
      metrics.answered(RequestKind.OTHER, status, 1);
    }
    assertThat(text()).contains("status=\"100\"} 3", "status=\"599\"} 2");
  }

  @Test
  void figuresAreThoseOfTheMoment() {
    metrics.observe(NodeMetricsTest::figures, Runnable::run);
    assertThat(text())
        .contains("aitta_node_ready 1.0")
        .contains("aitta_hint_held{target=\"n2\"} 7.0")
        .contains("aitta_hint_left_to_repair_total 0.0", "aitta_hint_damaged_places 0.0")
        .contains("aitta_journal_fsync_seconds_bucket{le=\"0.001\"} 3")
        .contains("aitta_journal_fsync_seconds_bucket{le=\"+Inf\"} 4")
        .contains("aitta_storage_disk_full 1.0")
        .contains("aitta_clock_ahead_seconds 1.5")
        .contains("aitta_setaside_folders{state=\"left\"} 2.0")
        .contains("aitta_membership_nodes{status=\"unreachable\"} 1.0")
        .contains("aitta_membership_unreachable 1.0");
    metrics.observe(() -> NodeFigures.NONE, Runnable::run);
    assertThat(text()).contains("aitta_node_ready 0.0").doesNotContain("aitta_hint_held");
  }

  @Test
  void theVirtualMachineIsThereToo() {
    assertThat(text()).contains("jvm_memory_used_bytes", "jvm_gc_", "process_cpu_usage");
  }

  private String text() {
    return metrics.text().toCompletableFuture().join();
  }

  private static Map<String, String> found(Pattern pattern, String text) {
    Map<String, String> found = new TreeMap<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.put(matcher.group(1), matcher.group(2));
    }
    return found;
  }

  private static NodeFigures figures() {
    HintFigures hints = new HintFigures();
    hints.delivered(new NodeId("n2"));
    return new NodeFigures(
        true,
        1,
        2,
        new NodeFigures.Cluster(Map.of("up", 2L, "unreachable", 1L), 1, 5, 128, 2),
        new NodeFigures.Messages(1, 2, 3),
        new CoordinatorFigures(NodeClock.system(Duration.ofSeconds(1))),
        hints,
        Map.of("n2", 7L),
        new Figures(10, 1000),
        128,
        0,
        new NodeFigures.Repair(4, 3, 2, 1),
        new JournalFigures(
            Path.of("journal"),
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            9,
            10,
            11,
            12,
            13,
            new JournalFigures.Fsyncs(new long[] {1_000_000}, new long[] {3, 1}, 5_000_000)),
        new StateStatistics(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, true),
        new RowCache.Figures(3, 2, 1),
        new DiskSpace(1, 100, 10),
        new NodeFigures.Clock(1500, 2),
        new NodeFigures.Moves(3, 4, 5),
        Map.of("waiting", 1L, "left", 2L, "done", 3L));
  }
}
