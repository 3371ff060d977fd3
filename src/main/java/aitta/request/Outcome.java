package aitta.request;

import aitta.version.Dot;
import aitta.version.Seen;
import aitta.version.Siblings;

/** How a {@link Request} ended. Every request ends with one of these by its timeout. */
public sealed interface Outcome {
  /**
   * A read's merged view, found or not.
   *
   * @param answered replicas that had answered
   * @param n owners of the key's range
   */
  record ReadDone(Siblings siblings, int answered, int n) implements Outcome {}

  /**
   * A write that w replicas have durably.
   *
   * @param siblings the coordinator's merged view after the write
   * @param dot the new version
   * @param seen what the writer has seen now
   */
  record WriteDone(Siblings siblings, Dot dot, Seen seen, int answered, int n) implements Outcome {}

  /** A precondition that did not hold against {@code current}; nothing was written. */
  record PreconditionFailed(Siblings current) implements Outcome {}

  /** Too few replicas answered in time. A write may still take effect. */
  record QuorumNotMet(int required, int received, String detail) implements Outcome {}

  /**
   * A write that would make more siblings, or more bytes of them, than allowed; nothing was done.
   */
  record TooManySiblings(int count, long bytes) implements Outcome {}

  /** A context that names versions which were never written; nothing was done. */
  record InvalidContext(String detail) implements Outcome {}

  /** This node sheds load; nothing was done. */
  record Overloaded(String detail) implements Outcome {}

  /** This node is starting or leaving; nothing was done. */
  record NotReady(String detail) implements Outcome {}

  /**
   * A defect or damage.
   *
   * @param id names the line in the log
   */
  record Failed(String id, String detail) implements Outcome {}
}
