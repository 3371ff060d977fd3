package aitta.http;

import aitta.model.Key;
import aitta.request.ListRequest;
import java.time.Duration;

/**
 * Which part of a listing is wanted: rows from {@code from} on, up to {@code to}. Rows are text
 * with a character for each byte, as decoded parameters are.
 *
 * @param to empty for the end
 */
record ListQuery(String from, String to, int limit, Duration timeout) {
  static final int DEFAULT_LIMIT = 1000;
  static final int MAX_LIMIT = 10_000;

  /** About as many bytes as a page may take; it ends before its limit then. */
  static final int MAX_BYTES = 8 * 1024 * 1024;

  private static final String BUCKET_CHARACTERS = "[A-Za-z0-9._-]{0,128}";

  /** Of the keys of a bucket. */
  static ListQuery ofKeys(String bucket, Query query, EdgeSettings settings) throws Refusal {
    String base = bucket + '\0';
    String prefix = key("prefix", query.text("prefix"));
    String after = query.text("after");
    if (after != null) {
      key("after", after);
    }
    // The lowest row behind another is that one with a zero byte more.
    String from = after == null ? base : base + after + '\0';
    return of(base + prefix, from, query, settings);
  }

  private static String key(String name, String text) throws Refusal {
    if (text != null && text.length() > Key.MAX_NAME_BYTES) {
      throw Refusal.invalid("parameter '" + name + "' is longer than a key can be, 1024 bytes");
    }
    return text == null ? "" : text;
  }

  /** Of the buckets. */
  static ListQuery ofBuckets(Query query, EdgeSettings settings) throws Refusal {
    String prefix = bucket("prefix", query.text("prefix"));
    String after = query.text("after");
    String from = after == null ? prefix : bucket("after", after) + '\u0001'; // behind its keys
    return of(prefix, from, query, settings);
  }

  private static String bucket(String name, String text) throws Refusal {
    if (text != null && !text.matches(BUCKET_CHARACTERS)) {
      throw Refusal.invalid(
          "parameter '" + name + "' must be up to 128 characters of A-Z a-z 0-9 . _ -");
    }
    return text == null ? "" : text;
  }

  private static ListQuery of(String prefix, String from, Query query, EdgeSettings settings)
      throws Refusal {
    String cursor = query.text("cursor");
    if (cursor != null && query.text("after") != null) {
      throw Refusal.invalid("parameters 'after' and 'cursor' don't go together: give one of them");
    }
    String start = from.compareTo(prefix) > 0 ? from : prefix;
    String to = behind(prefix);
    return new ListQuery(
        cursor == null ? start : Cursor.decode(cursor, start, to),
        to,
        query.number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT),
        query.timeout(settings.defaultTimeout()));
  }

  /** The lowest text behind all that begin with this one; empty where there is none. */
  static String behind(String prefix) {
    int length = prefix.length();
    while (length > 0 && prefix.charAt(length - 1) == 0xff) {
      length--;
    }
    return length == 0
        ? ""
        : prefix.substring(0, length - 1) + (char) (prefix.charAt(length - 1) + 1);
  }

  /** Whether nothing can be there. */
  boolean isEmpty() {
    return !to.isEmpty() && from.compareTo(to) >= 0;
  }

  ListRequest page(ListRequest.Show show, boolean latest) {
    return new ListRequest(show, from, to, limit, MAX_BYTES, latest, timeout);
  }
}
