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
    String context = call.context();
    Precondition precondition = precondition(call);
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

  private static Precondition precondition(Call call) throws Refusal {
    if (call.ifUnmodifiedSince() != null) {
      throw Refusal.invalid(
          "header If-Unmodified-Since means nothing on a write, since clocks order nothing here;"
              + " use If-Match with the ETag");
    }
    if (call.ifMatch() != null && call.ifNoneMatch() != null) {
      throw Refusal.invalid(
          "headers If-Match and If-None-Match don't go together: send one of them");
    }
    if (call.ifMatch() != null) {
      EntityTags tags = EntityTags.parse("If-Match", call.ifMatch());
      return tags.any()
          ? Precondition.SomethingLive.INSTANCE
          : new Precondition.Matches(tags.strong());
    }
    if (call.ifNoneMatch() != null) {
      EntityTags tags = EntityTags.parse("If-None-Match", call.ifNoneMatch());
      return tags.any()
          ? Precondition.NothingLive.INSTANCE
          : new Precondition.MatchesNone(tags.all());
    }
    return null;
  }
}
