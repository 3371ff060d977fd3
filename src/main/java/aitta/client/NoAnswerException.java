package aitta.client;

/** No node gave an answer that counts before the deadline. */
public final class NoAnswerException extends AittaException {
  private static final long serialVersionUID = 1L;

  NoAnswerException(String message, boolean mayHaveTakenEffect, Throwable cause) {
    super(message, mayHaveTakenEffect, cause);
  }
}
