package aitta.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.api.BackupReport.State;
import aitta.model.Key;
import aitta.peer.RangeMessage.DeadKey;
import aitta.storage.TableId;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shares of two nodes, written and read back, with true states. */
class BackupTest {
  private static final Key KEY = Key.of("barn", "rye");
  private static final Dot ONE = new Dot(-5, 1);
  private static final Dot TWO = new Dot(-6, 1);

  @TempDir Path home;
  private Path backups;
  private Instant now = Instant.parse("2026-11-27T10:00:00Z");
  private SavedNode n1;
  private SavedNode n2;

  private final class Time extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void open() {
    backups = home.resolve("backups");
    n1 = new SavedNode(home, backups, "n1", new Time());
    n2 = new SavedNode(home, backups, "n2", new Time());
  }

  @AfterEach
  void close() {
    n1.close();
    n2.close();
  }

  private static Siblings set(Dot dot, byte[] value) {
    Version version = new Version(dot, 1L << 40, false, false, 0, "text/plain", "", value);
    return Siblings.EMPTY.write(Context.EMPTY, version);
  }

  private static Siblings set(Dot dot) {
    return set(dot, "sack".getBytes(StandardCharsets.UTF_8));
  }

  private void save(String name) throws IOException {
    n1.save(name, "n1", "n2");
    n2.save(name, "n1", "n2");
  }

  private Map<Key, Siblings> read(SavedCluster cluster, List<String> warnings) throws IOException {
    Map<Key, Siblings> found = new TreeMap<>();
    for (int range = 0; range < cluster.ranges(); range++) {
      cluster.visit(
          range,
          warnings::add,
          entry -> assertThat(found.put(entry.key(), entry.siblings())).isNull());
    }
    return found;
  }

  private Map<Key, Siblings> read(String name) throws IOException {
    try (SavedCluster cluster = SavedCluster.open(List.of(backups.resolve(name)))) {
      List<String> warnings = new ArrayList<>();
      Map<Key, Siblings> found = read(cluster, warnings);
      assertThat(warnings).isEmpty();
      assertThat(cluster.missing()).isEmpty();
      assertThat(cluster.secrets()).containsExactly(SavedNode.SECRET);
      return found;
    }
  }

  @Test
  void eachKeyComesOnceWithAllThatItsCopiesHold() throws IOException {
    n1.put(KEY, set(ONE));
    n2.put(KEY, set(TWO));
    Key large = Key.of("barn", "large");
    n2.put(large, set(ONE, new byte[100_000]));
    Key odd = new Key("barn", new byte[] {0, -1});
    n1.put(odd, set(ONE));
    save("monday");
    n1.put(Key.of("barn", "later"), set(ONE)); // not in it, nor in the way of it
    assertThat(read("monday"))
        .isEqualTo(
            Map.of(
                KEY, set(ONE).join(set(TWO)), large, set(ONE, new byte[100_000]), odd, set(ONE)));
    assertThat(backups.resolve("monday/n1/first")).doesNotExist();
    assertThat(n1.backup.report("monday").state()).isEqualTo(State.DONE);
    assertThat(n1.backup.report("monday").bytes()).isPositive();
  }

  @Test
  void whatLeavesANodeBetweenItsCheckpointsIsKept() throws IOException {
    n1.put(KEY, set(ONE));
    n1.backup.prepare("monday");
    n1.backup.first("monday");
    n1.store().drop(SavedNode.table(KEY));
    n1.backup.second("monday", List.of("n1"), List.of());
    assertThat(read("monday")).isEqualTo(Map.of(KEY, set(ONE)));
  }

  @Test
  void namesAreTakenOnceAndOneBackupIsMadeAtATime() throws IOException {
    save("monday");
    assertThat(n1.backup.prepare("monday")).contains("already");
    assertThat(n1.backup.prepare("tuesday")).isNull();
    assertThat(n1.backup.isUnderWay()).isTrue();
    assertThat(n1.backup.report("tuesday").state()).isEqualTo(State.RUNNING);
    assertThat(n1.backup.prepare("wednesday")).contains("tuesday", "under way");
    n1.backup.abort("tuesday", "no more");
    assertThat(n1.backup.isUnderWay()).isFalse();
    assertThat(n1.backup.report("tuesday").state()).isEqualTo(State.FAILED);
    assertThat(backups.resolve("tuesday")).isEmptyDirectory();
    n1.save("tuesday", "n1");
    assertThat(n1.backup.report("tuesday").state()).isEqualTo(State.DONE);
    assertThat(n1.backup.report("never")).isNull();
  }

  @Test
  void whatNobodyGoesOnWithComesToAnEnd() throws IOException {
    n1.backup.prepare("monday");
    now = now.plus(Duration.ofMinutes(11));
    assertThat(n1.backup.isUnderWay()).isFalse();
    assertThat(n1.backup.report("monday").detail()).contains("led it");
    assertThatThrownBy(() -> n1.backup.first("monday")).hasMessageContaining("not under way");
    n1.save("monday", "n1");
  }

  @Test
  void leftOversOfACrashAreRecognisedAndCleanedAway() throws IOException {
    n1.put(KEY, set(ONE));
    n1.backup.prepare("monday");
    n1.backup.first("monday");
    SavedNode again = new SavedNode(home.resolve("x"), backups, "n1", new Time());
    try {
      assertThat(again.backup.report("monday").state()).isEqualTo(State.FAILED);
      assertThat(again.backup.report("monday").detail()).contains("stopped");
      Path left = backups.resolve("monday/n1.unfinished");
      assertThatThrownBy(() -> SavedCluster.open(List.of(left)))
          .isInstanceOf(BackupDamagedException.class)
          .hasMessageContaining("never completed");
      again.save("monday", "n1");
      assertThat(left).doesNotExist();
    } finally {
      again.close();
    }
  }

