package aitta.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The disk refused an operation. A write that fails so may or may not be found after a crash of the
 * process, as Pekko's contract says of every failed write; within this process it is never seen.
 */
public final class JournalIoException extends JournalException {
  JournalIoException(Path path, String doing, Throwable cause) {
    super(
        doing
            + " "
            + path
            + " failed: "
            + cause.getMessage()
            + "; check the disk, the journal tries again with the next write",
        cause);
  }

  /**
   * What a failed write or force means; the JDK tells a full disk from a broken one by text alone.
   */
  static JournalException of(Path dir, long neededBytes, IOException cause) {
    String text = String.valueOf(cause.getMessage());
    return text.contains("No space left") || text.contains("quota")
        ? new JournalFullException(dir, neededBytes, cause)
        : new JournalIoException(dir, "writing to the journal in", cause);
  }
}
