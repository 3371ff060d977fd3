package aitta.client;

/** What one operation of a batch has come to. */
public sealed interface BatchResult {
  /** Of a get. */
  record Read(ReadResult result) implements BatchResult {}

  /** Of a put or delete that was acknowledged. */
  record Done(Written written) implements BatchResult {}

  /**
   * Of one that was not done; the others are not touched by it.
   *
   * @param problem says why, and {@link AittaException#mayHaveTakenEffect whether it may have}
   */
  record Failed(RefusedException problem) implements BatchResult {}
}
