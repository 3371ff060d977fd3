package aitta.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code POST /v1/batch}: several operations in one request, each as if it came alone. */
final class BatchRoutes {
  static final List<String> METHODS = List.of("POST");

  /** Longest body, and longest answer, in bytes. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  private final Backend backend;
  private final EdgeSettings settings;
  private final Load load;
  private final Bodies bodies;
  private final Work work;
  private final LongSupplier clock;

  /**
   * @param clock wall clock, ms since 1970
   */
  BatchRoutes(
      Backend backend,
      EdgeSettings settings,
      Load load,
      Bodies bodies,
      Work work,
      LongSupplier clock) {
    this.backend = backend;
    this.settings = settings;
    this.load = load;
    this.bodies = bodies;
    this.work = work;
    this.clock = clock;
  }

  CompletionStage<HttpResponse> answer(Call call) throws Refusal {
    Query query = call.query(BatchRequests.PARAMETERS);
    BatchRequests requests = BatchRequests.of(backend, settings, query, clock);
    Duration timeout = query.timeout(settings.defaultTimeout());
    JsonBodies.checkType(call);
    load.checkRoom();
    return bodies.with(call, MAX_BYTES, body -> run(call, requests, timeout, body));
  }

  private CompletionStage<HttpResponse> run(
      Call call, BatchRequests requests, Duration timeout, byte[] body) {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    try {
      List<BatchOperation> operations = BatchParser.parse(body);
      return new BatchRun(call, requests, work, operations, deadlineNanos, MAX_BYTES)
          .start()
          .thenApply(answer -> Answers.json(200, Answers.headers(), answer));
    } catch (Refusal refusal) {
      return CompletableFuture.failedStage(refusal);
    }
  }
}
