package aitta.http;

import aitta.model.Key;
import aitta.request.Request.Supersedes;
import aitta.version.ContextTokens;
import aitta.version.InvalidContextException;
import aitta.version.Precondition;

/**
 * What a write takes the place of, and what must hold for it.
 *
 * @param precondition null for none
 */
record WriteConditions(Supersedes supersedes, Precondition precondition) {
  private static final WriteConditions NONE =
      new WriteConditions(Supersedes.AllKnown.INSTANCE, null);

  static WriteConditions of(Call call, Key key, ContextTokens tokens) throws Refusal {
    if (call.ifUnmodifiedSince() != null) {
      throw Refusal.invalid(
          "header If-Unmodified-Since means nothing on a write, since clocks order nothing here;"
              + " use If-Match with the ETag");
    }
    return of(call.context(), call.ifMatch(), call.ifNoneMatch(), key, tokens);
  }

  /**
   * @param context as {@code Aitta-Context} has it, and so on; null where it is not given
   */
  static WriteConditions of(
      String context, String ifMatch, String ifNoneMatch, Key key, ContextTokens tokens)
      throws Refusal {
    Precondition precondition = precondition(ifMatch, ifNoneMatch);
    if (context == null) {
      return precondition == null
          ? NONE
          : new WriteConditions(Supersedes.AllKnown.INSTANCE, precondition);
    }
    if (precondition != null) {
      throw Refusal.invalid(
          "header Aitta-Context doesn't go together with If-Match or If-None-Match: send one of"
              + " them");
    }
    return new WriteConditions(supersedes(context, key, tokens), null);
  }

  private static Supersedes supersedes(String context, Key key, ContextTokens tokens)
      throws Refusal {
    if (context.isEmpty() || context.equals("none")) {
      return Supersedes.Nothing.INSTANCE;
    }
    try {
      return new Supersedes.Exactly(tokens.decode(key, context));
    } catch (InvalidContextException e) {
      throw invalidContext(e.getMessage());
    }
  }

  /**
   * @param what completes "the context …"
   */
  static Refusal invalidContext(String what) {
    return Refusal.invalid(
        "header Aitta-Context: the context "
            + what
            + "; send one back as an answer about this very key gave it, or none");
  }

  private static Precondition precondition(String ifMatch, String ifNoneMatch) throws Refusal {
    if (ifMatch != null && ifNoneMatch != null) {
      throw Refusal.invalid(
          "headers If-Match and If-None-Match don't go together: send one of them");
    }
    if (ifMatch != null) {
      EntityTags tags = EntityTags.parse("If-Match", ifMatch);
      return tags.any()
          ? Precondition.SomethingLive.INSTANCE
          : new Precondition.Matches(tags.strong());
    }
    if (ifNoneMatch != null) {
      EntityTags tags = EntityTags.parse("If-None-Match", ifNoneMatch);
      return tags.any()
          ? Precondition.NothingLive.INSTANCE
          : new Precondition.MatchesNone(tags.all());
    }
    return null;
  }
}
