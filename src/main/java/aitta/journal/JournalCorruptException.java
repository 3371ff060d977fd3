package aitta.journal;

import java.nio.file.Path;

/**
 * Events of one persistence id were acknowledged once and cannot be read now. Nothing of that id is
 * replayed, because an incomplete history would look like a complete one; other ids are not
 * concerned. The id works again once its events are given up ({@link JournalMonitor#discard}).
 */
public final class JournalCorruptException extends JournalException {
  private final String persistenceId;
  private final transient Path file;
  private final long offset;

  JournalCorruptException(String persistenceId, Path file, long offset, String what) {
    super(
        "events of "
            + persistenceId
            + " are damaged: "
            + what
            + " ("
            + file
            + " at byte "
            + offset
            + "); restore the id from its other copies, then discard it here");
    this.persistenceId = persistenceId;
    this.file = file;
    this.offset = offset;
  }

  public String persistenceId() {
    return persistenceId;
  }

  public Path file() {
    return file;
  }

  /** Where in {@link #file()} the damage begins, in bytes. */
  public long offset() {
    return offset;
  }
}
