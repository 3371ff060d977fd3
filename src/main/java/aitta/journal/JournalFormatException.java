package aitta.journal;

import java.nio.file.Path;

/** An intact file of a format that this version does not know. Nothing was touched. */
public final class JournalFormatException extends JournalException {
  JournalFormatException(Path file, int version, int known) {
    super(
        file
            + " has format "
            + version
            + ", this version reads up to "
            + known
            + ": start the version that wrote it, or a newer one");
  }
}
