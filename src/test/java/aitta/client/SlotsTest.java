package aitta.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SlotsTest {
  @Test
  void whoFindsNoSlotWaitsInLine() {
    Slots slots = new Slots(2, 10);
    assertThat(slots.take()).isCompleted();
    assertThat(slots.take()).isCompleted();
    CompletableFuture<Void> third = slots.take();
    CompletableFuture<Void> fourth = slots.take();
    assertThat(third).isNotDone();
    slots.give();
    assertThat(third).isCompleted();
    assertThat(fourth).isNotDone();
    slots.give();
    assertThat(fourth).isCompleted();
    slots.give();
    assertThat(slots.take()).isCompleted();
  }

  @Test
  void lineIsBounded() {
    Slots slots = new Slots(1, 1);
    slots.take();
    slots.take();
    assertThat(slots.take())
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(ClientBusyException.class);
  }

  @Test
  void whoHasGivenUpTakesNoSlotAndNoPlace() {
    Slots slots = new Slots(1, 1);
    slots.take();
    CompletableFuture<Void> late = slots.take();
    late.completeExceptionally(new TimeoutException());
    CompletableFuture<Void> next = slots.take();
    assertThat(slots.waiting()).isEqualTo(1);
    slots.give();
    assertThat(next).isCompleted();
  }
}