  @Test
  void aFullDiskAndAFolderThatCannotBeAreSaid() throws IOException {
    n1.diskFull = true;
    assertThatThrownBy(() -> n1.backup.prepare("monday")).hasMessageContaining("full");
    assertThat(n1.backup.report("monday").state()).isEqualTo(State.FAILED);
    assertThat(n1.backup.report("monday").detail()).contains("full", "n1.unfinished");
    Files.writeString(backups, "a file, no folder");
    n1.diskFull = false;
    assertThatThrownBy(() -> n1.backup.prepare("monday")).isInstanceOf(IOException.class);
    assertThat(n1.backup.isUnderWay()).isFalse();
  }

  @Test
  void everyFileThatIsCutOrGoneIsNamed() throws IOException {
    n1.put(KEY, set(ONE, new byte[100_000]));
    n1.save("monday", "n1");
    Path share = backups.resolve("monday/n1");
    List<Path> files;
    try (Stream<Path> all = Files.walk(share)) {
      files = all.filter(Files::isRegularFile).filter(file -> !isLog(file)).toList();
    }
    assertThat(files).hasSizeGreaterThan(4);
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      refused(share, file);
      if (bytes.length > 0) {
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        refused(share, file);
      }
      Files.write(file, bytes);
    }
    assertThat(read("monday")).hasSize(1);
  }

  /** RocksDB's own, and what holds nothing. */
  private static boolean isLog(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("LOG") || name.endsWith(".log");
  }

  private static void refused(Path share, Path file) {
    assertThatThrownBy(() -> SavedCluster.open(List.of(share)))
        .isInstanceOf(BackupDamagedException.class)
        .hasMessageContaining(file.getFileName().toString());
  }

  @Test
  void aFlippedBitInAnyFileThatMattersIsFoundAndTheFileNamed() throws IOException {
    n1.put(KEY, set(ONE, new byte[100_000]));
    for (int i = 0; i < 200; i++) {
      n1.put(Key.of("barn", "k" + i), set(ONE));
    }
    n1.save("monday", "n1");
    Path share = backups.resolve("monday/n1");
    List<Path> files;
    try (Stream<Path> all = Files.walk(share)) {
      files =
          all.filter(
                  file -> {
                    String name = file.getFileName().toString();
                    return name.endsWith(".sst")
                        || name.endsWith(".blob")
                        || name.equals(Manifest.FILE)
                        || name.equals(ClusterSecrets.FILE);
                  })
              .toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(4);
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 3] ^= 1;
      Path copy = home.resolve("copy");
      ShareFolder.delete(copy);
      copy(share, copy);
      Files.write(
          copy.resolve(share.relativize(file)), bytes, StandardOpenOption.TRUNCATE_EXISTING);
      assertThatThrownBy(
              () -> {
                try (SavedCluster cluster = SavedCluster.open(List.of(copy))) {
                  cluster.verify(0);
                }
              })
          .as(file.toString())
          .isInstanceOf(BackupDamagedException.class)
          .hasMessageContaining(file.getFileName().toString());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }

  @Test
  void sharesThatDoNotBelongTogetherAreRefusedAndMissingOnesNamed() throws IOException {
    save("monday");
    save("tuesday");
    assertThatThrownBy(
            () -> SavedCluster.open(List.of(backups.resolve("monday"), backups.resolve("tuesday"))))
        .hasMessageContaining("tuesday");
    Path share = backups.resolve("monday/n1");
    assertThatThrownBy(() -> SavedCluster.open(List.of(share, share)))
        .hasMessageContaining("twice");
    try (SavedCluster cluster = SavedCluster.open(List.of(share))) {
      assertThat(cluster.missing()).containsExactly("n2");
    }
    assertThatThrownBy(() -> SavedCluster.open(List.of(home.resolve("n1"))))
        .hasMessageContaining(Manifest.FILE);
  }

  @Test
  void aCopyOlderThanForgottenDeletesBringsNoneBack() throws IOException {
    TableId table = SavedNode.table(KEY);
    Siblings dead = set(ONE).write(set(ONE).context(), Version.tombstone(TWO, 1L << 41, false));
    n1.put(KEY, dead);
    n1.reclaimed(table, 3, List.of(new DeadKey(KEY, dead.summary())));
    n2.put(KEY, set(ONE)); // never heard of the delete
    n2.reclaimed(table, 2, List.of());
    n2.put(TableId.underList((KEY.range(16) + 1) % 16, 1), KEY, set(ONE));
    save("monday");
    try (SavedCluster cluster = SavedCluster.open(List.of(backups.resolve("monday")))) {
      List<String> warnings = new ArrayList<>();
      cluster.visit(
          table.range(), warnings::add, entry -> assertThat(entry.key()).isNotEqualTo(KEY));
      assertThat(warnings).hasSize(1).first().asString().contains("n2", table.toString());
    }
  }

  @Test
  void aCopyThatIsOneReclaimBehindAndKnewTheDeletesCounts() throws IOException {
    TableId table = SavedNode.table(KEY);
    Siblings dead = set(ONE).write(set(ONE).context(), Version.tombstone(TWO, 1L << 41, false));
    n1.put(KEY, dead);
    n1.reclaimed(table, 1, List.of(new DeadKey(KEY, dead.summary())));
    n2.put(KEY, dead);
    save("monday");
    assertThat(read("monday")).isEqualTo(Map.of(KEY, dead));
  }
}
