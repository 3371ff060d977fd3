package aitta.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The directory of a store, before RocksDB sees it. */
final class StoreDirectory {
  private StoreDirectory() {}

  /**
   * Makes the directory if it is missing. RocksDB takes one without CURRENT for new, and would
   * delete the table files in it: that case is refused here.
   *
   * @throws CorruptionException if there are table files and no CURRENT
   * @throws StorageIoException if it cannot be made or read
   */
  static void prepare(Path directory) {
    try {
      Files.createDirectories(directory);
      if (!Files.exists(directory.resolve("CURRENT"))) {
        Optional<String> table = anyTableFile(directory);
        if (table.isPresent()) {
          throw RocksErrors.damaged(
              directory, "CURRENT", "it is missing, while " + table.get() + " is there", null);
        }
      }
    } catch (IOException e) {
      throw new StorageIoException("making or reading " + directory + ": " + e, e);
    }
  }

  static DiskSpace space(Path directory, long reserveBytes) {
    try {
      var disk = Files.getFileStore(directory);
      return new DiskSpace(disk.getUsableSpace(), disk.getTotalSpace(), reserveBytes);
    } catch (IOException e) {
      throw new StorageIoException("asking for the free space of " + directory + ": " + e, e);
    }
  }

  private static Optional<String> anyTableFile(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".sst") || name.endsWith(".blob"))
          .findAny();
    }
  }
}
