package aitta.version;

import java.util.Set;

/**
 * What a conditional write demands of the key's present state. RFC 9110, section 13, with strong
 * comparison.
 */
public sealed interface Precondition {
  /** {@code If-None-Match: *}. */
  enum NothingLive implements Precondition {
    INSTANCE
  }

  /** {@code If-Match: *}. */
  enum SomethingLive implements Precondition {
    INSTANCE
  }

  /**
   * {@code If-Match} with tags (without quotes) of single versions, or of a set of siblings as a
   * whole.
   */
  record Matches(Set<String> etags) implements Precondition {
    public Matches {
      etags = Set.copyOf(etags);
    }
  }

  /** {@code If-None-Match} with tags: the present state has none of them. */
  record MatchesNone(Set<String> etags) implements Precondition {
    public MatchesNone {
      etags = Set.copyOf(etags);
    }
  }

  default boolean holds(View present) {
    String etag = present.currentEtag();
    if (this instanceof Matches matches) {
      return etag != null && matches.etags().contains(etag);
    }
    if (this instanceof MatchesNone none) {
      return etag == null || !none.etags().contains(etag);
    }
    return this == NothingLive.INSTANCE ? etag == null : etag != null;
  }
}
