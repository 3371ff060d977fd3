package aitta.membership;

import java.io.IOException;

/**
 * A data directory that cannot be used: held by another process, of another node or cluster, or
 * damaged. The message names the file and what can be done; nothing was changed.
 */
public final class DataDirectoryException extends IOException {
  private static final long serialVersionUID = 1L;

  public DataDirectoryException(String message) {
    super(message);
  }

  public DataDirectoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
