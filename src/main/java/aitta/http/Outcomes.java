package aitta.http;

import aitta.api.Problem;
import aitta.api.ProblemType;
import aitta.request.Outcome;

/** What a client is told of a request that was not done. */
final class Outcomes {
  private Outcomes() {}

  /**
   * @param outcome neither of those that show the key's state: {@code ReadDone}, {@code WriteDone},
   *     {@code PreconditionFailed}
   */
  static Refusal refusal(Outcome outcome) {
    if (outcome instanceof Outcome.QuorumNotMet few) {
      return new Refusal(Problem.quorumNotMet(few.required(), few.received(), few.detail()));
    }
    if (outcome instanceof Outcome.TooManySiblings many) {
      return new Refusal(
          Problem.of(
              ProblemType.TOO_MANY_SIBLINGS,
              "with this write the key would have "
                  + many.count()
                  + " siblings of "
                  + many.bytes()
                  + " bytes together; nothing was done. Read them, and write with the context of"
                  + " that answer to reconcile them"));
    }
    if (outcome instanceof Outcome.InvalidContext invalid) {
      return WriteConditions.invalidContext(invalid.detail());
    }
    if (outcome instanceof Outcome.Overloaded overloaded) {
      return Load.overloaded(overloaded.detail());
    }
    if (outcome instanceof Outcome.NotReady notReady) {
      return Problems.notReady(notReady.detail());
    }
    if (outcome instanceof Outcome.Failed failed) {
      return new Refusal(Problem.internalError(failed.id(), failed.detail()));
    }
    throw new IllegalArgumentException("no refusal: " + outcome);
  }
}
