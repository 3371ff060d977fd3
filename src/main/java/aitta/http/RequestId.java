package aitta.http;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * What a request is called in logs: the client's own {@code X-Request-Id} where it is printable and
 * short, else a fresh one; beside it the W3C trace context that it came with.
 */
record RequestId(String id, String traceparent) {
  private static final int LONGEST = 128;
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]{0,64})?");
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  /**
   * @param id as it was sent; null for none
   * @param traceparent as it was sent; null for none
   */
  static RequestId of(String id, String traceparent) {
    return new RequestId(
        id != null && isPrintable(id) ? id : fresh(),
        traceparent != null && TRACEPARENT.matcher(traceparent).matches() ? traceparent : null);
  }

  private static boolean isPrintable(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) <= ' ' || id.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static String fresh() {
    long bits = ThreadLocalRandom.current().nextLong();
    char[] text = new char[16];
    for (int i = 0; i < text.length; i++) {
      text[i] = HEX[(int) (bits >>> (4 * i)) & 15];
    }
    return new String(text);
  }

  HttpHeader header() {
    return RawHeader.create("X-Request-Id", id);
  }

  /** Null where there is none to be given back. */
  HttpHeader traceHeader() {
    return traceparent == null ? null : RawHeader.create("traceparent", traceparent);
  }

  /** For a line of the log. */
  @Override
  public String toString() {
    return traceparent == null ? id : id + " (traceparent " + traceparent + ")";
  }
}
