package aitta.client;

/**
 * An answer has more bytes than the client takes into memory; it was broken off. Ask for less (a
 * smaller page, fewer operations, one sibling), or raise {@link ClientBuilder#maxAnswerBytes}.
 */
public final class AnswerTooLargeException extends AittaException {
  private static final long serialVersionUID = 1L;
  private final int limit;

  AnswerTooLargeException(HttpCall call, int limit) {
    super(
        "the answer to "
            + call.what()
            + " has more than "
            + limit
            + " bytes, which is all that this client takes into memory",
        !call.isRead(),
        null);
    this.limit = limit;
  }

  /** Bytes that an answer may have. */
  public int limit() {
    return limit;
  }
}
