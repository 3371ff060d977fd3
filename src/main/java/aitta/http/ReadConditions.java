package aitta.http;

import aitta.version.View;

/**
 * What a client wants to hold before it is sent a representation. RFC 9110, sections 13.1 and
 * 13.2.2. Dates that can't be read mean nothing, as the RFC has it, and so do dates about several
 * versions at once.
 */
record ReadConditions(
    EntityTags ifMatch, EntityTags ifNoneMatch, Long ifModifiedSince, Long ifUnmodifiedSince) {
  private static final ReadConditions NONE = new ReadConditions(null, null, null, null);

  enum Verdict {
    SEND,
    NOT_MODIFIED,
    FAILED
  }

  static ReadConditions of(Call call) throws Refusal {
    if (call.ifMatch() == null
        && call.ifNoneMatch() == null
        && call.ifModifiedSince() == null
        && call.ifUnmodifiedSince() == null) {
      return NONE;
    }
    return new ReadConditions(
        tags("If-Match", call.ifMatch()),
        tags("If-None-Match", call.ifNoneMatch()),
        call.ifModifiedSince() == null ? null : HttpDates.parse(call.ifModifiedSince()),
        call.ifUnmodifiedSince() == null ? null : HttpDates.parse(call.ifUnmodifiedSince()));
  }

  private static EntityTags tags(String header, String value) throws Refusal {
    return value == null ? null : EntityTags.parse(header, value);
  }

  /**
   * @param view something
   */
  Verdict judge(View view, long nowMillis) {
    if (this == NONE) {
      return Verdict.SEND;
    }
    String etag = view.currentEtag();
    long modified = view instanceof View.One one ? lastModified(one, nowMillis) : -1;
    if (ifMatch != null) {
      if (!ifMatch.hasStrongly(etag)) {
        return Verdict.FAILED;
      }
    } else if (ifUnmodifiedSince != null && modified > ifUnmodifiedSince) {
      return Verdict.FAILED;
    }
    if (ifNoneMatch != null) {
      return ifNoneMatch.hasWeakly(etag) ? Verdict.NOT_MODIFIED : Verdict.SEND;
    }
    boolean unchanged = ifModifiedSince != null && modified >= 0 && modified <= ifModifiedSince;
    return unchanged ? Verdict.NOT_MODIFIED : Verdict.SEND;
  }

  /** As the header says it: in whole seconds, and never in the future. */
  private static long lastModified(View.One one, long nowMillis) {
    return Math.min(one.version().lastModifiedMillis(), nowMillis) / 1000 * 1000;
  }
}
