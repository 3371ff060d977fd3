package aitta.http;

import aitta.api.Json;
import aitta.api.Problem;
import aitta.api.ProblemType;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into answers. */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final ContentType TYPE = ContentTypes.parse("application/problem+json");

  private Problems() {}

  static HttpResponse answer(Problem problem, List<HttpHeader> extra) {
    List<HttpHeader> headers = Answers.headers();
    headers.addAll(extra);
    ByteString bytes = ByteString.fromArrayUnsafe(Json.bytes(problem));
    return Answers.answer(problem.status(), headers, HttpEntities.create(TYPE, bytes));
  }

  static HttpResponse answer(Refusal refusal) {
    return answer(refusal.problem(), refusal.headers());
  }

  /** Logs a defect with its stack under a fresh id, and says no more than that id. */
  static Refusal internal(String what, Throwable defect) {
    String id = String.format("%012x", ThreadLocalRandom.current().nextLong() >>> 16);
    LOG.error("request {} failed, id {}", what, id, defect);
    return new Refusal(
        Problem.internalError(
            id, "this node could not do it for a reason that its log has under id " + id));
  }

  static Refusal notReady(String detail) {
    return new Refusal(
        Problem.of(ProblemType.NOT_READY, detail), RawHeader.create("Retry-After", "1"));
  }

  static Refusal notFound(String detail) {
    return new Refusal(Problem.of(ProblemType.NOT_FOUND, detail));
  }

  static Refusal methodNotAllowed(String method, String allowed) {
    return new Refusal(
        Problem.of(
            ProblemType.METHOD_NOT_ALLOWED, method + " means nothing here; what does: " + allowed),
        RawHeader.create("Allow", allowed));
  }
}
