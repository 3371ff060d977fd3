package aitta.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The names in a journal's directory: {@code <generation>.segment}, {@code <number>.spare} for
 * files that wait to become segments, {@code <number>.preparing} for files being made, and the
 * lock.
 */
record JournalFiles(Path dir) {
  private static final String SEGMENT = ".segment";
  private static final String SPARE = ".spare";
  private static final String PREPARING = ".preparing";

  Path lock() {
    return dir.resolve("journal.lock");
  }

  Path segment(long generation) {
    return numbered(generation, SEGMENT);
  }

  Path spare(long number) {
    return numbered(number, SPARE);
  }

  Path preparing(long number) {
    return numbered(number, PREPARING);
  }

  /** Generations of the segment files that are there, oldest first. */
  List<Long> generations() throws IOException {
    return numbers(SEGMENT);
  }

  List<Long> spares() throws IOException {
    return numbers(SPARE);
  }

  /** Left over from a process that died while it made a file. */
  List<Path> unfinished() throws IOException {
    return numbers(PREPARING).stream().map(this::preparing).toList();
  }

  private Path numbered(long number, String kind) {
    return dir.resolve(String.format(Locale.ROOT, "%020d%s", number, kind));
  }

  private List<Long> numbers(String kind) throws IOException {
    try (Stream<Path> names = Files.list(dir)) {
      return names
          .map(path -> path.getFileName().toString())
          .filter(name -> name.matches("\\d{20}\\" + kind))
          .map(name -> Long.valueOf(name.substring(0, 20)))
          .sorted()
          .toList();
    }
  }
}
