package aitta.http;

import aitta.api.BatchAnswer;
import aitta.api.Problem;
import aitta.api.SiblingList;
import aitta.model.Key;
import aitta.request.Outcome;
import aitta.version.ContextTokens;
import aitta.version.Seen;
import aitta.version.Siblings;
import aitta.version.Version;
import aitta.version.View;
import java.util.List;

/** What became of the operations of a batch, as its answer tells it. */
final class BatchResults {
  /** About as much as names, times and braces take in JSON. */
  private static final int FRAME = 320;

  private BatchResults() {}

  /**
   * @param latest whether the bucket's policy is {@code latest}
   * @param isPut whether it was a {@code put}, whose version has a tag to be told
   */
  static BatchAnswer.Result of(
      Outcome outcome,
      Key key,
      boolean latest,
      boolean isPut,
      ContextTokens tokens,
      long nowMillis) {
    if (outcome instanceof Outcome.ReadDone done) {
      return read(done.siblings(), key, latest, tokens, nowMillis);
    }
    if (outcome instanceof Outcome.WriteDone done) {
      return BatchAnswer.Result.of(
          204, isPut ? done.dot().etag() : null, tokens.encode(key, done.seen()));
    }
    if (outcome instanceof Outcome.PreconditionFailed failed) {
      View view = View.of(failed.current(), latest, nowMillis);
      Problem problem = ObjectAnswers.preconditionFailed(view);
      return new BatchAnswer.Result(
          412,
          null,
          null,
          null,
          view.currentEtag(),
          null,
          null,
          null,
          tokens.encode(key, failed.current().seen()),
          problem);
    }
    return BatchAnswer.Result.of(Outcomes.refusal(outcome).problem());
  }

  private static BatchAnswer.Result read(
      Siblings siblings, Key key, boolean latest, ContextTokens tokens, long nowMillis) {
    View view = View.of(siblings, latest, nowMillis);
    Seen seen = siblings.seen();
    if (view == View.Nothing.INSTANCE) {
      return BatchAnswer.Result.of(404, null, siblings.isEmpty() ? null : tokens.encode(key, seen));
    }
    String context = tokens.encode(key, seen);
    if (view instanceof View.Several several) {
      List<SiblingList.Sibling> all = SiblingsJson.of(several, nowMillis).siblings();
      return new BatchAnswer.Result(
          300, null, null, null, several.etag(), null, null, all, context, null);
    }
    Version version = ((View.One) view).version();
    long expires = version.expiresAtMillis();
    return new BatchAnswer.Result(
        200,
        version.value(),
        version.contentType(),
        version.contentEncoding().isEmpty() ? null : version.contentEncoding(),
        version.etag(),
        HttpDates.json(Math.min(version.lastModifiedMillis(), nowMillis)),
        expires == 0 ? null : HttpDates.json(expires),
        null,
        context,
        null);
  }

  /** About how many bytes of JSON it makes; not less where it is large. */
  static long size(BatchAnswer.Result result) {
    long size = FRAME + base64(result.value()) + length(result.context());
    size += length(result.contentType()) + length(result.contentEncoding());
    if (result.siblings() != null) {
      for (SiblingList.Sibling sibling : result.siblings()) {
        size += FRAME + base64(sibling.value());
        size += length(sibling.contentType()) + length(sibling.contentEncoding());
      }
    }
    return size + (result.problem() == null ? 0 : length(result.problem().detail()));
  }

  private static long base64(byte[] value) {
    return value == null ? 0 : (value.length + 2) / 3 * 4L;
  }

  private static int length(String text) {
    return text == null ? 0 : text.length();
  }
}
