package aitta.client;

import aitta.api.Problem;

/** Too few replicas answered in time. A write may have taken effect, or may still. */
public final class QuorumNotMetException extends RefusedException {
  private static final long serialVersionUID = 1L;

  QuorumNotMetException(Problem problem, boolean mayHaveTakenEffect) {
    super(problem, mayHaveTakenEffect);
  }

  /** How many had to answer. */
  public int required() {
    return problem().required() == null ? 0 : problem().required();
  }

  /** How many did. */
  public int received() {
    return problem().received() == null ? 0 : problem().received();
  }
}
