package aitta.http;

/**
 * The request target as it stood on the request line, cut into path and query. Nothing is decoded,
 * folded or normalized: a key may be {@code ..}, and {@code %2F} is not a slash.
 *
 * @param query without the question mark; null where there is none
 */
record Target(String path, String query) {

  /**
   * @param raw origin form ({@code /path?query}), absolute form ({@code http://host/path?query}),
   *     or {@code *}. RFC 9112, section 3.2.
   */
  static Target of(String raw) {
    int start = raw.startsWith("/") ? 0 : startOfPath(raw);
    int mark = raw.indexOf('?', start);
    String path = raw.substring(start, mark < 0 ? raw.length() : mark);
    return new Target(path.isEmpty() ? "/" : path, mark < 0 ? null : raw.substring(mark + 1));
  }

  private static int startOfPath(String raw) {
    int authority = raw.indexOf("://");
    if (authority < 0) {
      return 0;
    }
    for (int i = authority + 3; i < raw.length(); i++) {
      if (raw.charAt(i) == '/' || raw.charAt(i) == '?') {
        return i;
      }
    }
    return raw.length();
  }
}
