package aitta.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories, then random damage to the files: what was acknowledged is replayed to the
 * letter, or the id is reported as damaged. Nothing in between.
 */
class RandomDamageTest {
  private static final int IDS = 12;

  @TempDir Path dir;
  private final Map<String, List<String>> acknowledged = new HashMap<>();
  private final Map<String, Long> highest = new HashMap<>();

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void flippedBytesAreNeverServed(long seed) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    writeHistory(random);
    List<Path> segments = segments();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      Path file = segments.get(random.nextInt(segments.size()));
      byte[] bytes = Files.readAllBytes(file);
      int used = used(bytes);
      int at = random.nextInt(used);
      int count = Math.min(used - at, random.nextBoolean() ? 1 : 1 + random.nextInt(600));
      for (int k = at; k < at + count; k++) {
        bytes[k] ^= (byte) (1 + random.nextInt(255));
      }
      Files.write(file, bytes);
    }
    assertThat(damagedIds()).isNotNull();
  }

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aFileCutAnywhereIsNeverTakenForAWholeOne(long seed) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    writeHistory(random);
    List<Path> segments = segments();
    Path file = segments.get(random.nextInt(segments.size()));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, random.nextInt(used(bytes))));
    damagedIds();
  }

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anInterruptedLastWriteIsNoDamage(long seed) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    writeHistory(random);
    List<Path> segments = segments();
    Path newest = segments.get(segments.size() - 1);
    byte[] bytes = Files.readAllBytes(newest);
    // Behind the records: what a group in the air may have left there, in any state.
    int used = used(bytes);
    for (int k = used; k < Math.min(bytes.length, used + 5000); k++) {
      bytes[k] = (byte) random.nextInt();
    }
    Files.write(newest, bytes);
    assertThat(damagedIds()).isEmpty();
  }

  private void writeHistory(RandomGenerator random) {
    for (int start = 0; start < 3; start++) {
      try (OpenJournal journal = OpenJournal.in(dir)) {
        for (int i = 0; i < 120; i++) {
          String id = "id-" + random.nextInt(IDS);
          if (random.nextInt(15) == 0) {
            deleteSome(journal, id, random);
          } else {
            writeOne(journal, id, random);
          }
        }
      }
    }
  }

  private void writeOne(OpenJournal journal, String id, RandomGenerator random) {
    long first = highest.getOrDefault(id, 0L) + 1 + (random.nextInt(10) == 0 ? 3 : 0);
    long last = first + random.nextInt(3);
    String text = "t".repeat(random.nextInt(2000)) + "of " + id + " number " + last;
    OpenJournal.await(journal.writeLater(OpenJournal.events(id, first, last, text)));
    highest.put(id, last);
    acknowledged.computeIfAbsent(id, key -> new ArrayList<>()).add(last + "=" + text);
  }

  private void deleteSome(OpenJournal journal, String id, RandomGenerator random) {
    long to = random.nextLong(highest.getOrDefault(id, 0L) + 1);
    journal.delete(id, to);
    acknowledged
        .getOrDefault(id, new ArrayList<>())
        .removeIf(record -> Long.parseLong(record.substring(0, record.indexOf('='))) <= to);
  }

  /** Checks every id, twice, with a start between; returns those that do not replay. */
  private List<String> damagedIds() {
    List<String> damaged = check();
    assertThat(check()).as("after another start").isEqualTo(damaged);
    return damaged;
  }

  private List<String> check() {
    List<String> damaged = new ArrayList<>();
    try (OpenJournal journal = OpenJournal.in(dir)) {
      highest.forEach(
          (id, last) -> {
            try {
              assertThat(journal.replay(id)).as(id).isEqualTo(acknowledged.get(id));
              assertThat(journal.store.highest(id)).as(id).isEqualTo(last);
            } catch (JournalCorruptException e) {
              damaged.add(id);
              assertThat(e).hasMessageContaining(dir.toString());
            }
          });
      if (!damaged.isEmpty()) {
        assertThat(journal.store.damages()).isNotEmpty();
      }
      // Makes the next start read a head that this one wrote.
      long marks = journal.store.highest("marker");
      journal.write("marker", marks + 1, "x");
    }
    return damaged;
  }

  private List<Path> segments() throws IOException {
    JournalFiles files = new JournalFiles(dir);
    return files.generations().stream().map(files::segment).toList();
  }

  /** Where the records end: the rest of these files is zeros. */
  private static int used(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return (end + 7) & -8;
  }
}
