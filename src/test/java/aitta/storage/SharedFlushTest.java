package aitta.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedFlushTest {
  private final AtomicInteger flushes = new AtomicInteger();
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);

  @Test
  void callersDuringAFlushShareTheNextOne() throws Exception {
    SharedFlush shared = new SharedFlush(this::flush);
    CompletableFuture<Void> first = CompletableFuture.runAsync(shared::run);
    await().until(() -> flushes.get() == 1);
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Thread caller = new Thread(shared::run);
      caller.start();
      waiting.add(caller);
    }
    await().until(() -> waiting.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
    firstMayEnd.countDown();
    first.get();
    for (Thread caller : waiting) {
      caller.join();
    }
    assertThat(flushes.get()).isEqualTo(2);
  }

  @Test
  void failureGoesToThoseWhoWaitedForThatFlush() {
    SharedFlush shared =
        new SharedFlush(
            () -> {
              if (flushes.incrementAndGet() == 1) {
                throw new DiskFullException("no room", null);
              }
            });
    assertThatThrownBy(shared::run).isInstanceOf(DiskFullException.class);
    shared.run();
    assertThat(flushes.get()).isEqualTo(2);
  }

  private void flush() {
    if (flushes.incrementAndGet() == 1) {
      try {
        firstMayEnd.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
