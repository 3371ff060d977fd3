package aitta.request;

import aitta.model.Key;
import aitta.quorum.Level;
import aitta.version.Precondition;
import aitta.version.Seen;
import java.time.Duration;

/** What a client asks of one key, with the bucket's defaults already filled in. */
public sealed interface Request {
  Key key();

  /** How long the client waits, from now on: 1 ms to 60 s. */
  Duration timeout();

  /**
   * Reads the key's set of versions.
   *
   * @param r how many replicas must answer
   * @param strict whether owners alone count
   */
  record Read(Key key, Level r, boolean strict, Duration timeout) implements Request {}

  /**
   * Writes a value or a tombstone.
   *
   * @param content the value; null deletes
   * @param supersedes which versions it takes the place of
   * @param precondition null for an ordinary write; a conditional one goes through the first owner
   * @param w how many replicas must have it durably
   * @param strict whether owners alone count
   * @param latest whether the bucket's policy is {@code latest}
   */
  record Write(
      Key key,
      Content content,
      Supersedes supersedes,
      Precondition precondition,
      Level w,
      boolean strict,
      boolean latest,
      Duration timeout)
      implements Request {
    /** The same with another timeout. */
    public Write within(Duration left) {
      return new Write(key, content, supersedes, precondition, w, strict, latest, left);
    }
  }

  /**
   * @param expiresAtMillis wall clock, ms since 1970; 0 for never
   * @param contentEncoding empty for none
   */
  record Content(byte[] value, String contentType, String contentEncoding, long expiresAtMillis) {}

  /** Which versions a write takes the place of. */
  sealed interface Supersedes {
    /** All that was acknowledged before, as far as the owners that can be reached know. */
    enum AllKnown implements Supersedes {
      INSTANCE
    }

    /** None: the new version stands beside whatever is there. */
    enum Nothing implements Supersedes {
      INSTANCE
    }

    /** Those that the client has seen. */
    record Exactly(Seen seen) implements Supersedes {}
  }
}
