package aitta.http;

import aitta.api.Problem;
import aitta.api.ProblemType;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;

/** A request that ends with a problem instead of being done. Carries no stack: it is no defect. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient List<HttpHeader> headers;

  Refusal(Problem problem, HttpHeader... headers) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.headers = List.of(headers);
  }

  static Refusal invalid(String detail) {
    return new Refusal(Problem.of(ProblemType.INVALID_REQUEST, detail));
  }

  Problem problem() {
    return problem;
  }

  /** Headers that belong to this problem alone, such as {@code Allow}. */
  List<HttpHeader> headers() {
    return headers;
  }
}
