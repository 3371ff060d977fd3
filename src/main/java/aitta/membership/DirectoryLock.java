package aitta.membership;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a folder for one process; it ends with the process at the latest. */
final class DirectoryLock implements Closeable {
  private final FileChannel file;

  private DirectoryLock(FileChannel file) {
    this.file = file;
  }

  /**
   * @throws DataDirectoryException if another process has it
   */
  static DirectoryLock take(Path folder) throws IOException {
    FileChannel file =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return new DirectoryLock(file);
      }
    } catch (OverlappingFileLockException e) {
      file.close();
      throw inUse(folder, e);
    }
    file.close();
    throw inUse(folder, null);
  }

  private static DataDirectoryException inUse(Path folder, Throwable cause) {
    return new DataDirectoryException(
        "the data directory "
            + folder
            + " is in use by another process; stop that one, or set AITTA_DATA_DIR to another"
            + " folder",
        cause);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
