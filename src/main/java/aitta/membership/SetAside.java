package aitta.membership;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Moves what a data directory holds out of the way, into a folder inside of it: its node begins
 * anew, and an operator can still get at what it had. What a crash has interrupted is finished at
 * the next start; the identity goes last, so it tells whether all is moved.
 */
final class SetAside {
  static final String PREFIX = "set-aside-";
  private static final String IDENTITY = "identity";
  private static final String BEGUN = "setting-aside";

  /** What is true of the new node as well: where its peers are, and how often it was started. */
  private static final Set<String> STAYS = Set.of("lock", "peers", "start", BEGUN);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final Path directory;
  private final KeptFile begun;

  SetAside(Path directory) {
    this.directory = directory;
    this.begun = new KeptFile(directory, BEGUN);
  }

  /**
   * Moves everything.
   *
   * @return where it is
   */
  Path begin(Instant now) throws IOException {
    String name = PREFIX + TIME.format(now);
    begun.write(name.getBytes(StandardCharsets.US_ASCII));
    return move(directory.resolve(name));
  }

  /** Goes on with what was begun and is not {@link #end ended}; tells whether there was such. */
  boolean resume() throws IOException {
    Optional<byte[]> name = begun.read();
    if (name.isEmpty()) {
      return false;
    }
    move(directory.resolve(new String(name.get(), StandardCharsets.US_ASCII)));
    return true;
  }

  /** The directory has an identity again. */
  void end() throws IOException {
    begun.delete();
  }

  private Path move(Path target) throws IOException {
    Files.createDirectories(target);
    if (Files.exists(target.resolve(IDENTITY))) {
      return target;
    }
    List<Path> leaving;
    try (Stream<Path> all = Files.list(directory)) {
      leaving =
          all.filter(path -> goes(path.getFileName().toString()))
              .sorted(Comparator.comparing(path -> path.endsWith(IDENTITY)))
              .toList();
    }
    for (Path path : leaving) {
      Files.move(path, target.resolve(path.getFileName()));
    }
    KeptFile.forceFolder(target);
    KeptFile.forceFolder(directory);
    return target;
  }

  private static boolean goes(String name) {
    return !STAYS.contains(name) && !name.startsWith(PREFIX);
  }
}
