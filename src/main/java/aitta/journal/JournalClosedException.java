package aitta.journal;

import java.nio.file.Path;

/** The journal has been closed, or its writer has stopped; what was asked for was not done. */
public final class JournalClosedException extends JournalException {
  JournalClosedException(Path dir, String why) {
    super("the journal in " + dir + " is closed: " + why);
  }
}
