package aitta.client;

import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * What a node answered, its body complete.
 *
 * @param lines null, or the body that is still on its way, in place of {@code body}
 */
record HttpReply(int status, HttpHeaders headers, byte[] body, LineBody lines) {
  HttpReply(int status, HttpHeaders headers, byte[] body) {
    this(status, headers, body, null);
  }

  /** Null where it is not there. */
  String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  /** The ETag without its quotes; null where there is none. */
  String etag() {
    return Optional.ofNullable(header("ETag")).map(HttpReply::unquoted).orElse(null);
  }

  private static String unquoted(String tag) {
    boolean quoted = tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"");
    return quoted ? tag.substring(1, tag.length() - 1) : tag;
  }

  boolean isProblem() {
    return status >= 400
        && header("Content-Type") != null
        && header("Content-Type").startsWith("application/problem+json");
  }
}
