package aitta.http;

import aitta.api.Problem;
import aitta.api.ProblemType;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Answers requests that Pekko's parser refuses before any handler sees them. Named in {@code
 * aitta-http.conf} and made by reflection. The connection ends with the answer: nobody knows where
 * the next request would begin.
 */
public final class ParserProblems extends ParsingErrorHandler {
  /**
   * How long the answer, complete for its reader, keeps the connection open. Pekko throws away what
   * still comes in meanwhile; else a client that is still writing would see a reset and no answer.
   */
  private static final Duration LINGERING = Duration.ofMillis(500);

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    HttpResponse answer =
        Problems.answer(
            problem(status.intValue(), error.summary(), settings.parserSettings().maxUriLength()),
            List.of());
    HttpEntity.Strict strict = (HttpEntity.Strict) answer.entity();
    Source<ByteString, ?> late =
        Source.tick(LINGERING, LINGERING, ByteString.emptyByteString()).take(1);
    Source<ByteString, ?> bytes = Source.single(strict.getData()).concat(late);
    return answer.withEntity(
        HttpEntities.create(strict.getContentType(), strict.getData().size(), bytes));
  }

  /**
   * @param status that Pekko would answer with
   * @param summary what it says is wrong. Some of it deserves another status than Pekko's 400, and
   *     can be told by these words alone.
   */
  static Problem problem(int status, String summary, int maxUriLength) {
    String detail = summary.isEmpty() ? "the request can't be read" : summary;
    switch (status) {
      case 414:
        return Problem.of(
            ProblemType.URI_TOO_LONG,
            "the URI is longer than the " + maxUriLength + " bytes that are taken");
      case 431:
        return Problem.of(ProblemType.HEADERS_TOO_LARGE, detail);
      case 501:
        return Problem.of(
            ProblemType.NOT_IMPLEMENTED,
            "the method is unknown; known are GET, HEAD, PUT, POST, DELETE and OPTIONS");
      case 505:
        return Problem.of(
            ProblemType.VERSION_NOT_SUPPORTED, "HTTP/1.1 and HTTP/1.0 are spoken here");
      default:
        if (summary.startsWith("HTTP message contains more than the configured limit")) {
          return Problem.of(ProblemType.HEADERS_TOO_LARGE, detail);
        }
        if (summary.contains("Transfer-Encoding") || summary.startsWith("CONNECT requests")) {
          return Problem.of(ProblemType.NOT_IMPLEMENTED, detail);
        }
        return Problem.of(ProblemType.INVALID_REQUEST, detail);
    }
  }
}
