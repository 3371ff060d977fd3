package aitta.journal;

import java.nio.file.Path;

/** Another process, or another actor system of this one, has the directory open. */
public final class JournalLockedException extends JournalException {
  JournalLockedException(Path dir, String holder) {
    super(
        "the journal in "
            + dir
            + " is in use by "
            + holder
            + ": stop that one first, or give this node another directory");
  }
}
