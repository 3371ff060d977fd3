package aitta.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.api.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadRunTest {
  private FakeStore store;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    store = new FakeStore();
  }

  @AfterEach
  void stop() {
    store.close();
  }

  @Test
  void fillsThenMixesAndEndsByItsOperations() throws Exception {
    Report report = run(plan(Workload.A, 2_000, 0)).report();
    assertThat(store.policy).isEqualTo("latest");
    assertThat(store.objects).hasSize(50);
    assertThat(report.operations()).isEqualTo(2_000);
    assertThat(report.failed()).isZero();
    assertThat(report.isRight()).isTrue();
    assertThat(report.stale()).isZero();
    assertThat(report.reads().count() + report.writes().count()).isEqualTo(2_000);
    assertThat(report.reads().count()).isBetween(800L, 1_200L);
    assertThat(report.reads().p50()).isPositive();
  }

  @Test
  void damagedValuesAreFound() throws Exception {
    store.onWrite =
        value -> {
          value[value.length - 1] ^= 1;
          return value;
        };
    Report report = run(plan(Workload.C, 200, 0)).report();
    assertThat(report.corrupt()).isEqualTo(200);
    assertThat(report.isRight()).isFalse();
  }

  @Test
  void valuesOfAnotherKeyAreFound() throws Exception {
    Values values = new Values(64);
    ByteBuffer other = ByteBuffer.allocate(64);
    values.put(other, 1_000_000, 1);
    store.onWrite = value -> other.array();
    assertThat(run(plan(Workload.C, 100, 0)).report().corrupt()).isEqualTo(100);
  }

  @Test
  void lostKeysAreFound() throws Exception {
    store.forgets = true;
    Report report = run(plan(Workload.C, 200, 0)).report();
    assertThat(report.missing()).isEqualTo(200);
    assertThat(report.isRight()).isFalse();
  }

  @Test
  void writesThatAreNotKeptMakeStaleReads() throws Exception {
    store.onWrite = FakeStoreAnswers.keepingTheFirst();
    assertThat(run(plan(Workload.A, 2_000, 0)).report().stale()).isPositive();
  }

  @Test
  void refusalsAreCountedByStatus() throws Exception {
    store.status = 503;
    LoadPlan plan = plan(Workload.A, 300, 0);
    assertThatThrownBy(() -> run(plan))
        .isInstanceOf(LoadRun.CannotRunException.class)
        .hasMessageContaining("status 503");
    Report report = run(unfilled(Workload.A, 300, 0)).report();
    assertThat(report.failures()).containsOnlyKeys("status 503").containsValue(300L);
    assertThat(report.operationsPerSecond()).isZero();
  }

  @Test
  void whatStallsCountsFromWhenItWasDue() throws Exception {
    // One connection, 100 a second, and each write takes 50 ms: four in five find no connection.
    store.onWrite = FakeStoreAnswers.taking(Duration.ofMillis(50));
    LoadPlan plan =
        new LoadPlan(
            List.of(store.url()),
            Workload.W,
            "load",
            50,
            64,
            0,
            1,
            100,
            "",
            "",
            "",
            false,
            Duration.ZERO,
            Duration.ofSeconds(1),
            1_000,
            Duration.ofSeconds(5),
            1,
            LoadPlan.Access.OPEN);
    Report report = run(plan).report();
    assertThat(report.unsent()).isGreaterThan(50);
    assertThat(report.writes().count()).isEqualTo(report.operations() + report.unsent());
    // A server that is asked for five times what it can do makes clients wait longer and longer.
    assertThat(report.writes().p50()).isGreaterThan(150_000);
  }

  @Test
  void noServerEndsTheRun() throws Exception {
    LoadPlan plan = plan(Workload.A, 10, 0);
    store.close();
    assertThatThrownBy(() -> run(plan))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("no answer from " + plan.urls().get(0))
        .hasMessageEndingWith("nobody takes connections there");
  }

  @Test
  void resultsCanBeDrawnAndWritten() throws Exception {
    LoadRun.Result result = run(plan(Workload.B, 500, 0.99));
    String svg = Plot.of(result.report(), result.tally());
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes("UTF-8")));
    JsonNode json = Json.MAPPER.readTree(Json.bytes(result.report()));
    assertThat(json.path("operations").asInt()).isEqualTo(500);
    assertThat(json.path("reads").path("p999").asDouble()).isPositive();
    assertThat(result.report().table()).anyMatch(line -> line.startsWith("reads"));
    // The store is in this very process, so its processor time is found.
    assertThat(json.path("servers").path("processes").get(0).asLong())
        .isEqualTo(ProcessHandle.current().pid());
  }

  private LoadRun.Result run(LoadPlan plan) throws Exception {
    return new LoadRun(plan, said::add).run();
  }

  private LoadPlan plan(Workload workload, long operations, double theta) {
    return plan(workload, operations, theta, "latest", true);
  }

  private LoadPlan unfilled(Workload workload, long operations, double theta) {
    return plan(workload, operations, theta, "", false);
  }

  private LoadPlan plan(
      Workload workload, long operations, double theta, String conflicts, boolean fill) {
    return new LoadPlan(
        List.of(store.url()),
        workload,
        "load",
        50,
        64,
        theta,
        4,
        0,
        "",
        "",
        conflicts,
        fill,
        Duration.ZERO,
        Duration.ofSeconds(60),
        operations,
        Duration.ofSeconds(5),
        1,
        LoadPlan.Access.OPEN);
  }
}
