package aitta.cli.local;

/** Something outside of this program stands in the way; the message says what, and what to do. */
public final class CannotStartException extends RuntimeException {
  public CannotStartException(String message) {
    super(message);
  }

  public CannotStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
