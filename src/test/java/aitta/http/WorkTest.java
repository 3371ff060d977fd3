package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Test;

class WorkTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private final Load load = new Load(1, 1);
  private final Deadlines deadlines = new Deadlines();
  private final Work work = new Work(load, deadlines);

  private CompletableFuture<HttpResponse> run(Supplier<CompletionStage<Integer>> question) {
    return work.run(TIMEOUT, question, status -> HttpResponse.create().withStatus(status))
        .toCompletableFuture();
  }

  @Test
  void placeIsTakenUntilTheAnswerIsMade() {
    CompletableFuture<Integer> question = new CompletableFuture<>();
    CompletableFuture<HttpResponse> answer = run(() -> question);
    assertThat(load.requests()).isEqualTo(1);
    assertThat(run(() -> question)).isCompletedExceptionally();
    question.complete(200);
    assertThat(answer.join().status().intValue()).isEqualTo(200);
    assertThat(load.requests()).isZero();
  }

  @Test
  void placeComesBackHoweverTheQuestionFails() {
    assertThat(run(() -> CompletableFuture.failedFuture(new RuntimeException())))
        .isCompletedExceptionally();
    assertThat(
            run(
                () -> {
                  throw new IllegalStateException();
                }))
        .isCompletedExceptionally();
    assertThat(run(() -> null)).isCompletedExceptionally();
    assertThat(run(() -> CompletableFuture.completedFuture(-1))).isCompletedExceptionally();
    assertThat(load.requests()).isZero();
  }

  @Test
  void backendThatNeverAnswersIsADefectSomeTimeAfterItsPromise() {
    CompletableFuture<HttpResponse> answer = run(CompletableFuture::new);
    deadlines.sweep(System.nanoTime() + TIMEOUT.toNanos());
    assertThat(answer).isNotDone();
    deadlines.sweep(System.nanoTime() + Duration.ofSeconds(10).toNanos());
    assertThat(answer).isCompletedExceptionally();
    assertThat(load.requests()).isZero();
  }
}
