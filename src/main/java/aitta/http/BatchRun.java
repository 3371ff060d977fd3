package aitta.http;

import aitta.api.BatchAnswer;
import aitta.api.Problem;
import aitta.api.ProblemType;
import aitta.model.Key;
import aitta.request.Outcome;
import aitta.request.Request;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A batch at work: some of its operations at a time, those of one key one after the other in their
 * order. (Two writes of a key at once would not know of each other, and both would stay.)
 */
final class BatchRun {
  private static final int AT_ONCE = 32;

  /** An operation that can be asked for. */
  private record Step(int index, BatchOperation operation, Key key) {}

  private final Call call;
  private final BatchRequests requests;
  private final Work work;
  private final long deadlineNanos;
  private final long maxAnswerBytes;
  private final BatchAnswer.Result[] results;
  private final Deque<Step> ready = new ArrayDeque<>(); // as all below, guarded by this
  private final Map<Key, Deque<Step>> behind = new HashMap<>();
  private final CompletableFuture<BatchAnswer> answer = new CompletableFuture<>();
  private long answerBytes;
  private int left;

  BatchRun(
      Call call,
      BatchRequests requests,
      Work work,
      List<BatchOperation> operations,
      long deadlineNanos,
      long maxAnswerBytes) {
    this.call = call;
    this.requests = requests;
    this.work = work;
    this.deadlineNanos = deadlineNanos;
    this.maxAnswerBytes = maxAnswerBytes;
    this.results = new BatchAnswer.Result[operations.size()];
    this.left = operations.size();
    for (int i = 0; i < results.length; i++) {
      add(i, operations.get(i));
    }
  }

  private void add(int index, BatchOperation operation) {
    try {
      Step step = new Step(index, operation, BatchRequests.key(operation));
      Guard.admitOperation(call, operation.kind(), step.key().bucket());
      Deque<Step> others = behind.get(step.key());
      if (others == null) {
        behind.put(step.key(), new ArrayDeque<>());
        ready.add(step);
      } else {
        others.add(step);
      }
    } catch (Refusal refusal) {
      keep(index, BatchAnswer.Result.of(refusal.problem()));
    }
  }

  CompletableFuture<BatchAnswer> start() {
    if (results.length == 0) {
      answer.complete(new BatchAnswer(List.of()));
    }
    for (int i = 0; i < AT_ONCE; i++) {
      goOn();
    }
    return answer;
  }

  /** Does what is ready, until something has to be waited for; then that goes on. */
  private void goOn() {
    for (Step step = next(); step != null; step = next()) {
      Step asked = step;
      CompletableFuture<BatchAnswer.Result> result = ask(asked);
      if (!result.isDone()) {
        result.whenComplete(
            (done, failure) -> {
              ended(asked, done, failure);
              goOn();
            });
        return;
      }
      result.whenComplete((done, failure) -> ended(asked, done, failure));
    }
  }

  private synchronized Step next() {
    return ready.poll();
  }

  private CompletableFuture<BatchAnswer.Result> ask(Step step) {
    Duration time = Duration.ofNanos(deadlineNanos - System.nanoTime());
    if (time.compareTo(EdgeSettings.MIN_TIMEOUT) < 0) {
      return CompletableFuture.completedFuture(BatchAnswer.Result.of(tooLate()));
    }
    try {
      Request request = requests.of(step.operation(), step.key(), time);
      return work.ask(
              time, () -> requests.backend().submit(request), outcome -> result(step, outcome))
          .toCompletableFuture();
    } catch (Refusal refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
  }

  private static Problem tooLate() {
    return Problem.quorumNotMet(
        1, 0, "the time of the batch was over before its turn came; nothing was done");
  }

  private BatchAnswer.Result result(Step step, Outcome outcome) {
    Backend backend = requests.backend();
    return BatchResults.of(
        outcome,
        step.key(),
        backend.properties(step.key().bucket()).latest(),
        step.operation().kind() == BatchOperation.Kind.PUT,
        backend.tokens(),
        requests.clock().getAsLong());
  }

  private synchronized void ended(Step step, BatchAnswer.Result result, Throwable failure) {
    Deque<Step> others = behind.get(step.key());
    if (!others.isEmpty()) {
      ready.addFirst(others.poll());
    }
    keep(step.index(), failure == null ? result : failed(step, failure));
  }

  private static BatchAnswer.Result failed(Step step, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    Refusal refusal =
        cause instanceof Refusal known
            ? known
            : Problems.internal("batch " + step.operation().kind() + " " + step.key(), cause);
    return BatchAnswer.Result.of(refusal.problem());
  }

  /** What a write has done is always told; a value that there is no room for is not sent. */
  private synchronized void keep(int index, BatchAnswer.Result result) {
    long size = BatchResults.size(result);
    boolean shows = result.value() != null || result.siblings() != null;
    BatchAnswer.Result kept = result;
    if (shows && answerBytes + size > maxAnswerBytes) {
      kept = BatchAnswer.Result.of(noRoom());
      size = BatchResults.size(kept);
    }
    answerBytes += size;
    results[index] = kept;
    if (--left == 0) {
      answer.complete(new BatchAnswer(Arrays.asList(results)));
    }
  }

  private Problem noRoom() {
    return new Problem(
        ProblemType.VALUE_TOO_LARGE.uri(),
        ProblemType.VALUE_TOO_LARGE.title(),
        ProblemType.VALUE_TOO_LARGE.status(),
        "with this value the answer would be longer than "
            + maxAnswerBytes
            + " bytes; get it in another batch, or alone",
        maxAnswerBytes,
        null,
        null,
        null);
  }
}
