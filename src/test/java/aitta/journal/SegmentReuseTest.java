package aitta.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments whose events are deleted are dropped, and their files lead another life. */
class SegmentReuseTest {
  private static final String TEXT = "x".repeat(1000);

  @TempDir Path dir;

  /** Fills about {@code segments} segments with events of {@code id}; returns the last number. */
  private static long fill(OpenJournal journal, String id, long from, int segments) {
    long last = from - 1;
    for (int i = 0; i < segments * OpenJournal.SEGMENT_BYTES / 1100; i++) {
      journal.write(id, ++last, TEXT);
    }
    return last;
  }

  @Test
  void aSegmentGoesOnceAllItsEventsAreDeleted() {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("slow", 1, "keeps the first segment");
      long last = fill(journal, "fast", 1, 6);
      assertThat(journal.store.figures().segments()).isGreaterThanOrEqualTo(6);
      long oldest = journal.store.figures().oldestSegment();
      journal.delete("fast", last);
      // The first one holds an event of the other id, the last one is being written to.
      assertThat(journal.store.figures().segments()).isEqualTo(2);
      assertThat(journal.store.figures().oldestSegment()).isEqualTo(oldest);
      assertThat(journal.replay("slow")).hasSize(1);
      journal.delete("slow", 1);
      assertThat(journal.store.figures().segments()).isEqualTo(1);
      assertThat(journal.store.bytesInUse()).isZero();
      assertThat(journal.store.figures().oldestSegment()).isZero();
    }
  }

  @Test
  void marksOutliveTheSegmentsThatTheyCameFrom() {
    long last;
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("gone", 1, "one");
      journal.write("gone", 2, "two");
      journal.delete("gone", 2);
      journal.write("half", 1, "one");
      journal.write("half", 2, "two");
      journal.delete("half", 1);
      last = fill(journal, "fast", 1, 5);
      journal.delete("fast", last);
    }
    for (int start = 0; start < 3; start++) {
      try (OpenJournal journal = OpenJournal.in(dir)) {
        assertThat(journal.store.damages()).isEmpty();
        assertThat(journal.store.highest("gone")).isEqualTo(2);
        assertThat(journal.replay("gone")).isEmpty();
        assertThat(journal.replay("half")).containsExactly("2=two");
        assertThat(journal.store.highest("fast")).isEqualTo(last);
        assertThat(journal.replay("fast")).isEmpty();
        last = fill(journal, "fast", last + 1, 2);
        journal.delete("fast", last);
      }
    }
  }

  @Test
  void filesAreUsedAgainAndSparesAreBounded() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      long last = 0;
      for (int round = 0; round < 10; round++) {
        last = fill(journal, "a", last + 1, 4);
        journal.delete("a", last);
      }
      await().until(() -> journal.store.figures().spares() == 2);
      await().until(() -> files(".segment").size() == 1);
      assertThat(files(".spare")).hasSize(2);
      assertThat(journal.store.figures().bytesOnDisk())
          .isLessThanOrEqualTo(3L * OpenJournal.SEGMENT_BYTES + 100);
    }
  }

  @Test
  void nextSegmentIsAFileThatWasMadeBefore() {
    FaultyDisk disk = new FaultyDisk();
    try (OpenJournal journal = OpenJournal.in(dir, disk)) {
      long last = fill(journal, "a", 1, 1);
      await().until(() -> journal.store.figures().spares() == 2);
      disk.usableBytes = 0; // no file can be made any more
      fill(journal, "a", last + 1, 1);
      assertThat(journal.store.figures().segments()).isEqualTo(2);
    }
  }

  @Test
  void recordsOfAnEarlierLifeAreNeverReplayed() {
    // Every record has the same length, so those of an earlier life lie just where new ones would.
    for (int start = 0; start < 10; start++) {
      try (OpenJournal journal = OpenJournal.in(dir)) {
        long highest = journal.store.highest("a");
        assertThat(highest).isEqualTo(start * 70L);
        assertThat(journal.replay("a")).isEmpty();
        assertThat(journal.store.damages()).isEmpty();
        for (long seqNr = highest + 1; seqNr <= highest + 70; seqNr++) {
          journal.write("a", seqNr, TEXT);
        }
        journal.delete("a", highest + 70);
      }
    }
  }

  @Test
  void whatADyingProcessLeftOfANewFileIsRemoved() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "one");
      await().until(() -> journal.store.figures().spares() == 1);
    }
    JournalFiles files = new JournalFiles(dir);
    Files.write(files.preparing(77), new byte[5000]);
    Files.write(files.spare(78), new byte[5000]);
    // A spare that was made a segment on disk, but whose process died before it was renamed.
    Path segment = files.segment(files.generations().get(0));
    Path spare = files.spare(files.spares().get(0));
    byte[] head = new byte[OpenJournal.SEGMENT_BYTES];
    System.arraycopy(Files.readAllBytes(segment), 0, head, 0, 4096);
    Files.write(spare, head);
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a")).containsExactly("1=one");
      assertThat(files(".preparing")).isEmpty();
      assertThat(files.spare(78)).doesNotExist();
      journal.write("a", 2, "two");
      assertThat(journal.store.damages()).isEmpty();
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a")).containsExactly("1=one", "2=two");
    }
  }

  @Test
  void aFileThatTheNewestHeadDoesNotNameIsLeftOverAndGoes() throws IOException {
    Path old;
    byte[] content;
    try (OpenJournal journal = OpenJournal.in(dir)) {
      long last = fill(journal, "a", 1, 2);
      old = new JournalFiles(dir).segment(1);
      content = Files.readAllBytes(old);
      journal.delete("a", last);
      fill(journal, "a", last + 1, 2);
    }
    assertThat(old).doesNotExist();
    Files.write(old, content);
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a").get(0)).doesNotStartWith("1=");
      assertThat(journal.store.damages()).isEmpty();
      await().until(() -> !Files.exists(old));
    }
  }

  @Test
  void aSegmentThatEndedEarlyGivesBackItsRest() throws IOException {
    for (int start = 1; start <= 4; start++) {
      try (OpenJournal journal = OpenJournal.in(dir)) {
        journal.write("a", start, "x");
      }
    }
    JournalFiles files = new JournalFiles(dir);
    List<Long> generations = files.generations();
    assertThat(generations).hasSize(4);
    for (long generation : generations.subList(0, 3)) {
      assertThat(Files.size(files.segment(generation))).isLessThan(1000);
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a")).hasSize(4);
    }
  }

  private List<Path> files(String kind) throws IOException {
    try (var all = Files.list(dir)) {
      return all.filter(path -> path.toString().endsWith(kind)).toList();
    }
  }
}
