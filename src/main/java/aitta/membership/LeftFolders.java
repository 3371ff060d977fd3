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

  private LeftFolders() {}

  /** The folders of which not all is with others yet, the oldest first. */
  public static List<Path> open(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(path -> path.getFileName().toString().startsWith(SetAside.PREFIX))
          .filter(path -> Files.isDirectory(path.resolve("state")))
          .filter(path -> !Files.exists(path.resolve(OFFERED)))
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
    new KeptFile(folder, OFFERED).write(how.getBytes(StandardCharsets.UTF_8));
  }
}
