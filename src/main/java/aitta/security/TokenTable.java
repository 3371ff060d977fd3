package aitta.security;

import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tokens that there are. Immutable; for any thread. */
public final class TokenTable {
  /** One token, with what proves it and what it may do. */
  record Entry(Principal principal, byte[] hash) {}

  /** Compared with where there is no such id, so that an answer comes no sooner for that. */
  private static final byte[] NOBODY = new byte[32];

  private final Map<String, Entry> byId;

  TokenTable(Map<String, Entry> byId) {
    this.byId = new LinkedHashMap<>(byId);
  }

  public int size() {
    return byId.size();
  }

  /**
   * Whose token it is.
   *
   * @param token as a client sent it; anything
   * @return null where it is nobody's
   */
  public Principal authenticate(String token) {
    String id = TokenText.idOf(token);
    if (id == null) {
      return null;
    }
    Entry entry = byId.get(id);
    byte[] sent = TokenText.hash(token);
    boolean same = MessageDigest.isEqual(entry == null ? NOBODY : entry.hash(), sent);
    return same && entry != null ? entry.principal() : null;
  }
}
