package aitta.client;

import aitta.api.Json;
import aitta.api.Problem;
import aitta.api.ProblemType;
import aitta.api.SiblingList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Turns answers into results and exceptions. */
final class Answers {
  private static final String CONTEXT = "Aitta-Context";
  private static final int SHOWN = 200;

  private Answers() {}

  /** Of a read, or of a write that answers with what is there. */
  static ReadResult toRead(HttpCall call, HttpReply reply) {
    String context = context(call, reply);
    switch (reply.status()) {
      case 200:
        return new ReadResult.Found(version(call, reply), context);
      case 300:
        List<Version> versions =
            json(call, reply, SiblingList.class).siblings().stream()
                .map(sibling -> version(call, sibling))
                .toList();
        return new ReadResult.Siblings(versions, reply.etag(), context);
      case 404:
        return new ReadResult.Missing(context);
      default:
        throw bad(call, reply, "has a status that means nothing here", null);
    }
  }

  static Written toWritten(HttpCall call, HttpReply reply) {
    if (reply.status() != 204) {
      throw reply.status() == 404
          ? failure(call, reply, false)
          : bad(call, reply, "has a status that means nothing here", null);
    }
    return new Written(reply.etag(), context(call, reply));
  }

  private static String context(HttpCall call, HttpReply reply) {
    String context = reply.header(CONTEXT);
    if (context == null) {
      throw reply.status() == 404
          ? failure(call, reply, false)
          : bad(call, reply, "has no context", null);
    }
    return context;
  }

  private static Version version(HttpCall call, HttpReply reply) {
    String type = reply.header("Content-Type");
    Value value =
        new Value(
            reply.body(),
            type == null ? Value.OCTET_STREAM : type,
            reply.header("Content-Encoding"));
    return new Version(
        value,
        reply.etag(),
        date(call, reply, "Last-Modified"),
        date(call, reply, "Aitta-Expires"));
  }

  private static Instant date(HttpCall call, HttpReply reply, String header) {
    String text = reply.header(header);
    try {
      return text == null ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
    } catch (DateTimeException e) {
      throw bad(call, reply, "has no date in " + header, e);
    }
  }

  static Version version(HttpCall call, SiblingList.Sibling sibling) {
    boolean deleted = Boolean.TRUE.equals(sibling.deleted());
    String type = sibling.contentType() == null ? Value.OCTET_STREAM : sibling.contentType();
    try {
      return new Version(
          deleted || sibling.value() == null
              ? null
              : new Value(sibling.value(), type, sibling.contentEncoding()),
          sibling.etag(),
          instant(sibling.lastModified()),
          instant(sibling.expires()));
    } catch (DateTimeException e) {
      throw new BadAnswerException(call.what() + ": a sibling has no date: " + e, false, e);
    }
  }

  static Instant instant(String rfc3339) {
    return rfc3339 == null ? null : Instant.parse(rfc3339);
  }

  /** A document of an answer that must be 200 or 202, or carry such a document. */
  static <T> T json(HttpCall call, HttpReply reply, Class<T> type) {
    if (reply.status() == 404) {
      throw failure(call, reply, false);
    }
    try {
      T document = Json.MAPPER.readValue(reply.body(), type);
      if (document != null) {
        return document;
      }
    } catch (IOException | RuntimeException e) { // records that check themselves throw the latter
      throw bad(call, reply, "is no " + type.getSimpleName(), e);
    }
    throw bad(call, reply, "is no " + type.getSimpleName(), null);
  }

  /** For calls whose answer carries nothing but its status. */
  static void expect(HttpCall call, HttpReply reply, int status) {
    if (reply.status() == 404) {
      throw failure(call, reply, false);
    }
    if (reply.status() != status) {
      throw bad(call, reply, "has a status that means nothing here", null);
    }
  }

  /** Null unless it is a problem of a known type. */
  static ProblemType problemType(HttpReply reply) {
    Problem problem = problem(reply);
    return problem == null ? null : ProblemType.of(problem.type()).orElse(null);
  }

  private static Problem problem(HttpReply reply) {
    if (!reply.isProblem()) {
      return null;
    }
    try {
      return Json.MAPPER.readValue(reply.body(), Problem.class);
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The exception for an answer of 400 or above.
   *
   * @param unsure whether an earlier attempt may have taken effect, or this one
   */
  static AittaException failure(HttpCall call, HttpReply reply, boolean unsure) {
    Problem problem = problem(reply);
    if (problem == null) {
      return bad(call, reply, "is no problem document", null);
    }
    ProblemType type = ProblemType.of(problem.type()).orElse(null);
    if (type == ProblemType.PRECONDITION_FAILED) {
      return new PreconditionFailedException(problem, reply.etag(), reply.header(CONTEXT));
    }
    if (type == ProblemType.QUORUM_NOT_MET) {
      return new QuorumNotMetException(problem, unsure);
    }
    return new RefusedException(problem, unsure);
  }

  static BadAnswerException bad(HttpCall call, HttpReply reply, String what, Exception cause) {
    String start =
        new String(reply.body(), 0, Math.min(SHOWN, reply.body().length), StandardCharsets.UTF_8);
    return new BadAnswerException(
        "the answer "
            + reply.status()
            + " to "
            + call.what()
            + " "
            + what
            + "; is it a node of Aitta?"
            + (start.isEmpty() ? "" : " It begins: " + start.replaceAll("\\p{Cntrl}+", " ")),
        !call.isRead(),
        cause);
  }
}
