package aitta.http;

import aitta.api.Problem;
import aitta.api.ProblemType;
import aitta.model.Key;
import aitta.request.Outcome;
import aitta.version.Context;
import aitta.version.ContextTokens;
import aitta.version.Seen;
import aitta.version.Siblings;
import aitta.version.Version;
import aitta.version.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Shapes the answers about one key. */
final class ObjectAnswers {
  private final Key key;
  private final boolean latest;
  private final ContextTokens tokens;
  private final LongSupplier clock;

  /**
   * @param latest whether the bucket's policy is {@code latest}
   * @param clock wall clock, ms since 1970
   */
  ObjectAnswers(Key key, boolean latest, ContextTokens tokens, LongSupplier clock) {
    this.key = key;
    this.latest = latest;
    this.tokens = tokens;
    this.clock = clock;
  }

  HttpResponse toRead(Outcome outcome, ReadConditions conditions, String accept) {
    if (!(outcome instanceof Outcome.ReadDone done)) {
      return other(outcome);
    }
    long now = clock.getAsLong();
    View view = View.of(done.siblings(), latest, now);
    String quorum = quorum(done.answered(), done.n());
    if (view == View.Nothing.INSTANCE) {
      return nothing(done.siblings(), quorum);
    }
    switch (conditions.judge(view, now)) {
      case FAILED:
        return failed(done.siblings().seen(), view);
      case NOT_MODIFIED:
        return Answers.notModified(
            view.currentEtag(), Answers.headers(token(done.siblings().seen()), quorum));
      default:
        return shown(view, done.siblings(), quorum, SiblingsForm.of(accept), now);
    }
  }

  /**
   * One version of several, as if it stood alone.
   *
   * @param etag its tag, without quotes
   */
  HttpResponse toSibling(Outcome outcome, String etag, ReadConditions conditions) {
    if (!(outcome instanceof Outcome.ReadDone done)) {
      return other(outcome);
    }
    long now = clock.getAsLong();
    View view = View.of(done.siblings(), latest, now);
    String quorum = quorum(done.answered(), done.n());
    if (view == View.Nothing.INSTANCE) {
      return nothing(done.siblings(), quorum);
    }
    Version version = find(view, etag);
    if (version == null) {
      return absent(Seen.NOTHING, quorum, "the key has no version with the ETag \"" + etag + '"');
    }
    Seen alone = new Seen(Context.ofDot(version.dot()), version.timestamp());
    if (!version.isLive(now)) {
      return absent(alone, quorum, "the version with the ETag \"" + etag + "\" is a delete");
    }
    View.One one = new View.One(version);
    switch (conditions.judge(one, now)) {
      case FAILED:
        return failed(alone, one);
      case NOT_MODIFIED:
        return Answers.notModified(etag, Answers.headers(token(alone), quorum));
      default:
        return Answers.value(version, Answers.headers(token(alone), quorum), now);
    }
  }

  private static Version find(View view, String etag) {
    List<Version> versions =
        view instanceof View.One one ? List.of(one.version()) : ((View.Several) view).versions();
    return versions.stream().filter(version -> version.etag().equals(etag)).findAny().orElse(null);
  }

  /**
   * @param accept what form of several versions the client would like; not heeded where neither
   *     fits, for a write that is done must not look refused
   */
  HttpResponse toWrite(Outcome outcome, boolean wantsBody, String accept) {
    if (!(outcome instanceof Outcome.WriteDone done)) {
      return other(outcome);
    }
    String quorum = quorum(done.answered(), done.n());
    if (wantsBody) {
      long now = clock.getAsLong();
      View view = View.of(done.siblings(), latest, now);
      if (view != View.Nothing.INSTANCE) { // else it has expired or been beaten already
        return shown(view, done.siblings(), quorum, SiblingsForm.orJson(accept), now);
      }
    }
    List<HttpHeader> headers = Answers.headers(token(done.seen()), quorum);
    headers.add(Answers.etag(done.dot().etag()));
    return Answers.empty(204, headers);
  }

  /**
   * Where there is no live version to be touched.
   *
   * @param outcome a read, or a write whose condition did not hold
   */
  HttpResponse toTouchOfNothing(Outcome outcome, Siblings found) {
    String quorum =
        outcome instanceof Outcome.ReadDone done ? quorum(done.answered(), done.n()) : null;
    return nothing(found, quorum);
  }

  HttpResponse toDelete(Outcome outcome) {
    if (!(outcome instanceof Outcome.WriteDone done)) {
      return other(outcome);
    }
    String quorum = quorum(done.answered(), done.n());
    return Answers.empty(204, Answers.headers(token(done.seen()), quorum));
  }

  private HttpResponse shown(
      View view, Siblings siblings, String quorum, SiblingsForm form, long now) {
    List<HttpHeader> headers = Answers.headers(token(siblings.seen()), quorum);
    if (view instanceof View.One one) {
      return Answers.value(one.version(), headers, now);
    }
    View.Several several = (View.Several) view;
    switch (form) {
      case JSON:
        return Answers.siblings(several, headers, now);
      case MULTIPART:
        return Answers.parts(several, headers, now);
      default:
        return Problems.answer(
            Problem.of(
                ProblemType.NOT_ACCEPTABLE,
                "the key has several versions, which can be sent as application/json or"
                    + " multipart/mixed"),
            List.of());
    }
  }

  private HttpResponse nothing(Siblings siblings, String quorum) {
    return absent(siblings.seen(), quorum, "key " + key.encodedName() + " has no live version");
  }

  /**
   * @param quorum null where it is not known
   */
  private HttpResponse absent(Seen seen, String quorum, String detail) {
    List<HttpHeader> headers = new ArrayList<>(2);
    headers.add(RawHeader.create("Aitta-Context", token(seen)));
    if (quorum != null) {
      headers.add(RawHeader.create("Aitta-Quorum", quorum));
    }
    return Problems.answer(Problem.of(ProblemType.NOT_FOUND, detail), headers);
  }

  private HttpResponse other(Outcome outcome) {
    if (outcome instanceof Outcome.PreconditionFailed failed) {
      View view = View.of(failed.current(), latest, clock.getAsLong());
      return failed(failed.current().seen(), view);
    }
    return Problems.answer(Outcomes.refusal(outcome));
  }

  private HttpResponse failed(Seen current, View view) {
    String etag = view.currentEtag();
    List<HttpHeader> headers = new ArrayList<>(2);
    headers.add(RawHeader.create("Aitta-Context", token(current)));
    if (etag != null) {
      headers.add(Answers.etag(etag));
    }
    return Problems.answer(preconditionFailed(view), headers);
  }

  static Problem preconditionFailed(View current) {
    String etag = current.currentEtag();
    return Problem.of(
        ProblemType.PRECONDITION_FAILED,
        etag == null
            ? "the key has no live version; nothing was done"
            : "the key's present ETag is \"" + etag + "\"; nothing was done");
  }

  private String token(Seen seen) {
    return tokens.encode(key, seen);
  }

  private static String quorum(int answered, int n) {
    return answered + "/" + n;
  }
}
