package aitta.codec;

/**
 * Bytes that cannot be what they should be: cut short, damaged, or of a format that this version
 * does not know.
 */
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedException(String message) {
    super(message);
  }
}
