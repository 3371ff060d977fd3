package aitta.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFailureTest {
  private static final IOException FULL = new IOException("No space left on device");
  private static final IOException BROKEN = new IOException("Input/output error");

  @TempDir Path dir;
  @TempDir Path copy;
  private final FaultyDisk disk = new FaultyDisk();

  @Test
  void aFailedForceIsAnsweredAsFailureAndTheJournalGoesOn() {
    try (OpenJournal journal = OpenJournal.in(dir, disk)) {
      journal.write("a", 1, "one");
      disk.forceFailure = BROKEN;
      assertThatThrownBy(() -> journal.write("a", 2, "lost"))
          .isInstanceOf(JournalIoException.class)
          .hasMessageContaining(dir.toString());
      assertThat(journal.replay("a")).containsExactly("1=one");
      disk.forceFailure = null;
      writeWhenPossible(journal, "a", 2, "two");
      assertThat(journal.replay("a")).containsExactly("1=one", "2=two");
      assertThat(journal.store.figures().failures()).isPositive();
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a")).containsExactly("1=one", "2=two");
      assertThat(journal.store.damages()).isEmpty();
    }
  }

  @Test
  void aSegmentThatCannotBeReadIsNamed() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "one");
    }
    Path segment = new JournalFiles(dir).segment(1);
    Files.move(segment, copy.resolve("segment"));
    Files.createDirectory(segment);
    assertThatThrownBy(() -> OpenJournal.in(dir))
        .isInstanceOf(JournalIoException.class)
        .hasMessageContaining(segment.toString());
  }

  @Test
  void whatFailedOnceStaysAwayAlthoughItsBytesAreOnTheDisk() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir, disk)) {
      journal.write("a", 1, "one");
      int all = disk.permits.drainPermits();
      int forces = disk.forces.get();
      CompletableFuture<Void> lost = journal.writeLater(OpenJournal.events("a", 2, 2, "lost"));
      await().until(disk.permits::hasQueuedThreads);
      byte[] withLost = Files.readAllBytes(new JournalFiles(dir).segment(1));
      assertThat(new String(withLost, StandardCharsets.ISO_8859_1)).contains("lost");
      // Fails once: the next segment can be begun at once, and its head cuts the old one.
      disk.forceFailure = BROKEN;
      disk.permits.release(1);
      await().until(() -> disk.forces.get() == forces + 1 && disk.permits.hasQueuedThreads());
      disk.forceFailure = null;
      disk.permits.release(all - 1);
      assertThatThrownBy(() -> OpenJournal.await(lost)).isInstanceOf(JournalIoException.class);
      // A crash right now: nothing was written behind the failure but the new head.
      copyDirectory();
      Files.write(new JournalFiles(copy).segment(1), withLost);
    }
    try (OpenJournal after = OpenJournal.in(copy)) {
      assertThat(after.replay("a")).containsExactly("1=one");
      after.write("a", 2, "two");
      assertThat(after.replay("a")).containsExactly("1=one", "2=two");
    }
  }

  @Test
  void aWholeGroupFailsWithItsForce() {
    try (OpenJournal journal = OpenJournal.in(dir, disk)) {
      journal.write("a", 1, "one");
      int all = disk.permits.drainPermits();
      CompletableFuture<Void> first = journal.writeLater(OpenJournal.events("a", 2, 2, "x"));
      await().until(() -> journal.store.figures().queued() == 0);
      CompletableFuture<Void> second = journal.writeLater(OpenJournal.events("b", 1, 1, "x"));
      CompletableFuture<Void> third = journal.writeLater(OpenJournal.events("c", 1, 1, "x"));
      disk.forceFailure = BROKEN;
      disk.permits.release(all);
      for (CompletableFuture<Void> each : List.of(first, second, third)) {
        assertThatThrownBy(() -> OpenJournal.await(each)).isInstanceOf(JournalIoException.class);
      }
      disk.forceFailure = null;
      writeWhenPossible(journal, "b", 1, "again");
      assertThat(journal.replay("b")).containsExactly("1=again");
      assertThat(journal.replay("c")).isEmpty();
    }
  }

  @Test
  void aFullDiskIsNamedAndTheJournalGoesOnWhenThereIsRoom() {
    String text = "x".repeat(1000);
    try (OpenJournal journal = OpenJournal.in(dir, disk)) {
      journal.write("a", 1, text);
      await().until(() -> journal.store.figures().spares() == 1);
      disk.usableBytes = 1000;
      long last = fillUntilFull(journal, text);
      assertThat(journal.replay("a")).hasSize((int) last);
      disk.usableBytes = Long.MAX_VALUE;
      writeWhenPossible(journal, "a", last + 1, text);
    }
  }

  @Test
  void aFullDiskCanBeFreedByDeletions() {
    String text = "x".repeat(1000);
    try (OpenJournal journal = OpenJournal.in(dir, disk)) {
      journal.write("old", 1, text);
      long last = 0;
      for (int i = 0; i < 200; i++) {
        journal.write("a", ++last, text);
      }
      disk.usableBytes = 1000;
      last = fillUntilFull(journal, text);
      journal.delete("a", last);
      writeWhenPossible(journal, "a", last + 1, text);
    }
  }

  @Test
  void aFullDiskCanBeFreedByDeletionsRightAfterAStart() {
    String text = "x".repeat(1000);
    long last;
    try (OpenJournal journal = OpenJournal.in(dir, disk)) {
      await().until(() -> journal.store.figures().spares() == 1);
      journal.write("a", 1, text);
      disk.usableBytes = 1000;
      last = fillUntilFull(journal, text);
    }
    try (OpenJournal journal = OpenJournal.in(dir, disk)) {
      assertThatThrownBy(() -> journal.write("a", last + 1, text))
          .isInstanceOf(JournalFullException.class);
      await()
          .ignoreExceptionsInstanceOf(JournalFullException.class)
          .until(
              () -> {
                journal.delete("a", last);
                return true;
              });
      writeWhenPossible(journal, "a", last + 1, text);
      assertThat(journal.replay("a")).hasSize(1);
    }
  }

  @Test
  void aFailedWriteLeavesNoGapWithinWhatWasSubmittedTogether() {
    String text = "x".repeat(OpenJournal.SEGMENT_BYTES / 3);
    try (OpenJournal journal = OpenJournal.in(dir, disk)) {
      journal.write("a", 1, "one");
      disk.writeFailure = FULL;
      assertThatThrownBy(
              () ->
                  OpenJournal.await(
                      journal.writeLater(
                          OpenJournal.events("a", 2, 2, text),
                          OpenJournal.events("a", 3, 3, text),
                          OpenJournal.events("a", 4, 4, text))))
          .isInstanceOf(JournalFullException.class);
      disk.writeFailure = null;
      OpenJournal.await(journal.barrier());
      assertThat(journal.replay("a")).containsExactly("1=one");
      writeWhenPossible(journal, "a", 2, "two");
    }
  }

  @Test
  void aDirectoryThatCannotBeForcedMakesNoSegment() {
    try (OpenJournal journal = OpenJournal.in(dir, disk)) {
      disk.directoryFailure = BROKEN;
      assertThatThrownBy(() -> journal.write("a", 1, "one")).isInstanceOf(JournalIoException.class);
      disk.directoryFailure = null;
      writeWhenPossible(journal, "a", 1, "one");
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a")).containsExactly("1=one");
    }
  }

  @Test
  void aFailedPeriodicForceBeginsANewSegmentAndLosesNothingThatCanStillBeRead() {
    JournalSettings settings = OpenJournal.periodic(dir, Duration.ofMillis(50));
    try (OpenJournal journal = new OpenJournal(settings, disk)) {
      journal.write("a", 1, "one");
      disk.forceFailure = BROKEN;
      journal.write("a", 2, "two");
      await().until(() -> journal.store.figures().failures() > 0);
      disk.forceFailure = null;
      writeWhenPossible(journal, "a", 3, "three");
      assertThat(journal.replay("a")).containsExactly("1=one", "2=two", "3=three");
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a")).containsExactly("1=one", "2=two", "3=three");
    }
  }

  private long fillUntilFull(OpenJournal journal, String text) {
    long last = journal.store.highest("a");
    while (true) {
      try {
        journal.write("a", last + 1, text);
        last++;
      } catch (JournalFullException e) {
        assertThat(e).hasMessageContaining(dir.toString());
        assertThat(e.neededBytes()).isEqualTo(OpenJournal.SEGMENT_BYTES);
        return last;
      }
    }
  }

  /** After a failure the journal pauses a little before it tries to begin a segment again. */
  private static void writeWhenPossible(OpenJournal journal, String id, long seqNr, String text) {
    await()
        .ignoreExceptionsMatching(e -> e instanceof JournalException)
        .until(
            () -> {
              journal.write(id, seqNr, text);
              return true;
            });
  }

  private void copyDirectory() throws IOException {
    try (Stream<Path> all = Files.list(dir)) {
      for (Path path : all.toList()) {
        Files.copy(path, copy.resolve(path.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
