package aitta.ring;

/** Bytes that are no ring, or not one that this version of the program can read. */
public final class RingFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  RingFormatException(String message) {
    super(message);
  }

  RingFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
