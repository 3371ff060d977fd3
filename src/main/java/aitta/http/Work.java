package aitta.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Asks the backend, within the bound on requests under way, and holds it to its time. */
final class Work {
  /** How much longer than a request's own timeout the backend may take before it is a defect. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Load load;
  private final Deadlines deadlines;

  Work(Load load, Deadlines deadlines) {
    this.load = load;
    this.deadlines = deadlines;
  }

  /**
   * @param timeout by which the backend has promised to answer
   * @param question asks the backend; may throw
   * @param answer made of what the backend says
   * @return fails with a {@link Refusal} where there is no room, or with a defect
   */
  <T> CompletionStage<HttpResponse> run(
      Duration timeout, Supplier<CompletionStage<T>> question, Function<T, HttpResponse> answer) {
    return ask(timeout, question, answer);
  }

  /** The same, for an answer that is a part of another. */
  <T, A> CompletionStage<A> ask(
      Duration timeout, Supplier<CompletionStage<T>> question, Function<T, A> answer) {
    try {
      load.enter();
    } catch (Refusal noRoom) {
      return CompletableFuture.failedStage(noRoom);
    }
    CompletableFuture<T> outcome = new CompletableFuture<>();
    CompletionStage<A> answered =
        outcome.thenApply(answer).whenComplete((response, failure) -> load.leave());
    deadlines.watch(outcome, System.nanoTime() + timeout.plus(GRACE).toNanos());
    try {
      question
          .get()
          .whenComplete(
              (value, failure) -> {
                if (failure == null) {
                  outcome.complete(value);
                } else {
                  outcome.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
    }
    return answered;
  }
}
