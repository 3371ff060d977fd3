package aitta.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RocksDB's native part, unpacked from its jar.
 *
 * <p>By itself RocksDB unpacks it into the system's temporary directory, under a new name each
 * time, and a killed process leaves its 17 MB there: a node that crashes again and again would fill
 * the disk. Beside the store it has one name, and the next start replaces it.
 */
final class NativeLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

  private NativeLibrary() {}

  /** Loads the library once per process; later calls find it loaded. */
  static synchronized void load(Path storeDirectory) {
    Path directory = storeDirectory.resolve("native");
    try {
      Files.createDirectories(directory);
      NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
    } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
      // No room, say, or a disk mounted without permission to execute.
      LOG.info("Unpacking RocksDB's library to the temporary directory instead: {}", e.toString());
    }
    RocksDB.loadLibrary();
  }
}
