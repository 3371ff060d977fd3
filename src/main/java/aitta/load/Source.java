package aitta.load;

/** What is asked next, and what is learned from the answers. For one thread. */
interface Source {
  /**
   * Draws the next operation.
   *
   * @return false where there is none any more
   */
  boolean next(Operation into);

  /** The value for a write. */
  Values values();

  /**
   * An answer is in.
   *
   * @param status 0 where there was none
   * @param body with the value between {@code offset} and {@code offset + length}
   */
  Verdict answered(Operation operation, int status, byte[] body, int offset, int length);

  /** What an answer was worth. */
  enum Verdict {
    /** As it should be. */
    FINE,
    /** Several versions; not looked into. */
    SIBLINGS,
    /** Bytes that nobody wrote to this key. */
    CORRUPT,
    /** Nothing there, of a key whose write was acknowledged. */
    MISSING,
    /** An older write than the last that had been acknowledged when the read began. */
    STALE,
    /** A status that says it was not done, or no answer. */
    FAILED
  }
}
