package aitta.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.bucket.BucketProperties;
import aitta.request.ListEntry;
import aitta.request.ListOutcome;
import aitta.request.ListRequest;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.version.Dot;
import aitta.version.Seen;
import aitta.version.Siblings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeletionTest {
  private final NavigableSet<String> rows = new ConcurrentSkipListSet<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger atWork = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  private CompletionStage<ListOutcome> page(ListRequest request) {
    if (failures.getAndDecrement() > 0) {
      return CompletableFuture.completedFuture(new ListOutcome.Incomplete("no owner"));
    }
    List<String> found =
        rows.subSet(request.from(), request.to()).stream().limit(request.limit() + 1L).toList();
    List<ListEntry> entries =
        found.stream()
            .limit(request.limit())
            .map(row -> new ListEntry(row, List.of(), List.of()))
            .toList();
    String next = found.size() > request.limit() ? found.get(request.limit()) : null;
    return CompletableFuture.completedFuture(new ListOutcome.Page(entries, next));
  }

  private CompletionStage<Outcome> submit(Request request) {
    most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
    Request.Write write = (Request.Write) request;
    assertThat(write.content()).isNull();
    assertThat(write.precondition()).isNull();
    Outcome outcome;
    if (failures.getAndDecrement() > 0) {
      outcome = new Outcome.QuorumNotMet(2, 1, "few");
    } else {
      rows.remove("b\0" + new String(write.key().name(), StandardCharsets.ISO_8859_1));
      outcome = new Outcome.WriteDone(Siblings.EMPTY, new Dot(1, 1), Seen.NOTHING, 2, 3);
    }
    return new CompletableFuture<Outcome>()
        .completeOnTimeout(outcome, 1, TimeUnit.MILLISECONDS)
        .whenComplete((done, failure) -> atWork.decrementAndGet());
  }

  private Deletion deletion(Duration patience) {
    Deletion.Tools tools =
        new Deletion.Tools(
            this::page,
            this::submit,
            bucket -> BucketProperties.DEFAULT,
            Duration.ofMillis(1),
            patience);
    return new Deletion(tools, "b", "b\0p", "b\0q");
  }

  private static void join(Deletion deletion) {
    deletion.run().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void allKeysWithThePrefixAreDeletedAndNoOthers() {
    for (int i = 0; i < 1200; i++) {
      rows.add("b\0p\u00ff" + i);
    }
    rows.add("b\0o");
    rows.add("b\0q");
    Deletion deletion = deletion(Duration.ofMinutes(1));
    join(deletion);
    assertThat(rows).containsExactly("b\0o", "b\0q");
    assertThat(deletion.deleted()).isEqualTo(1200);
    assertThat(most.get()).isBetween(2, 16);
  }

  @Test
  void whatFailsIsTriedAgain() {
    rows.add("b\0p1");
    rows.add("b\0p2");
    failures.set(5);
    Deletion deletion = deletion(Duration.ofMinutes(1));
    join(deletion);
    assertThat(rows).isEmpty();
    assertThat(deletion.holdup()).isNull();
  }

  @Test
  void withoutProgressItEndsAndSaysWhy() {
    failures.set(Integer.MAX_VALUE);
    assertThatThrownBy(() -> join(deletion(Duration.ofMillis(20))))
        .hasMessageContaining("no owner");
  }
}
