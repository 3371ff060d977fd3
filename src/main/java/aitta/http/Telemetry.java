package aitta.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who counts requests, and has the figures of the whole node. Called from many threads. */
public interface Telemetry {
  /** Counts nothing and has nothing. */
  Telemetry NONE =
      new Telemetry() {
        @Override
        public void answered(RequestKind kind, int status, long nanos) {}

        @Override
        public CompletionStage<String> text() {
          return CompletableFuture.completedFuture("");
        }

        @Override
        public Duration slowRequest() {
          return Duration.ofDays(1);
        }
      };

  /**
   * A request has its answer; must not block, and costs every request.
   *
   * @param nanos from when its head was read to when its answer was made
   */
  void answered(RequestKind kind, int status, long nanos);

  /** All figures in Prometheus' text format, version 0.0.4; takes some milliseconds. */
  CompletionStage<String> text();

  /** What takes this long is logged with its story. */
  Duration slowRequest();
}
