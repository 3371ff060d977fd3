package aitta.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateRescueTest {
  private static final TableId TABLE = TableId.range(3, 1);
  private static final StateSettings SETTINGS = StateSettings.defaults();

  @TempDir Path home;
  private Path state;
  private final AtomicInteger losses = new AtomicInteger();

  @BeforeEach
  void makeState() {
    state = home.resolve("state");
    write();
  }

  private void write() {
    try (StateStore store = StateStore.open(state, SETTINGS)) {
      store.apply(TABLE, 1, List.of(RowChange.put(new byte[] {1}, new byte[100])), new byte[0]);
    }
  }

  private StateStore rescue() {
    return StateRescue.open(state, SETTINGS, Set.of(), losses::incrementAndGet);
  }

  @Test
  void whatIsWholeIsOpenedAsItIs() throws IOException {
    try (StateStore store = rescue()) {
      assertThat(store.tables()).containsExactly(TABLE);
    }
    assertThat(losses).hasValue(0);
    assertThat(aside()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CURRENT", "MANIFEST", ".sst"})
  void whatLacksAFileIsKeptAsideAndAnEmptyStateTakesItsPlace(String kind) throws IOException {
    for (int i = 1; i <= 2; i++) {
      Files.delete(file(kind));
      try (StateStore store = rescue()) {
        assertThat(store.tables()).isEmpty();
      }
      assertThat(losses).hasValue(i);
      assertThat(aside()).as("folders kept, the newest alone").hasSize(1);
      write();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CURRENT", "MANIFEST", "OPTIONS"})
  void noFlippedByteEndsAStart(String kind) throws IOException {
    byte[] whole = Files.readAllBytes(file(kind));
    int step = Math.max(1, whole.length / 12);
    for (int at = 0; at < whole.length; at += step) {
      Path victim = file(kind);
      byte[] bytes = Files.readAllBytes(victim);
      bytes[Math.min(at, bytes.length - 1)] ^= 0x41;
      Files.write(victim, bytes);
      int before = losses.get();
      try (StateStore store = rescue()) {
        if (losses.get() == before) {
          assertThat(store.tables()).as("%s, byte %d: kept", kind, at).isNotEmpty();
        }
      }
      if (losses.get() > before) {
        StateRescue.openEmpty(state, SETTINGS, "for the test").close();
        write();
      }
    }
  }

  @Test
  void aFolderWithoutAnyFileOfAStoreIsAMissingOne() throws IOException {
    assertThat(StateRescue.isMissing(state)).isFalse();
    assertThat(StateRescue.isMissing(home.resolve("other"))).isTrue();
    assertThat(StateRescue.isMissing(Files.createDirectory(home.resolve("empty")))).isTrue();
  }

  private Path file(String kind) throws IOException {
    try (Stream<Path> files = Files.list(state)) {
      return files
          .filter(file -> file.getFileName().toString().contains(kind))
          .max(Path::compareTo)
          .orElseThrow();
    }
  }

  private List<Path> aside() throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files.filter(file -> file.toString().contains("state.damaged-")).toList();
    }
  }
}
