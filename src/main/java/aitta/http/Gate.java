package aitta.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Connection;

/** Where every request comes in, and an answer to it goes out, whatever happened in between. */
final class Gate {
  private static final HttpHeader CLOSE = Connection.create("close");

  private final Router router;
  private final Guard guard;
  private final Bodies bodies;
  private final LargeAnswers large;
  private final Telemetry telemetry;
  private final SlowRequests slow;
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean closing;

  Gate(Router router, Guard guard, Bodies bodies, LargeAnswers large, Telemetry telemetry) {
    this.router = router;
    this.guard = guard;
    this.bodies = bodies;
    this.large = large;
    this.telemetry = telemetry;
    this.slow = new SlowRequests(telemetry.slowRequest());
  }

  /** Never throws, and the stage never fails. */
  CompletionStage<HttpResponse> answer(HttpRequest request) {
    open.incrementAndGet();
    long begunNanos = System.nanoTime();
    Call call = new Call(request);
    CompletionStage<HttpResponse> answer;
    try {
      answer = router.answer(call).exceptionally(failure -> refused(call, failure));
    } catch (Refusal refusal) {
      answer = CompletableFuture.completedFuture(Problems.answer(refusal));
    } catch (RuntimeException defect) {
      answer = CompletableFuture.completedFuture(refused(call, defect));
    }
    if (!request.entity().isStrict()) {
      answer = answer.thenCompose(made -> bodies.settle(call, made));
    }
    return answer.thenApply(made -> leave(call, made, begunNanos));
  }

  private HttpResponse leave(Call call, HttpResponse made, long begunNanos) {
    open.decrementAndGet();
    HttpResponse answer = large.counted(call, made).addHeader(call.id().header());
    HttpHeader trace = call.id().traceHeader();
    answer = trace == null ? answer : answer.addHeader(trace);
    guard.answered(call, answer.status().intValue());
    long nanos = System.nanoTime() - begunNanos;
    telemetry.answered(call.kind(), answer.status().intValue(), nanos);
    slow.answered(call, answer.status().intValue(), nanos);
    return closing ? answer.addHeader(CLOSE) : answer;
  }

  private static HttpResponse refused(Call call, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    Refusal refusal =
        cause instanceof Refusal known
            ? known
            : Problems.internal(
                call.id() + " " + call.method() + " " + call.target().path(), cause);
    return Problems.answer(refusal);
  }

  /** From now on, every answer ends its connection. */
  void close() {
    closing = true;
  }

  /** Requests that are not answered yet. */
  int open() {
    return open.get();
  }
}
