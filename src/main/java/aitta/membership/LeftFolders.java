package aitta.membership;

import aitta.ring.Ring;
import aitta.ring.RingFormat;
import aitta.ring.RingFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What was set aside inside a data directory, and what has become of it since. */
public final class LeftFolders {
  private static final String OFFERED = "offered";
  private static final String LIST = "not-offered";

  /**
   * How many there are.
   *
   * @param waiting not all of them is with others yet
   * @param left some of it is nowhere else, and is offered to nobody by itself
   * @param done all of it is with others: an operator may delete it
   */
  public record Count(int waiting, int left, int done) {
    public static final Count NONE = new Count(0, 0, 0);

    /** Whose data may be nowhere else. */
    public int kept() {
      return waiting + left;
    }
  }

  private LeftFolders() {}

  /** The folders of which not all is with others yet, the oldest first. */
  public static List<Path> open(Path directory) throws IOException {
    return all(directory).stream().filter(path -> !Files.exists(path.resolve(OFFERED))).toList();
  }

  /** How many there are now; the operator may have deleted some. */
  public static Count count(Path directory) throws IOException {
    int left = 0;
    int done = 0;
    List<Path> all = all(directory);
    for (Path folder : all) {
      if (Files.exists(folder.resolve(OFFERED))) {
        boolean some = Files.exists(list(folder));
        left += some ? 1 : 0;
        done += some ? 0 : 1;
      }
    }
    return new Count(all.size() - left - done, left, done);
  }

  /** A folder inside for what could not be offered; there where there is such. */
  public static Path list(Path folder) {
    return folder.resolve(LIST);
  }

  private static List<Path> all(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(path -> path.getFileName().toString().startsWith(SetAside.PREFIX))
          .filter(path -> Files.isDirectory(path.resolve("state")))
          .sorted()
          .toList();
    }
  }

  /** The ring as the folder has it; empty where it was in none. */
  public static Optional<Ring> ring(Path folder) throws IOException {
    KeptFile file = new KeptFile(folder, "ring");
    Optional<byte[]> bytes = file.read();
    try {
      return bytes.isEmpty() ? Optional.empty() : Optional.of(RingFormat.decode(bytes.get()));
    } catch (RingFormatException e) {
      throw file.damaged(e);
    }
  }

  /** All that can be is with others: the folder is not opened again. */
  public static void close(Path folder, String how) throws IOException {
    if (Files.isDirectory(list(folder))) {
      KeptFile.forceFolder(list(folder));
      KeptFile.forceFolder(folder);
    }
    new KeptFile(folder, OFFERED).write(how.getBytes(StandardCharsets.UTF_8));
  }
}
