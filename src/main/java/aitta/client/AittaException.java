package aitta.client;

/** A call that did not succeed. Each way to fail is a subclass. */
public abstract class AittaException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean effective;

  AittaException(String message, boolean mayHaveTakenEffect, Throwable cause) {
    super(message, cause);
    this.effective = mayHaveTakenEffect;
  }

  /**
   * Whether what was asked for may have been done all the same, or may still be. False for reads,
   * and where it is certain that nothing was done.
   */
  public boolean mayHaveTakenEffect() {
    return effective;
  }
}
