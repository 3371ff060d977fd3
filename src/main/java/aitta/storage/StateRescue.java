package aitta.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a store whatever became of its files: one that does not open is moved aside, and an empty
 * one takes its place, which the other nodes then fill.
 */
public final class StateRescue {
  private static final Logger LOG = LoggerFactory.getLogger(StateRescue.class);
  private static final String ASIDE = ".damaged-";

  private StateRescue() {}

  /** Whether there is no store in the directory, not even a damaged one. */
  public static boolean isMissing(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.noneMatch(file -> !file.getFileName().toString().startsWith("LOG"));
    } catch (IOException e) {
      return !Files.exists(directory);
    }
  }

  /**
   * @param without as with {@link StateStore#open(Path, StateSettings, Set)}
   * @param beforeLoss called before a store is opened that may lack something that it once had
   * @throws StorageException if not even an empty store can be made here
   */
  public static StateStore open(
      Path directory, StateSettings settings, Set<TableId> without, Runnable beforeLoss) {
    if (!ManifestCheck.isWhole(directory)) {
      LOG.error(
          "The list of files of the state in {} breaks off: newer parts of the state may be missing."
              + " What is here is kept, and believed once it has caught up with other owners.",
          directory);
      beforeLoss.run();
    }
    try {
      return StateStore.open(directory, settings, without);
    } catch (CorruptionException e) {
      beforeLoss.run();
      return openEmpty(directory, settings, e.getMessage());
    }
  }

  /** Moves what is there aside, and begins anew. */
  public static StateStore openEmpty(Path directory, StateSettings settings, String why) {
    Path aside =
        directory.resolveSibling(directory.getFileName() + ASIDE + System.currentTimeMillis());
    try {
      for (Path earlier : earlier(directory)) {
        delete(earlier);
      }
      Files.move(directory, aside);
      forceFolder(aside.getParent());
    } catch (IOException e) {
      throw new StorageIoException("moving the damaged state away from " + directory + ": " + e, e);
    }
    LOG.error(
        "The state of this node cannot be used: {} It was moved to {}, and the node begins with an"
            + " empty one, which the other owners fill. Delete that folder once all is well; with no"
            + " other owners left, stop the node and bring back a backup of the data directory.",
        why,
        aside);
    return StateStore.open(directory, settings);
  }

  /** One is kept: a disk that keeps damaging files must not fill up with them. */
  private static List<Path> earlier(Path directory) throws IOException {
    String prefix = directory.getFileName() + ASIDE;
    try (Stream<Path> files = Files.list(directory.toAbsolutePath().getParent())) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
