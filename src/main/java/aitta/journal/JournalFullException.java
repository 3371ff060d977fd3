package aitta.journal;

import java.nio.file.Path;

/**
 * There is no room for the next segment. Nothing of the refused write is kept; the journal goes on
 * by itself as soon as there is room.
 */
public final class JournalFullException extends JournalException {
  private final long neededBytes;

  JournalFullException(Path dir, long neededBytes, Throwable cause) {
    super(
        "no room in "
            + dir
            + ": the next segment needs "
            + neededBytes
            + " bytes; free disk space there, or let a checkpoint drop old segments",
        cause);
    this.neededBytes = neededBytes;
  }

  private JournalFullException(String message, long neededBytes) {
    super(message);
    this.neededBytes = neededBytes;
  }

  static JournalFullException tooManyIds(Path dir, int ids, long headBytes, long limit) {
    return new JournalFullException(
        "the marks of "
            + ids
            + " persistence ids in "
            + dir
            + " take "
            + headBytes
            + " bytes at the head of a segment, more than "
            + limit
            + ": raise segment-size",
        headBytes);
  }

  public long neededBytes() {
    return neededBytes;
  }
}
