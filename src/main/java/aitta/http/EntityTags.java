package aitta.http;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The value of {@code If-Match} or {@code If-None-Match}. RFC 9110, sections 8.8.3 and 13.1.
 *
 * @param any whether it is {@code *}
 * @param strong the strong tags, without quotes
 * @param weak the weak ones, likewise
 */
record EntityTags(boolean any, Set<String> strong, Set<String> weak) {
  EntityTags {
    strong = Set.copyOf(strong);
    weak = Set.copyOf(weak);
  }

  /** Whether one of them is {@code etag}, weak or not: what {@code If-None-Match} asks. */
  boolean hasWeakly(String etag) {
    return any || strong.contains(etag) || weak.contains(etag);
  }

  /** Whether one of the strong ones is {@code etag}: what {@code If-Match} asks. */
  boolean hasStrongly(String etag) {
    return any || strong.contains(etag);
  }

  /** All of them, weak or not. */
  Set<String> all() {
    Set<String> all = new LinkedHashSet<>(strong);
    all.addAll(weak);
    return all;
  }

  /**
   * @param header its name, for the refusal
   */
  static EntityTags parse(String header, String value) throws Refusal {
    if (value.equals("*")) {
      return new EntityTags(true, Set.of(), Set.of());
    }
    Set<String> strong = new LinkedHashSet<>();
    Set<String> weak = new LinkedHashSet<>();
    int at = 0;
    while (at < value.length()) {
      char c = value.charAt(at);
      if (c == ' ' || c == ',') {
        at++;
        continue;
      }
      boolean isWeak = value.startsWith("W/", at);
      int open = isWeak ? at + 2 : at;
      int close = endOfTag(value, open);
      if (close < 0) {
        throw illFormed(header, value);
      }
      (isWeak ? weak : strong).add(value.substring(open + 1, close));
      at = close + 1;
    }
    if (strong.isEmpty() && weak.isEmpty()) {
      throw illFormed(header, value);
    }
    return new EntityTags(false, strong, weak);
  }

  /** Where the closing quote is; -1 unless a tag in quotes, then a comma or the end, are there. */
  private static int endOfTag(String value, int open) {
    if (open >= value.length() || value.charAt(open) != '"') {
      return -1;
    }
    int close = value.indexOf('"', open + 1);
    if (close < 0 || value.substring(open, close).indexOf(' ') >= 0) {
      return -1;
    }
    int next = close + 1;
    while (next < value.length() && value.charAt(next) == ' ') {
      next++;
    }
    return next == value.length() || value.charAt(next) == ',' ? close : -1;
  }

  private static Refusal illFormed(String header, String value) {
    String shown = value.length() <= 64 ? value : value.substring(0, 64) + "…";
    return Refusal.invalid(
        "header "
            + header
            + " is '"
            + shown
            + "'; it must be * or entity tags in double quotes, separated by commas");
  }
}
