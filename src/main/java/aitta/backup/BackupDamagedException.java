package aitta.backup;

import java.io.IOException;

/** A backup that cannot be read as it was written; the message names the file. */
public final class BackupDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  public BackupDamagedException(String message) {
    super(message);
  }
}
