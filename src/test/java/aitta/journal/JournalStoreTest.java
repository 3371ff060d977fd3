package aitta.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalStoreTest {
  @TempDir Path dir;

  @Test
  void whatWasWrittenIsThereAfterItWasClosed() {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "one");
      journal.write("b", 1, "uno");
      OpenJournal.await(journal.writeLater(OpenJournal.events("a", 2, 4, "two to four")));
      assertThat(journal.replay("a")).containsExactly("1=one", "4=two to four");
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a")).containsExactly("1=one", "4=two to four");
      assertThat(journal.replay("b")).containsExactly("1=uno");
      assertThat(journal.replay("a", 2)).containsExactly("4=two to four");
      assertThat(journal.store.highest("a")).isEqualTo(4);
      journal.write("a", 5, "five");
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a", 3)).containsExactly("4=two to four", "5=five");
      assertThat(journal.store.damages()).isEmpty();
    }
  }

  @Test
  void whatQueuesDuringAForcedWriteIsTheNextGroup() {
    FaultyDisk disk = new FaultyDisk();
    try (OpenJournal journal = OpenJournal.in(dir, disk)) {
      journal.write("a", 1, "opens a segment");
      int all = disk.permits.drainPermits();
      CompletableFuture<Void> first = journal.writeLater(OpenJournal.events("a", 2, 2, "x"));
      await().until(() -> journal.store.figures().queued() == 0);
      List<CompletableFuture<Void>> waiting = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        waiting.add(journal.writeLater(OpenJournal.events("id-" + i, 1, 1, "y")));
      }
      int forcesBefore = disk.forces.get();
      assertThat(first).isNotDone();
      disk.permits.release(2);
      waiting.forEach(OpenJournal::await);
      assertThat(disk.forces.get() - forcesBefore).isEqualTo(2);
      assertThat(journal.store.figures().lastGroupRecords()).isEqualTo(100);
      disk.permits.release(all - 2);
    }
  }

  @Test
  void nothingIsAnsweredOrReplayedBeforeItIsForced() {
    FaultyDisk disk = new FaultyDisk();
    try (OpenJournal journal = OpenJournal.in(dir, disk)) {
      journal.write("a", 1, "one");
      int all = disk.permits.drainPermits();
      CompletableFuture<Void> second = journal.writeLater(OpenJournal.events("a", 2, 2, "two"));
      await().until(() -> journal.store.figures().queued() == 0);
      assertThat(second).isNotDone();
      assertThat(journal.replay("a")).containsExactly("1=one");
      disk.permits.release(all);
      OpenJournal.await(second);
      assertThat(journal.replay("a")).containsExactly("1=one", "2=two");
    }
  }

  @Test
  void aBarrierWaitsForWhatWasSubmittedBefore() {
    FaultyDisk disk = new FaultyDisk();
    try (OpenJournal journal = OpenJournal.in(dir, disk)) {
      journal.write("a", 1, "one");
      int all = disk.permits.drainPermits();
      CompletableFuture<Void> second = journal.writeLater(OpenJournal.events("a", 2, 2, "two"));
      CompletableFuture<Void> barrier = journal.barrier();
      await().until(() -> journal.store.figures().queued() <= 1 && disk.permits.hasQueuedThreads());
      assertThat(barrier).isNotDone();
      disk.permits.release(all);
      OpenJournal.await(barrier);
      assertThat(second).isCompleted();
      assertThat(journal.store.highest("a")).isEqualTo(2);
    }
  }

  @Test
  void theQueueIsBoundedInNumberAndInBytes() {
    FaultyDisk disk = new FaultyDisk();
    JournalSettings narrow =
        new JournalSettings(
            dir, OpenJournal.SEGMENT_BYTES, 1, null, 3, 1000, 1 << 20, Duration.ofSeconds(5));
    try (OpenJournal journal = new OpenJournal(narrow, disk)) {
      journal.write("a", 1, "one");
      int all = disk.permits.drainPermits();
      journal.writeLater(OpenJournal.events("a", 2, 2, "in work"));
      await().until(() -> journal.store.figures().queued() == 0);
      String large = "x".repeat(800);
      journal.writeLater(OpenJournal.events("b", 1, 1, large));
      assertThatThrownBy(() -> journal.writeLater(OpenJournal.events("c", 1, 1, large)))
          .isInstanceOf(JournalOverloadedException.class)
          .hasMessageContaining("max-queued-size = 1000");
      journal.writeLater(OpenJournal.events("d", 1, 1, "small"));
      CompletableFuture<Void> last = journal.writeLater(OpenJournal.events("e", 1, 1, "small"));
      assertThatThrownBy(() -> journal.writeLater(OpenJournal.events("f", 1, 1, "small")))
          .isInstanceOf(JournalOverloadedException.class)
          .hasMessageContaining("max-queued-writes = 3");
      disk.permits.release(all);
      OpenJournal.await(last);
      assertThat(journal.replay("e")).containsExactly("1=small");
      assertThat(journal.replay("c")).isEmpty();
    }
  }

  @Test
  void thousandsOfIdsAreKeptApart() {
    int ids = 3000;
    JournalSettings settings = OpenJournal.settings(dir, 1 << 20);
    try (OpenJournal journal = new OpenJournal(settings, new LocalDisk())) {
      for (int round = 1; round <= 3; round++) {
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < ids; i++) {
          waiting.add(
              journal.writeLater(OpenJournal.events("id-" + i, round, round, i + "." + round)));
          if (i % 500 == 499) {
            waiting.forEach(OpenJournal::await);
          }
        }
      }
    }
    try (OpenJournal journal = new OpenJournal(settings, new LocalDisk())) {
      for (int i = 0; i < ids; i++) {
        assertThat(journal.replay("id-" + i))
            .containsExactly("1=" + i + ".1", "2=" + i + ".2", "3=" + i + ".3");
      }
      assertThat(journal.store.figures().persistenceIds()).isEqualTo(ids);
    }
  }

  @Test
  void moreIdsThanAHeadTakesAreRefusedWithAReason() {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  OpenJournal.await(
                      journal.writeLater(
                          OpenJournal.events("a-rather-long-id-" + i, 1, 1, "x"),
                          OpenJournal.events("another-long-id-" + i, 1, 1, "x")));
                }
              })
          .isInstanceOf(JournalFullException.class)
          .hasMessageContaining("raise segment-size");
    }
  }

  @Test
  void aDirectoryIsForOneJournalAtATime() {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "one");
      assertThatThrownBy(() -> OpenJournal.in(dir))
          .isInstanceOf(JournalLockedException.class)
          .hasMessageContaining(dir.toString())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      journal.write("a", 2, "two");
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a")).hasSize(2);
    }
  }

  @Test
  void aClosedJournalTakesNothing() {
    OpenJournal journal = OpenJournal.in(dir);
    journal.close();
    assertThatThrownBy(() -> journal.write("a", 1, "one"))
        .isInstanceOf(JournalClosedException.class);
  }

  @Test
  void whatWaitsWhenItIsClosedIsWrittenFirst() {
    OpenJournal journal = OpenJournal.in(dir);
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    for (int i = 1; i <= 500; i++) {
      waiting.add(journal.writeLater(OpenJournal.events("a", i, i, "x")));
    }
    journal.close();
    assertThat(waiting).allMatch(CompletableFuture::isDone);
    waiting.forEach(OpenJournal::await);
    try (OpenJournal again = OpenJournal.in(dir)) {
      assertThat(again.replay("a")).hasSize(500);
    }
  }

  @Test
  void periodicDurabilityAnswersFirstAndForcesLater() {
    FaultyDisk disk = new FaultyDisk();
    JournalSettings settings = OpenJournal.periodic(dir, Duration.ofMillis(100));
    try (OpenJournal journal = new OpenJournal(settings, disk)) {
      journal.write("a", 1, "one");
      await().until(() -> journal.store.figures().fsyncs().count() == 1);
      int all = disk.permits.drainPermits();
      journal.write("a", 2, "two");
      assertThat(journal.replay("a")).containsExactly("1=one", "2=two");
      disk.permits.release(all);
      await().until(() -> journal.store.figures().fsyncs().count() >= 2);
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a")).containsExactly("1=one", "2=two");
    }
  }

  @Test
  void startsThatWriteNothingLeaveNoFilesBehind() {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "one");
    }
    for (int i = 0; i < 5; i++) {
      OpenJournal.in(dir).close();
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.store.figures().segments()).isEqualTo(1);
      assertThat(journal.store.figures().bytesOnDisk())
          .isLessThanOrEqualTo(3L * OpenJournal.SEGMENT_BYTES + 100);
    }
  }
}
