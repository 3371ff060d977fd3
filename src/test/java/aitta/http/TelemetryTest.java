package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.request.Story;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TelemetryTest {
  private static final String KEY = "GET /v1/buckets/b/keys/k";
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final List<String> counted = new CopyOnWriteArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Duration slow = Duration.ofDays(1);
  private RunningEdge running;

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void stop() {
    logger().detachAppender(log);
    if (running != null) {
      running.afterAll(null);
    }
  }

  @Test
  void requestsAreCountedByWhatTheyAre() throws IOException {
    start();
    running.ask(KEY);
    running.ask("DELETE /v1/buckets/b/keys/k");
    running.ask("GET /health/live");
    running.ask("GET /nowhere");
    running.ask("PATCH /v1/buckets/b/keys/k");
    assertThat(counted)
        .containsExactly("READ 404", "DELETE 204", "HEALTH 200", "OTHER 404", "OTHER 405");
  }

  @Test
  void metricsAreThereForReadersAlone() throws IOException {
    start();
    running.backend.notReady = "starting";
    RawConnection.Answer answer = running.ask("GET /metrics");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("all figures\n");
    assertThat(answer.header("content-type")).startsWith("text/plain; version=0.0.4");
    assertThat(answer.header("cache-control")).isEqualTo("no-cache");
    assertThat(running.ask("HEAD /metrics").status()).isEqualTo(200);
    assertThat(running.ask("POST /metrics").status()).isEqualTo(405);
  }

  @Test
  void idOfARequestIsGivenBack() throws IOException {
    start();
    assertThat(running.ask(KEY, "X-Request-Id: order-7/a").header("x-request-id"))
        .isEqualTo("order-7/a");
    String fresh = running.ask(KEY).header("x-request-id");
    assertThat(fresh).matches("[0-9a-f]{16}");
    assertThat(running.ask(KEY).header("x-request-id")).isNotEqualTo(fresh);
    for (String odd : List.of("two words", "x".repeat(129))) {
      assertThat(running.ask(KEY, "X-Request-Id: " + odd).header("x-request-id"))
          .matches("[0-9a-f]{16}");
    }
  }

  @Test
  void traceContextIsGivenBackWhereItIsOne() throws IOException {
    start();
    assertThat(running.ask(KEY, "traceparent: " + TRACE).header("traceparent")).isEqualTo(TRACE);
    assertThat(running.ask(KEY, "traceparent: 00-x-y-01").header("traceparent")).isNull();
    assertThat(running.ask(KEY).header("traceparent")).isNull();
  }

  @Test
  void slowRequestsAreLoggedWithTheirStory() throws IOException {
    slow = Duration.ZERO;
    start();
    running.ask(KEY, "X-Request-Id: order-7", "traceparent: " + TRACE);
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage())
        .startsWith(
            "request order-7 (traceparent " + TRACE + ") GET /v1/buckets/b/keys/k was answered 404")
        .containsPattern("[0-9.]+ ms asked n2, [0-9.]+ ms answer of n2$");
  }

  @Test
  void aFloodOfSlowRequestsDoesNotFloodTheLog() throws IOException {
    slow = Duration.ZERO;
    start();
    for (int i = 0; i < 100; i++) {
      running.ask("GET /health/live");
    }
    assertThat(log.list.size()).isLessThan(100);
  }

  @Test
  void storiesAreBounded() {
    Story story = Story.begin();
    for (int i = 0; i < 60; i++) {
      story.tell("asked", null);
    }
    assertThat(story.toString()).endsWith(" ms asked, and 12 more steps");
    Story.NONE.tell("asked", null);
    assertThat(Story.NONE.toString()).isEmpty();
  }

  private void start() {
    running =
        RunningEdge.start(
            RunningEdge.settings(64, 1_000_000, Duration.ofSeconds(30)),
            new Telemetry() {
              @Override
              public void answered(RequestKind kind, int status, long nanos) {
                assertThat(nanos).isPositive();
                counted.add(kind + " " + status);
              }

              @Override
              public CompletionStage<String> text() {
                return CompletableFuture.completedFuture("all figures\n");
              }

              @Override
              public Duration slowRequest() {
                return slow;
              }
            });
  }

  private static ch.qos.logback.classic.Logger logger() {
    return (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("aitta.slow-request");
  }
}
