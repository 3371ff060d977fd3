package aitta.http;

import aitta.api.Problem;
import aitta.api.ProblemType;
import aitta.model.Key;
import aitta.request.Outcome;
import aitta.version.ContextTokens;
import aitta.version.Seen;
import aitta.version.Siblings;
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
        return failed(done.siblings(), view);
      case NOT_MODIFIED:
        return Answers.notModified(
            view.currentEtag(), Answers.headers(token(done.siblings().seen()), quorum));
      default:
        return shown(view, done.siblings(), quorum, accept, now);
    }
  }

  HttpResponse toWrite(Outcome outcome, boolean wantsBody) {
    if (!(outcome instanceof Outcome.WriteDone done)) {
      return other(outcome);
    }
    String quorum = quorum(done.answered(), done.n());
    if (wantsBody) {
      long now = clock.getAsLong();
      View view = View.of(done.siblings(), latest, now);
      if (view != View.Nothing.INSTANCE) { // else it has expired or been beaten already
        return shown(view, done.siblings(), quorum, null, now);
      }
    }
    List<HttpHeader> headers = Answers.headers(token(done.seen()), quorum);
    headers.add(Answers.etag(done.dot().etag()));
    return Answers.empty(204, headers);
  }

  HttpResponse toDelete(Outcome outcome) {
    if (!(outcome instanceof Outcome.WriteDone done)) {
      return other(outcome);
    }
    String quorum = quorum(done.answered(), done.n());
    return Answers.empty(204, Answers.headers(token(done.seen()), quorum));
  }

  /**
   * @param accept null takes anything: a write that is done must not look refused
   */
  private HttpResponse shown(View view, Siblings siblings, String quorum, String accept, long now) {
    List<HttpHeader> headers = Answers.headers(token(siblings.seen()), quorum);
    if (view instanceof View.One one) {
      return Answers.value(one.version(), headers, now);
    }
    if (!MediaRanges.takeJson(accept)) {
      return Problems.answer(
          Problem.of(
              ProblemType.NOT_ACCEPTABLE,
              "the key has several versions, which can be sent as application/json alone"),
          List.of());
    }
    return Answers.siblings((View.Several) view, headers, now);
  }

  private HttpResponse nothing(Siblings siblings, String quorum) {
    return Problems.answer(
        Problem.of(ProblemType.NOT_FOUND, "key " + key.encodedName() + " has no live version"),
        List.of(
            RawHeader.create("Aitta-Context", token(siblings.seen())),
            RawHeader.create("Aitta-Quorum", quorum)));
  }

  private HttpResponse other(Outcome outcome) {
    if (outcome instanceof Outcome.PreconditionFailed failed) {
      View view = View.of(failed.current(), latest, clock.getAsLong());
      return failed(failed.current(), view);
    }
    return Problems.answer(Outcomes.refusal(outcome));
  }

  private HttpResponse failed(Siblings current, View view) {
    String etag = view.currentEtag();
    List<HttpHeader> headers = new ArrayList<>(2);
    headers.add(RawHeader.create("Aitta-Context", token(current.seen())));
    if (etag != null) {
      headers.add(Answers.etag(etag));
    }
    return Problems.answer(
        Problem.of(
            ProblemType.PRECONDITION_FAILED,
            etag == null
                ? "the key has no live version; nothing was done"
                : "the key's present ETag is \"" + etag + "\"; nothing was done"),
        headers);
  }

  private String token(Seen seen) {
    return tokens.encode(key, seen);
  }

  private static String quorum(int answered, int n) {
    return answered + "/" + n;
  }
}
