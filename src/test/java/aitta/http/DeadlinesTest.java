package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private final Deadlines deadlines = new Deadlines();

  @Test
  void onlyOverdueAnswersFail() {
    CompletableFuture<String> early = new CompletableFuture<>();
    CompletableFuture<String> late = new CompletableFuture<>();
    long start = Long.MAX_VALUE - 5; // the count of nanoseconds may wrap
    deadlines.watch(early, start + 10);
    deadlines.watch(late, start + 20);
    deadlines.sweep(start + 9);
    assertThat(early).isNotDone();
    deadlines.sweep(start + 10);
    assertThat(early).isCompletedExceptionally();
    assertThat(late).isNotDone();
  }

  @Test
  void answeredOnesAreForgotten() {
    CompletableFuture<String> answered = new CompletableFuture<>();
    deadlines.watch(answered, 10);
    answered.complete("yes");
    deadlines.sweep(20);
    assertThat(answered).isCompletedWithValue("yes");
    assertThat(deadlines.size()).isZero();
  }
}
