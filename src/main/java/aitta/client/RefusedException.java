package aitta.client;

import aitta.api.Problem;
import aitta.api.ProblemType;
import java.util.Optional;

/** The cluster said no, and why. What has fields of its own is a subclass. */
public class RefusedException extends AittaException {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  RefusedException(Problem problem, boolean mayHaveTakenEffect) {
    super(text(problem), mayHaveTakenEffect, null);
    this.problem = problem;
  }

  private static String text(Problem problem) {
    String name = problem.title() == null ? "status " + problem.status() : problem.title();
    return problem.detail() == null ? name : name + ": " + problem.detail();
  }

  /** As the cluster gave it. */
  public Problem problem() {
    return problem;
  }

  /** Empty for a type that this client does not know. */
  public Optional<ProblemType> type() {
    return ProblemType.of(problem.type());
  }

  public int status() {
    return problem.status();
  }
}
