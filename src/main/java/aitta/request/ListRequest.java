package aitta.request;

import java.time.Duration;

/**
 * A question for a page of names in byte order.
 *
 * <p>Rows are named {@code bucket, zero byte, key}, as text with a character for each byte, so that
 * the order of text is the order of bytes.
 *
 * @param from first row that is wanted
 * @param to first row that is not wanted any more
 * @param limit most entries in the page
 * @param maxBytes about how large the page may become; at least one entry is in it
 * @param latest whether the bucket's policy is {@code latest}
 */
public record ListRequest(
    Show show, String from, String to, int limit, int maxBytes, boolean latest, Duration timeout) {

  /** What of the rows is shown. The order is part of the wire format: add at the end. */
  public enum Show {
    /** The names of buckets that have a live key. */
    BUCKETS,
    /** Keys alone. */
    KEYS,
    /** Keys, and of their versions all but the value. */
    META,
    /** Keys and versions. */
    VALUES
  }
}
