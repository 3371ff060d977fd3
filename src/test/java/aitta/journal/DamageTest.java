package aitta.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which damage is found, whom it is blamed on, and what still works beside it. */
class DamageTest {
  private static final byte JUNK = 0x55;

  @TempDir Path dir;
  @TempDir Path aside;

  @Test
  void aDamagedBodyConcernsTheIdThatItsHeaderNames() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "a-one");
      journal.write("b", 1, "b-one");
      journal.write("a", 2, "a-two");
      journal.write("b", 2, "b-two");
    }
    long at = flip(segment(1), "b-one");
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a")).containsExactly("1=a-one", "2=a-two");
      assertCorrupt(journal, "b");
      JournalDamage damage = journal.store.damages().get(0);
      assertThat(damage.file()).isEqualTo(segment(1));
      assertThat(damage.persistenceIds()).containsExactly("b");
      assertThat(at).isBetween(damage.offset(), damage.offset() + damage.bytes());
      journal.write("a", 3, "a-three");
    }
  }

  @Test
  void aDamagedHeaderIsBlamedByTheChainOfNumbers() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      for (int i = 1; i <= 3; i++) {
        journal.write("a", i, "a-" + i);
        journal.write("b", i, "b-" + i);
      }
    }
    overwriteHeaderBefore(segment(1), "a-2");
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertCorrupt(journal, "a");
      assertThat(journal.replay("b")).containsExactly("1=b-1", "2=b-2", "3=b-3");
      assertThat(journal.store.damages().get(0).persistenceIds()).containsExactly("a");
    }
  }

  @Test
  void bytesThatMayHaveHeldTheLastEventOfAnybodyMakeAllSuspectThatWroteNothingSince()
      throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("early", 1, "early-1");
      journal.write("a", 1, "a-1");
      journal.write("late", 1, "late-1");
    }
    overwriteHeaderBefore(segment(1), "a-1");
    for (int start = 0; start < 3; start++) {
      try (OpenJournal journal = OpenJournal.in(dir)) {
        assertCorrupt(journal, "early");
        assertThat(journal.replay("late")).contains("1=late-1");
        journal.write("late", start + 2, "goes on");
      }
    }
  }

  @Test
  void aDamagedIdWorksAgainOnceItsEventsAreDiscarded() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "a-one");
      journal.write("a", 2, "a-two");
      journal.write("b", 1, "b-one");
    }
    flip(segment(1), "a-one");
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertCorrupt(journal, "a");
      journal.delete("a", 2);
      assertThat(journal.store.highest("a")).isEqualTo(2);
      journal.write("a", 3, "a-three");
      assertThat(journal.replay("a")).containsExactly("3=a-three");
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a")).containsExactly("3=a-three");
      assertThat(journal.replay("b")).containsExactly("1=b-one");
    }
  }

  @Test
  void aSuspectedIdWorksAgainOnceItsEventsAreDiscarded() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "a-one");
      journal.write("b", 1, "b-one");
    }
    overwriteHeaderBefore(segment(1), "b-one");
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertCorrupt(journal, "a");
      journal.delete("a", Long.MAX_VALUE);
      assertThat(journal.replay("a")).isEmpty();
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.store.highest("a")).isEqualTo(1);
      assertThat(journal.replay("a")).isEmpty();
    }
  }

  @Test
  void damageInAnOlderSegmentConcernsThoseWhoseEventsItHeld() throws IOException {
    for (int i = 1; i <= 3; i++) {
      try (OpenJournal journal = OpenJournal.in(dir)) {
        journal.write("a", i, "a-" + i);
        if (i != 2) {
          journal.write("b", (i + 1) / 2, "b-" + i);
        }
      }
    }
    overwriteHeaderBefore(segment(2), "a-2");
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertCorrupt(journal, "a");
      assertThat(journal.replay("b")).containsExactly("1=b-1", "2=b-3");
    }
  }

  @Test
  void theLastEventOfAnIdIsMissedToo() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "a-1");
      journal.write("a", 2, "a-2");
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("b", 1, "b-1");
    }
    overwriteHeaderBefore(segment(1), "a-2");
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertCorrupt(journal, "a");
      assertThat(journal.replay("b")).containsExactly("1=b-1");
    }
  }

  @Test
  void aMissingSegmentIsDamage() throws IOException {
    for (int i = 1; i <= 3; i++) {
      try (OpenJournal journal = OpenJournal.in(dir)) {
        journal.write("a", i, "a-" + i);
        journal.write("b-" + i, 1, "b");
      }
    }
    Files.delete(segment(2));
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertCorrupt(journal, "a");
      assertCorrupt(journal, "b-2");
      assertThat(journal.replay("b-1")).hasSize(1);
      assertThat(journal.replay("b-3")).hasSize(1);
      JournalDamage damage = journal.store.damages().get(0);
      assertThat(damage.file()).isEqualTo(segment(2));
      assertThat(damage.persistenceIds()).containsExactly("a", "b-2");
    }
  }

  @Test
  void aSegmentThatWasCutIsDamage() throws IOException {
    for (int i = 1; i <= 2; i++) {
      try (OpenJournal journal = OpenJournal.in(dir)) {
        journal.write("a", i, "a-" + i);
        journal.write("b", i, "b-" + i);
      }
    }
    byte[] bytes = Files.readAllBytes(segment(1));
    int cut = find(bytes, "a-1") + 8;
    Files.write(segment(1), Arrays.copyOf(bytes, cut));
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a")).containsExactly("1=a-1", "2=a-2");
      assertCorrupt(journal, "b");
    }
  }

  @Test
  void theNewestSegmentCutBetweenTwoRecordsIsDamage() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "a-1");
      journal.write("b", 1, "b-1");
    }
    byte[] bytes = Files.readAllBytes(segment(1));
    int end = (find(bytes, "a-1") + 3 + 7) & -8;
    Files.write(segment(1), Arrays.copyOf(bytes, end));
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.store.damages()).hasSize(1);
      assertCorrupt(journal, "a");
    }
  }

  @Test
  void withoutTheNewestHeadNothingIsTrusted() throws IOException {
    for (int i = 1; i <= 2; i++) {
      try (OpenJournal journal = OpenJournal.in(dir)) {
        journal.write("a", i, "a-" + i);
      }
    }
    overwrite(segment(2), 0, 64);
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertCorrupt(journal, "a");
      journal.write("new", 1, "new");
      assertThat(journal.replay("new")).hasSize(1);
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertCorrupt(journal, "a");
      assertThat(journal.replay("new")).hasSize(1);
    }
  }

  @Test
  void aDamagedTableOfMarksMakesAllSuspectThatWroteNothingSince() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("quiet", 1, "x");
      journal.write("busy", 1, "x");
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("busy", 2, "x");
    }
    flip(segment(2), "quiet");
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertCorrupt(journal, "quiet");
      assertThat(journal.replay("busy")).hasSize(2);
    }
  }

  @Test
  void theHeadOfASegmentWithoutRecordsCountsToo() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("quiet", 1, "x");
    }
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("busy", 1, "x");
    }
    // As if the process had died right after it began the segment.
    byte[] bytes = Files.readAllBytes(segment(2));
    int headEnd = ByteBuffer.wrap(bytes).getInt(40);
    overwrite(segment(2), headEnd, 200);
    overwrite(segment(2), SegmentHeader.BYTES, 8);
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.store.damages()).isEmpty();
    }
    flip(segment(2), "quiet");
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertCorrupt(journal, "quiet");
    }
  }

  @Test
  void deletedEventsMayBeDamaged() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "a-one");
      journal.write("a", 2, "a-two");
      journal.write("a", 3, "a-three");
      journal.delete("a", 2);
    }
    flip(segment(1), "a-one");
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.replay("a")).containsExactly("3=a-three");
      assertThat(journal.store.damages()).hasSize(1);
      assertThat(journal.store.damages().get(0).persistenceIds()).isEmpty();
    }
  }

  @Test
  void aLostDeletionIsKnownFromLaterRecords() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "a-one");
      journal.write("a", 2, "a-two");
      journal.delete("a", 1);
      journal.write("a", 3, "a-three");
    }
    byte[] bytes = Files.readAllBytes(segment(1));
    int deletion = (find(bytes, "a-two") + 12) & -8;
    overwrite(segment(1), deletion, 24);
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.store.damages()).isNotEmpty();
      assertThat(journal.replay("a")).containsExactly("2=a-two", "3=a-three");
    }
  }

  @Test
  void damageThatHappensWhileTheJournalIsOpenIsFoundByReplay() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "a-one");
      journal.write("a", 2, "a-two");
      journal.write("b", 1, "b-one");
      flip(segment(1), "a-two");
      assertThatThrownBy(() -> journal.replay("a"))
          .isInstanceOf(JournalCorruptException.class)
          .hasMessageContaining("event 2 does not read");
      assertThat(journal.replay("b")).containsExactly("1=b-one");
    }
  }

  @Test
  void aDamagedSegmentIsKeptUntilNobodyNeedsItAnyMore() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "a-one");
      journal.write("b", 1, "b-one");
    }
    flip(segment(1), "a-one");
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.delete("b", 1);
      assertThat(segment(1)).exists();
      journal.delete("a", 1);
      await().until(() -> !Files.exists(segment(1)));
    }
  }

  @Test
  void aNewerFormatIsRefusedAndLeftAlone() throws IOException {
    try (OpenJournal journal = OpenJournal.in(dir)) {
      journal.write("a", 1, "a-one");
    }
    byte[] bytes = Files.readAllBytes(segment(1));
    ByteBuffer header = ByteBuffer.wrap(bytes);
    header.putInt(8, 99);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, 60);
    header.putInt(60, (int) crc.getValue());
    Files.write(segment(1), bytes);
    assertThatThrownBy(() -> OpenJournal.in(dir))
        .isInstanceOf(JournalFormatException.class)
        .hasMessageContaining("format 99");
    assertThat(Files.readAllBytes(segment(1))).isEqualTo(bytes);
  }

  @Test
  void anUnacknowledgedLastGroupIsCutWhereverItsPagesWereLost() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    try (OpenJournal journal = OpenJournal.in(dir, disk)) {
      journal.write("a", 1, "a-1");
      journal.write("b", 1, "b-1");
      int all = disk.permits.drainPermits();
      journal.writeLater(
          OpenJournal.events("a", 2, 2, "a-2"), OpenJournal.events("a", 3, 3, "a-3"));
      journal.writeLater(OpenJournal.events("b", 2, 2, "b-2"));
      await().until(disk.permits::hasQueuedThreads);
      copyAside();
      disk.permits.release(all);
    }
    // The power went: the page with a-3 never reached the disk, the one with b-2 did or did not.
    JournalFiles files = new JournalFiles(aside);
    overwriteHeaderBefore(files.segment(1), "a-3");
    try (OpenJournal journal = OpenJournal.in(aside)) {
      assertThat(journal.store.damages()).isEmpty();
      assertThat(journal.replay("a")).containsExactly("1=a-1", "2=a-2");
      assertThat(journal.replay("b")).containsExactly("1=b-1");
      journal.write("a", 3, "a-3 again");
    }
    try (OpenJournal journal = OpenJournal.in(aside)) {
      assertThat(journal.replay("a")).containsExactly("1=a-1", "2=a-2", "3=a-3 again");
    }
  }

  private void assertCorrupt(OpenJournal journal, String id) {
    assertThatThrownBy(() -> journal.replay(id))
        .isInstanceOf(JournalCorruptException.class)
        .hasMessageContaining(id)
        .hasMessageContaining(dir.toString());
    assertThatThrownBy(() -> journal.store.highest(id)).isInstanceOf(JournalCorruptException.class);
  }

  private Path segment(long generation) {
    return new JournalFiles(dir).segment(generation);
  }

  private void copyAside() throws IOException {
    try (var all = Files.list(dir)) {
      for (Path path : all.toList()) {
        Files.copy(path, aside.resolve(path.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  static int find(byte[] bytes, String text) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    assertThat(at).as("place of " + text).isPositive();
    return at;
  }

  /** Changes one bit at this text; returns where. */
  static long flip(Path file, String text) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = find(bytes, text);
    bytes[at] ^= 1;
    Files.write(file, bytes);
    return at;
  }

  /** The headers of these short ids are 57 bytes and more; this hits the last 40 of them. */
  private static void overwriteHeaderBefore(Path file, String text) throws IOException {
    overwrite(file, find(Files.readAllBytes(file), text) - 40, 40);
  }

  private static void overwrite(Path file, int at, int count) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, at, at + count, JUNK);
    Files.write(file, bytes);
  }
}
