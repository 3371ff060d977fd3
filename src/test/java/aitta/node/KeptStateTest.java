package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.membership.DataDirectory;
import aitta.model.NodeId;
import aitta.storage.RowChange;
import aitta.storage.StateSettings;
import aitta.storage.StateStore;
import aitta.storage.TableId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptStateTest {
  private static final TableId FIRST = TableId.underList(3, 1);

  @TempDir Path home;
  private DataDirectory directory;
  private String incarnation;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = DataDirectory.open(home, new NodeId("n1"), "test");
    incarnation = directory.incarnation();
    try (StateStore store = open().store()) {
      apply(store, FIRST, 7);
      apply(store, FIRST.next(), 4);
    }
    directory.markRangesMade();
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
  }

  private KeptState open() {
    return KeptState.open(directory, StateSettings.defaults());
  }

  private static void apply(StateStore store, TableId table, long seqNr) {
    store.apply(table, seqNr, List.of(RowChange.put(new byte[] {1}, new byte[9])), new byte[0]);
  }

  @Test
  void theNewestTableIsUsedAndTheJournalMustHaveItsEvents() {
    KeptState kept = open();
    try (StateStore store = kept.store()) {
      assertThat(kept.tablesLike(FIRST)).containsExactly(FIRST, FIRST.next());
      assertThat(kept.marks())
          .containsEntry(FIRST.persistenceId(), 7L)
          .containsEntry(FIRST.next().persistenceId(), 4L);
      assertThat(kept.noteDamage()).isFalse();
      assertThat(store.damage()).isEmpty();
    }
    assertThat(directory.incarnation()).isEqualTo(incarnation);
  }

  @Test
  void anOlderTableDoesNotTakeThePlaceOfOneThatWasDropped() throws IOException {
    directory.keepDamagedTables(List.of(FIRST.next().persistenceId()));
    TableId another = FIRST.next().next();
    for (int starts = 0; starts < 2; starts++) {
      KeptState kept = open();
      try (StateStore store = kept.store()) {
        assertThat(store.tables()).containsExactly(FIRST);
        assertThat(kept.tablesLike(FIRST)).containsExactly(FIRST, another);
      }
    }
    KeptState kept = open();
    try (StateStore store = kept.store()) {
      apply(store, another, 1);
      kept.replaced();
    }
    assertThat(directory.damagedTables()).isEmpty();
    try (StateStore store = open().store()) {
      assertThat(store.tables()).containsExactly(FIRST, another);
    }
  }

  @Test
  void aStateThatIsGoneMakesTheDirectoryACopy() throws IOException {
    delete(home.resolve("state"));
    try (StateStore store = open().store()) {
      assertThat(store.tables()).isEmpty();
    }
    assertThat(directory.isCopied()).isTrue();
    assertThat(directory.incarnation()).isNotEqualTo(incarnation);
  }

  @Test
  void aStateThatDoesNotOpenMakesTheDirectoryACopy() throws IOException {
    Files.delete(home.resolve("state").resolve("CURRENT"));
    try (StateStore store = open().store()) {
      assertThat(store.tables()).isEmpty();
    }
    assertThat(directory.isCopied()).isTrue();
    String renamed = directory.incarnation();
    open().store().close();
    assertThat(directory.incarnation()).as("not again").isEqualTo(renamed);
  }

  @Test
  void damageOfNoKnownTableCostsTheWholeState() throws IOException {
    directory.keepDamagedTables(List.of());
    try (StateStore store = open().store()) {
      assertThat(store.tables()).isEmpty();
    }
    assertThat(directory.isCopied()).isTrue();
    assertThat(directory.damagedTables()).isEmpty();
  }

  @Test
  void aStateThatWasNeverMadeIsNoLoss() throws IOException {
    DataDirectory fresh = DataDirectory.open(home.resolve("fresh"), new NodeId("n1"), "test");
    try (fresh) {
      try (StateStore store = KeptState.open(fresh, StateSettings.defaults()).store()) {
        assertThat(store.tables()).isEmpty();
      }
      assertThat(fresh.isCopied()).isFalse();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
