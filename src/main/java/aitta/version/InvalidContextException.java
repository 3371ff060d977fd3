package aitta.version;

/**
 * A context token that this store cannot have given out for this key. The message completes "the
 * context …".
 */
public final class InvalidContextException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidContextException(String message) {
    super(message);
  }
}
