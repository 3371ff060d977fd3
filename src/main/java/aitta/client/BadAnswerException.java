package aitta.client;

/** What answered does not speak Aitta's API: another server, a proxy, or a newer version. */
public final class BadAnswerException extends AittaException {
  private static final long serialVersionUID = 1L;

  BadAnswerException(String message, boolean mayHaveTakenEffect, Throwable cause) {
    super(message, mayHaveTakenEffect, cause);
  }
}
