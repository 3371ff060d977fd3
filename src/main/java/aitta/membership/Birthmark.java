package aitta.membership;

import aitta.codec.Input;
import aitta.codec.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A file that says which file it is: its own inode and time of birth. A copy of it, wherever it
 * lies, says what is not true of itself, and so gives the copied directory away.
 *
 * <p>A runtime that cannot read the time of birth gives the time of the last change instead, so
 * that is set to the same. Where a file system has no inodes, the time alone has to do.
 */
final class Birthmark {
  /** Runtimes differ in how finely they tell the time of birth. */
  private static final long TOLERANCE_MILLIS = 2000;

  private final KeptFile file;

  Birthmark(Path folder) {
    this.file = new KeptFile(folder, "birthmark");
  }

  /** Whether the file tells the truth about itself. No file: it does not. */
  boolean isTrue() throws IOException {
    byte[] content = file.read().orElse(null);
    if (content == null) {
      return false;
    }
    Input in = new Input(content);
    long inode = in.getLong();
    long born = in.getLong();
    return inode == inode(file.path())
        && Math.abs(born - bornMillis(file.path())) <= TOLERANCE_MILLIS;
  }

  /** Makes the file anew, so that it tells the truth: renaming keeps the inode. */
  void make() throws IOException {
    long[] born = new long[1];
    file.write(
        unfinished -> {
          born[0] = bornMillis(unfinished);
          return new Output(16).putLong(inode(unfinished)).putLong(born[0]).toBytes();
        });
    Files.setLastModifiedTime(file.path(), FileTime.fromMillis(born[0]));
  }

  private static long inode(Path path) throws IOException {
    if (!Files.getFileStore(path).supportsFileAttributeView("unix")) {
      return 0;
    }
    return ((Number) Files.getAttribute(path, "unix:ino")).longValue();
  }

  private static long bornMillis(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).creationTime().toMillis();
  }
}
