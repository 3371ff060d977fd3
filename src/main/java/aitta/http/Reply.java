package aitta.http;

/**
 * The answer to a question that a node can always answer, except while it is starting or leaving.
 */
public sealed interface Reply<T> {
  record Given<T>(T value) implements Reply<T> {}

  /** Nothing was done. */
  record NotReady<T>(String detail) implements Reply<T> {}
}
