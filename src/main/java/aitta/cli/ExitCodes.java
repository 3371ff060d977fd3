package aitta.cli;

import aitta.api.ProblemType;
import aitta.client.AittaException;
import aitta.client.NoAnswerException;
import aitta.client.PreconditionFailedException;
import aitta.client.RefusedException;

/** What the exit code of the process says. */
final class ExitCodes {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_FOUND = 3;
  static final int SIBLINGS = 4;
  static final int PRECONDITION = 5;

  /** It may work later: no quorum, no answer, overload. */
  static final int UNAVAILABLE = 6;

  /** Credentials are missing or don't reach. */
  static final int FORBIDDEN = 7;

  private ExitCodes() {}

  static int of(AittaException failure) {
    if (failure instanceof NoAnswerException) {
      return UNAVAILABLE;
    }
    if (failure instanceof PreconditionFailedException) {
      return PRECONDITION;
    }
    return failure instanceof RefusedException refused ? of(refused.type().orElse(null)) : FAILED;
  }

  private static int of(ProblemType type) {
    if (type == null) {
      return FAILED;
    }
    switch (type) {
      case INVALID_REQUEST:
        return USAGE;
      case NOT_FOUND:
        return NOT_FOUND;
      case UNAUTHENTICATED:
      case FORBIDDEN:
        return FORBIDDEN;
      case OVERLOADED:
      case QUORUM_NOT_MET:
      case NOT_READY:
        return UNAVAILABLE;
      default:
        return FAILED;
    }
  }
}
